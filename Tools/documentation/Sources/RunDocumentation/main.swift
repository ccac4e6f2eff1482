// Runs the code in documents: run-documentation check|update DOCUMENT..., in the root of the project.
//
// `check` compares the output with that in the documents; `update` writes the output to the documents.

import Documentation
import Foundation

let arguments = Array(CommandLine.arguments.dropFirst())
guard let mode = arguments.first, mode == "check" || mode == "update", arguments.count > 1 else {
    fail("usage: run-documentation check|update DOCUMENT...", status: 2)
}
do {
    let root = URL(filePath: FileManager.default.currentDirectoryPath)
    let documents = try arguments.dropFirst().map { path in
        try Document(name: path, text: String(contentsOf: root.appending(path: path), encoding: .utf8))
    }
    let outputs = try Runner(root: root).outputs(of: documents)
    var differences: [Difference] = []
    for (document, printed) in zip(documents, outputs) {
        if mode == "update" {
            try document.replacingOutputs(with: printed)
                .write(to: root.appending(path: document.name), atomically: true, encoding: .utf8)
        } else {
            differences += try Difference.between(document, and: printed)
        }
        print("\(document.name): ran \(document.cells.count) blocks")
    }
    guard differences.isEmpty else {
        fail(
            differences.map(\.description).joined(separator: "\n\n")
                + "\n\nTo update the documents, run: make notebooks-update")
    }
} catch {
    fail("\(error)")
}

func fail(_ message: String, status: Int32 = 1) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(status)
}
