/// A Markdown document with executable blocks of code.
///
/// A block fenced as `sh` or `swift` is run unless the line before it is `<!-- not run -->`. A block fenced as `text`
/// that follows it, with only blank lines between, is its output.
public struct Document: Sendable {
    /// The name of the document in messages, which is its path.
    public let name: String

    /// The blocks of code in order.
    public let cells: [Cell]

    private let lines: [String]

    private static let notRun = "<!-- not run -->"

    /// Parses the text of a document.
    ///
    /// - Throws: ``DocumentationError/unclosedFence(document:line:)``.
    public init(name: String, text: String) throws {
        self.name = name
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var cells: [Cell] = []
        var index = 0
        while index < lines.count {
            guard lines[index].hasPrefix("```") else {
                index += 1
                continue
            }
            let end = try Self.closingFence(after: index, lines, name)
            if let language = Cell.Language(rawValue: String(lines[index].dropFirst(3))),
                index == 0 || lines[index - 1] != Self.notRun
            {
                let cell = try Self.cell(language, fences: index...end, lines, name)
                cells.append(cell)
                index = cell.outputLines.upperBound
            } else {
                index = end + 1
            }
        }
        self.cells = cells
    }

    /// Returns the text of the document with the given outputs, in the order of ``cells``.
    ///
    /// A block without output has no output block in the result.
    public func replacingOutputs(with printed: [[String]]) -> String {
        precondition(printed.count == cells.count, "\(printed.count) outputs for \(cells.count) blocks")
        var lines = lines
        for (cell, output) in zip(cells, printed).reversed() {
            let fence = cell.isTimed ? "```text timings" : "```text"
            lines.replaceSubrange(
                cell.outputLines, with: output.isEmpty ? [] : ["", fence] + output + ["```"])
        }
        return lines.joined(separator: "\n")
    }

    private static func cell(
        _ language: Cell.Language, fences: ClosedRange<Int>, _ lines: [String], _ name: String
    ) throws -> Cell {
        var expected: [String] = []
        var outputLines = fences.upperBound + 1..<fences.upperBound + 1
        var isTimed = false
        let next = lines[(fences.upperBound + 1)...].firstIndex { !$0.isEmpty } ?? lines.endIndex
        if next < lines.endIndex, lines[next] == "```text" || lines[next] == "```text timings" {
            let end = try closingFence(after: next, lines, name)
            expected = Array(lines[next + 1..<end])
            outputLines = fences.upperBound + 1..<end + 1
            isTimed = lines[next] == "```text timings"
        }
        return Cell(
            language: language, code: Array(lines[fences.lowerBound + 1..<fences.upperBound]),
            firstLine: fences.lowerBound + 2, expected: expected, isTimed: isTimed, outputLines: outputLines)
    }

    private static func closingFence(after opening: Int, _ lines: [String], _ name: String) throws -> Int {
        guard let end = lines[(opening + 1)...].firstIndex(of: "```") else {
            throw DocumentationError.unclosedFence(document: name, line: opening + 1)
        }
        return end
    }
}
