import Foundation

/// The program `dot` of Graphviz, which lays graphs out.
enum Graphviz {
    /// Returns a drawing of a graph as SVG.
    ///
    /// - Parameter text: The graph in the DOT language.
    /// - Throws: ``CommandError/graphvizMissing`` if the program is not installed, ``CommandError/graphvizFailed(reason:)``.
    static func svg(of text: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory
            .appending(component: "trellis-picture-\(UUID().uuidString)", directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let (source, drawing) = (
                folder.appending(component: "graph.dot"), folder.appending(component: "graph.svg")
            )
            let log = folder.appending(component: "log")
            try Data(text.utf8).write(to: source)
            try Data().write(to: log)
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["dot", "-Tsvg", "-o", drawing.path, source.path]
            process.standardError = try FileHandle(forWritingTo: log)
            try process.run()
            process.waitUntilExit()
            // The shell's and env's status for a program that does not exist.
            if process.terminationStatus == 127 { throw CommandError.graphvizMissing }
            guard process.terminationStatus == 0 else {
                let message = try String(contentsOf: log, encoding: .utf8).split(separator: "\n").first
                throw CommandError.graphvizFailed(
                    reason: message.map(String.init) ?? "status \(process.terminationStatus)")
            }
            return try String(contentsOf: drawing, encoding: .utf8)
        } catch let error as CommandError {
            throw error
        } catch {
            throw CommandError.graphvizFailed(reason: "\(error)")
        }
    }
}
