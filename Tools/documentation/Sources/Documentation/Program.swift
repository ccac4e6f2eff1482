/// The blocks of one language in a document, which run as one program.
///
/// Each block sees the declarations of the previous blocks. After each block, the program prints a line with the
/// record separator, which separates the outputs of the blocks.
public struct Program: Sendable {
    /// The language of the blocks.
    public let language: Cell.Language

    /// The source code of the program.
    public let source: String

    /// The indices of the blocks among the cells of the document.
    public let cells: [Int]

    static let separator = "\u{1E}"

    /// The programs of a document, in the order of their first blocks.
    public static func programs(of document: Document) -> [Program] {
        var languages: [Cell.Language] = []
        for cell in document.cells where !languages.contains(cell.language) {
            languages.append(cell.language)
        }
        return languages.map { Program($0, document) }
    }

    private init(_ language: Cell.Language, _ document: Document) {
        self.language = language
        cells = document.cells.indices.filter { document.cells[$0].language == language }
        var parts: [String] = language == .sh ? ["set -eu"] : []
        for index in cells {
            let cell = document.cells[index]
            switch language {
            case .sh:
                parts += cell.code + ["printf '\\036\\n'"]
            case .swift:
                // Let compiler errors refer to lines of the document.
                parts.append("#sourceLocation(file: \"\(document.name)\", line: \(cell.firstLine))")
                parts += cell.code + ["#sourceLocation()", "print(\"\\u{1E}\")"]
            }
        }
        source = parts.joined(separator: "\n") + "\n"
    }

    /// Returns the output of each block that ran to its end.
    func outputs(in printed: String) -> [[String]] {
        var outputs: [[String]] = []
        var output: [String] = []
        for line in printed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            // If the output of a block does not end with a newline, the separator is on its last line.
            if line.hasSuffix(Self.separator) {
                if line != Self.separator { output.append(String(line.dropLast())) }
                outputs.append(output)
                output = []
            } else {
                output.append(line)
            }
        }
        return outputs
    }
}
