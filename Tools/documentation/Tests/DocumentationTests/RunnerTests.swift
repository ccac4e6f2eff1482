import Foundation
import Testing

@testable import Documentation

@Suite struct RunnerTests {
    private let root = FileManager.default.temporaryDirectory.appending(
        path: "runner-tests-\(UUID().uuidString)")

    private func outputs(_ text: String) throws -> [[String]] {
        defer { try? FileManager.default.removeItem(at: root) }
        return try Runner(root: root).outputs(of: [Document(name: "d.md", text: text)])[0]
    }

    @Test func blocksShareAShellAndAFolder() throws {
        let text =
            "```sh\nx=5; echo kept > file; echo noise >&2\n```\n```sh\necho $x; cat file; printf end\n```\n"
        #expect(try outputs(text) == [[], ["5", "kept", "end"]])
    }

    @Test func theBlockThatFailsIsNamed() throws {
        let text = "```sh\necho one\n```\n\n```sh\necho two\necho why >&2\nexit 3\n```\n"
        #expect(
            throws: DocumentationError.programFailed(
                document: "d.md", line: 6, status: 3, standardError: "why\n")
        ) { try outputs(text) }
    }

    @Test func whatIsPrintedIsComparedWithTheDocument() throws {
        let document = try Document(
            name: "d.md", text: "```sh\necho a\n```\n```text\nb\n```\n```sh\necho c\n```\n")
        let differences = try Difference.between(document, and: [["a"], ["c"]])
        #expect(differences.map(\.line) == [2, 8])
        #expect(differences.map(\.expected) == [["b"], []])
        #expect(try Difference.between(document, and: [["b"], []]).isEmpty)
    }

    @Test func swiftBlocksMakeOneProgramThatPointsIntoTheDocument() throws {
        let document = try Document(
            name: "d.md", text: "```swift\nlet x = 1\n```\n\n```sh\ntrue\n```\n\n```swift\nprint(x)\n```\n")
        let programs = Program.programs(of: document)
        #expect(programs.map(\.language) == [.swift, .sh])
        #expect(programs.map(\.cells) == [[0, 2], [1]])
        #expect(programs[0].source.contains("#sourceLocation(file: \"d.md\", line: 10)\nprint(x)\n"))
    }
}
