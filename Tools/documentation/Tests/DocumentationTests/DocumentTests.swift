import Testing

@testable import Documentation

@Suite struct DocumentTests {
    private let text = """
        # Title
        ```sh
        echo one
        ```

        ```text
        one
        ```
        Words.
        ```swift
        let x = 1
        ```
        <!-- not run -->
        ```sh
        false
        ```
        ```json
        {}
        ```
        ```swift
        print(x)
        ```
        ```text timings
        1
        ```

        """

    @Test func findsTheBlocksToRunAndWhatTheyPrint() throws {
        let cells = try Document(name: "d.md", text: text).cells
        #expect(cells.map(\.language) == [.sh, .swift, .swift])
        #expect(cells.map(\.code) == [["echo one"], ["let x = 1"], ["print(x)"]])
        #expect(cells.map(\.expected) == [["one"], [], ["1"]])
        #expect(cells.map(\.firstLine) == [3, 11, 21])
        #expect(cells.map(\.isTimed) == [false, false, true])
    }

    @Test func anOutputThatIsTheSameLeavesItsBlockAsItWas() throws {
        let document = try Document(name: "d.md", text: text)
        let updated = document.replacingOutputs(with: document.cells.map(\.expected))
        #expect(
            try Document(name: "d.md", text: updated).cells.map(\.expected) == document.cells.map(\.expected))
        #expect(updated == text.replacing("```\n```text timings", with: "```\n\n```text timings"))
    }

    @Test func outputsAreAddedReplacedAndRemoved() throws {
        let document = try Document(name: "d.md", text: text)
        let updated = try Document(
            name: "d.md", text: document.replacingOutputs(with: [[], ["new", ""], ["2"]]))
        #expect(updated.cells.map(\.expected) == [[], ["new", ""], ["2"]])
        #expect(updated.cells.map(\.code) == document.cells.map(\.code))
    }

    @Test func aBlockWithoutAnEndIsRefused() {
        #expect(throws: DocumentationError.unclosedFence(document: "d.md", line: 2)) {
            try Document(name: "d.md", text: "x\n```sh\necho\n")
        }
    }
}
