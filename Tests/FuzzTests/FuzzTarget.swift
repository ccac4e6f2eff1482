import Foundation
import Testing

/// Code that reads bytes which may come from anywhere, and inputs to begin with.
///
/// Whatever the bytes, it ends: with a value, or with an error that is thrown. A trap, a hang, or two answers that ought to
/// agree and do not are defects.
struct FuzzTarget: Sendable, CustomTestStringConvertible {
    /// The name by which `make fuzz` calls it; the folder of its corpus.
    let name: String

    /// The most bytes that libFuzzer tries.
    var longest = 4096

    /// Valid inputs, from which others are made.
    let seeds: @Sendable () throws -> [[UInt8]]

    /// Reads an input.
    let run: @Sendable ([UInt8]) -> Void

    var testDescription: String { name }

    /// All of them.
    static let all: [FuzzTarget] = [.modelFile, .csv, .numbers, .wire, .frames, .texts]

    /// The inputs that are kept: those that once broke it, and others that are worth beginning with.
    func corpus() throws -> [[UInt8]] {
        let folder = Self.folder.appending(path: name)
        guard FileManager.default.fileExists(atPath: folder.path()) else { return [] }
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.sorted { $0.path() < $1.path() }.map { Array(try Data(contentsOf: $0)) }
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")
}

/// Ends the process if something that has to hold does not, in release builds as well.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { fatalError(message()) }
}
