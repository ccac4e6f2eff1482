import Foundation
import Trellis

/// The committed data sets and golden files, found from where this file stands.
enum Fixtures {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent()

    static func dataSet(_ name: String, target: String, problem: Problem? = nil) throws -> Dataset {
        try table(name).dataset(target: target, problem: problem)
    }

    static func table(_ name: String) throws -> Table { try Table(csv: path(name)) }

    /// The rows of a table without quoted cells that have a value in a column.
    static func table(_ name: String, with column: String) throws -> Table {
        let lines = try String(contentsOfFile: path(name), encoding: .utf8).split(separator: "\n")
        let names = lines[0].split(separator: ",")
        let place = names.firstIndex { $0 == column } ?? 0
        let kept = lines.filter { !$0.split(separator: ",", omittingEmptySubsequences: false)[place].isEmpty }
        return try Table(csv: Array(kept.joined(separator: "\n").utf8), name: name)
    }

    private static func path(_ name: String) -> String {
        let root = tests.deletingLastPathComponent().deletingLastPathComponent()
        return root.appending(path: "datasets/\(name).csv").path()
    }

    static func golden<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
        let file = tests.appending(path: "Golden/\(name).json")
        return try JSONDecoder().decode(type, from: Data(contentsOf: file))
    }

    /// The first `count` digits: small enough to search often.
    static func fewDigits(_ count: Int = 300) throws -> Dataset {
        try dataSet("digits", target: "digit", problem: .classification).rows(at: Array(0..<count))
    }
}
