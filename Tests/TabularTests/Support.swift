import Foundation
import Testing

@testable import Tabular

/// The repository's root.
let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// The path of one of the data sets.
func dataset(_ name: String) -> String { root.appendingPathComponent("datasets/\(name).csv").path }

/// A table of the given text, in a file called `t.csv`.
func table(
    _ text: String, options: ReadingOptions = ReadingOptions(), limits: ReadingLimits = ReadingLimits()
) throws -> Table {
    try Table(.bytes(Array(text.utf8)), name: "t.csv", options: options, limits: limits)
}

/// Creates a folder, calls `body` with it, and removes it.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tabular-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}

/// The contents of a golden file.
func golden<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    let file = root.appendingPathComponent("Tests/TabularTests/Golden/\(name).json")
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}

/// The message of the error that `body` throws.
func message(_ body: () throws -> Void) -> String {
    do {
        try body()
        return "no error"
    } catch {
        return String(describing: error)
    }
}

extension Table {
    /// All cells by rows; a missing one is nil.
    var cells: [[String?]] { (0..<rowCount).map { row in columns.map { $0[row] } } }

    /// All that two readings of one file have to agree in, NaN being equal to itself.
    var contents: [String] {
        columns.map { "\($0.name) \($0.values) \($0.missing) \($0.irregularities)" }
    }
}
