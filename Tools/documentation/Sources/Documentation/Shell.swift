import Foundation

/// Runs commands.
enum Shell {
    /// The exit status and the output of a command.
    struct Result {
        let status: Int32
        let output: String
        let error: String
    }

    /// Runs a command from the `PATH` in a folder, with empty standard input.
    static func run(_ command: [String], in folder: URL) throws -> Result {
        // Use files rather than pipes, because a full pipe would block the command.
        let scratch = FileManager.default.temporaryDirectory.appending(
            path: "run-documentation-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let files = ["output", "error"].map { scratch.appending(path: $0) }
        for file in files { try Data().write(to: file) }

        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        try process.run()
        process.waitUntilExit()
        let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return Result(status: process.terminationStatus, output: texts[0], error: texts[1])
    }
}
