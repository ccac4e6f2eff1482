import Foundation
import Testing

@testable import Files

/// Files without names, and outputs that are written piece by piece.
@Suite struct ScratchFileTests {
    /// Calls `body` with a temporary folder, and removes it.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "trellis-scratch-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test func bytesAreReadAgain() throws {
        try withFolder { folder in
            let file = try ScratchFile(in: folder)
            #expect(try names(folder) == [])
            let pieces: [[UInt8]] = [[1, 2, 3], [], [4], Array(repeating: 5, count: 100_000)]
            let offsets = try pieces.map { piece in try piece.withUnsafeBytes { try file.append($0) } }
            #expect(offsets == [0, 3, 3, 4])
            #expect(file.size == 100_004)
            for (piece, offset) in zip(pieces, offsets) {
                var found = [UInt8](repeating: 0, count: piece.count)
                try found.withUnsafeMutableBytes { try file.read(into: $0, at: offset) }
                #expect(found == piece)
            }
            var behind = [UInt8](repeating: 0, count: 2)
            #expect(throws: FileError(cannotRead: folder, reason: "a temporary file has been cut off")) {
                try behind.withUnsafeMutableBytes { try file.read(into: $0, at: 100_003) }
            }
        }
    }

    @Test func foldersThatDoNotExistAreErrors() {
        #expect(throws: FileError(cannotWrite: "/none/such", reason: "No such file or directory")) {
            _ = try ScratchFile(in: "/none/such")
        }
    }

    @Test func outputsAppearWhenTheyAreComplete() throws {
        try withFolder { folder in
            let path = folder + "/out.csv"
            try "old".write(toFile: path, atomically: false, encoding: .utf8)
            func write(commits: Bool) throws {
                let output = try StreamedOutput(path)
                try Array("one,".utf8).withUnsafeBytes { try output.write($0, at: 0) }
                try Array("two".utf8).withUnsafeBytes { try output.write($0, at: 4) }
                #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
                if commits { try output.commit() }
            }
            try write(commits: false)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
            try write(commits: true)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "one,two")
            #expect(try names(folder) == ["out.csv"])
        }
    }

    @Test func devicesAreWrittenDirectly() throws {
        let output = try StreamedOutput("/dev/null")
        try Array("one".utf8).withUnsafeBytes { try output.write($0, at: 0) }
        try output.commit()
        #expect(throws: FileError.self) { _ = try StreamedOutput("/none/such/out.csv") }
    }
}
