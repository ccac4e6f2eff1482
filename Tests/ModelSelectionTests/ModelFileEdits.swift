import Foundation
import Trellis

@testable import ModelSelection

/// A saved model whose content is changed, under a checksum made anew.
struct EditedModel {
    var content: JSON

    /// What is saved of a fitted pipeline.
    init(_ pipeline: FittedPipeline) throws {
        content = try JSONDecoder().decode(JSON.self, from: JSONEncoder().encode(pipeline))
    }

    /// Reads the model as from a file in which it was saved so.
    func read() throws -> FittedPipeline {
        let body = try JSONEncoder().encode(content)
        let checksum = body.withUnsafeBytes { TaskKey(hashing: $0) }
        return try ModelFile.decode(
            Data("trellis-model 1 \(checksum)\n".utf8) + body, from: "edited", registry: .standard)
    }

    /// Changes one value.
    mutating func edit(_ generator: inout SeededGenerator) {
        let paths = content.paths
        let path = paths[generator.next(below: paths.count)]
        let other = content[paths[generator.next(below: paths.count)]]
        content[path] = content[path].edited(other: other, &generator)
    }
}

extension JSON {
    private static let numbers: [JSON] =
        [0, 1, -1, 2, 3, 5, Int(Int32.max), Int(Int32.max) + 1, Int.max, Int.min].map { .int($0) }
        + [0.5, -2.5, 1e-300, 1e154, 1e308, -1e308].map { .double($0) }

    /// Something else in place of this value, as a rule of its type; `other` is a value of the same document.
    fileprivate func edited(other: JSON, _ generator: inout SeededGenerator) -> JSON {
        if generator.next(below: 8) == 0 {
            let strange: [JSON] = [other, .null, .bool(true), .array([]), .object([:]), .array([self])]
            return strange[generator.next(below: strange.count)]
        }
        func pick(_ values: [JSON]) -> JSON { values[generator.next(below: values.count)] }
        switch self {
        case .null, .bool: return pick(Self.numbers + [.string("balanced"), .bool(false)])
        case .int(let value):
            return pick(
                Self.numbers + [.int(value &+ 1), .int(value &- 1), .int(0 &- value), .string("\(value)")])
        case .double(let value):
            return pick(Self.numbers + [.double(-value), .double((value * 1e6).isFinite ? value * 1e6 : 0)])
        case .string(let value):
            return pick(
                ["", "rbf", "poly", value + value, String(value.dropLast(32)), "AAAAAAAA8D8="].map {
                    .string($0)
                })
        case .array(let values):
            return pick(
                [
                    [], Array(values.dropLast()), Array(values.dropFirst()), Array(values.prefix(1)),
                    values + values, values + values.suffix(1), values.reversed(), generator.shuffled(values),
                    values + [other],
                    values.map { _ in values.first ?? other },
                ].map { .array($0) })
        case .object(let members): return editedObject(members, other: other, &generator)
        }
    }

    /// Of a matrix as often as not another of a right length, else other keys.
    private func editedObject(
        _ members: [String: JSON], other: JSON, _ generator: inout SeededGenerator
    ) -> JSON {
        if case (.int(let rows)?, .int(let columns)?, .string(let text)?) = (
            members["rows"], members["columns"], members["values"]
        ), let data = Data(base64Encoded: text), (0...999).contains(rows), (0...999).contains(columns),
            generator.next(below: 4) > 0
        {
            let shapes = [
                (columns, rows), (rows - 1, columns), (rows, columns - 1), (rows + 1, columns),
                (rows, columns + 1),
                (0, columns), (rows, 0), (0, 0), (1, rows * columns), (rows * columns, 1),
            ]
            let (newRows, newColumns) = shapes[generator.next(below: shapes.count)]
            let count = max(0, newRows * newColumns * 8)
            let bytes = data.prefix(count) + Data(count: count - min(count, data.count))
            return .object([
                "rows": .int(newRows), "columns": .int(newColumns),
                "values": .string(bytes.base64EncodedString()),
            ])
        }
        let keys = members.keys.sorted()
        guard !keys.isEmpty else { return other }
        var members = members
        let (one, another) = (
            keys[generator.next(below: keys.count)], keys[generator.next(below: keys.count)]
        )
        switch generator.next(below: 3) {
        case 0: members[one] = nil
        case 1: (members[one], members[another]) = (members[another], members[one])
        default: members[one] = other
        }
        return .object(members)
    }
}
