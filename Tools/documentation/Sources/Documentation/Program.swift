/// The blocks of one language in one document, run one after the other as one program.
///
/// Each block sees what those before it declared. Between two blocks the program prints a line that holds nothing but
/// the record separator, by which what each printed is told apart.
public struct Program: Sendable {
    /// What its blocks are written in.
    public let language: Cell.Language

    /// The program's whole text.
    public let source: String

    /// The indices of its blocks among the document's cells.
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
                // Errors of the compiler point into the document.
                parts.append("#sourceLocation(file: \"\(document.name)\", line: \(cell.firstLine))")
                parts += cell.code + ["#sourceLocation()", "print(\"\\u{1E}\")"]
            }
        }
        source = parts.joined(separator: "\n") + "\n"
    }

    /// What each block printed, of the blocks that came to their end.
    func outputs(in printed: String) -> [[String]] {
        var outputs: [[String]] = []
        var output: [String] = []
        for line in printed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            // A block whose last line has no end of its own is followed by the separator on the same line.
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
