import ChunkedTables
import Foundation
import LocalScheduling
import TaskGraph

@testable import Tabular

/// Creates a folder, calls `body` with it, and removes it.
func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("chunked-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

/// Calls `body` with the path of a file with the given text, and removes the file.
func withFile<Result>(_ text: String, _ body: (String) async throws -> Result) async throws -> Result {
    try await withFolder { folder in
        let path = folder.appendingPathComponent("t.csv").path
        try write(text, to: path)
        return try await body(path)
    }
}

func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
}

/// The values of a column, with dates as seconds since 1970; nil where they are missing.
func cells(_ column: Column) -> [Cell?] {
    (0..<column.count).map { row in
        if column.missing.contains(row) { return nil }
        switch column.values {
        case .integer(let values): return .number(Double(values[row]))
        case .real(let values): return .number(values[row])
        case .text(let categories):
            let code = Int(categories.codes[row])
            guard column.kind == .date else { return .text(categories[code]) }
            return .number(categories.withText(of: code) { DateParser.seconds($0) } ?? .nan)
        }
    }
}

/// A value in a golden file; infinities are texts.
enum Cell: Decodable, Equatable, CustomStringConvertible {
    case number(Double)
    case text(String)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) {
            self = .number(number)
            return
        }
        let text = try container.decode(String.self)
        self = text == "inf" || text == "-inf" ? .number(Double(text) ?? .nan) : .text(text)
    }

    var description: String {
        switch self {
        case .number(let value): "\(value)"
        case .text(let text): "'\(text)'"
        }
    }

    /// Whether numbers are equal within a relative tolerance, and texts as bytes.
    func isClose(to other: Cell, within tolerance: Double) -> Bool {
        switch (self, other) {
        case (.number(let one), .number(let two)):
            one == two || abs(one - two) <= tolerance * max(1e-12, abs(one), abs(two))
        case (.text(let one), .text(let two)): one.utf8.elementsEqual(two.utf8)
        default: false
        }
    }
}

/// The first row in which two columns differ, in words; nil if they are equal within a relative tolerance.
func difference(_ found: [Cell?], _ expected: [Cell?], within tolerance: Double) -> String? {
    if found.count != expected.count { return "\(found.count) rows instead of \(expected.count)" }
    for (row, (one, two)) in zip(found, expected).enumerated() {
        switch (one, two) {
        case (nil, nil): continue
        case (let one?, let two?) where one.isClose(to: two, within: tolerance): continue
        default: return "row \(row): \(one?.description ?? "nil") instead of \(two?.description ?? "nil")"
        }
    }
    return nil
}

/// The golden values of pandas.
struct Golden: Decodable {
    struct Group: Decodable {
        let keys: [String]
        let columns: [String: [Cell?]]
    }

    struct Sorting: Decodable {
        let by: [String]
        let rows: [Int]

        /// The orders, descending after a minus sign.
        var orders: [RowOrder] {
            by.map { $0.hasPrefix("-") ? RowOrder(String($0.dropFirst()), isDescending: true) : RowOrder($0) }
        }
    }

    struct Join: Decodable {
        let on: [String]
        let how: String
        let names: [String]
        let columns: [[Cell?]]
    }

    let csv: String
    let fees: String
    let sorted: [Sorting]
    let joined: [Join]
    let description: [String: [Cell?]]
    let expressions: [String: [Cell?]]
    let groups: [Group]
    let whole: [String: [String: Double]]
    let counts: [[Cell]]
    let filtered: [Cell?]

    static func read() throws -> Golden {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Golden/chunked_tables.json")
        return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
    }
}
