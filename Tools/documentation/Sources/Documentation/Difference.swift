/// How what a block printed differs from what its document says.
public struct Difference: Sendable, Equatable, CustomStringConvertible {
    /// The document's name.
    public let document: String

    /// The block's first line, counted from 1.
    public let line: Int

    /// What the document says.
    public let expected: [String]

    /// What was printed.
    public let printed: [String]

    /// The blocks of a document that printed anything else than it says, measurements aside.
    public static func between(_ document: Document, and outputs: [[String]]) throws -> [Difference] {
        try zip(document.cells, outputs).compactMap { cell, printed in
            let isEqual =
                try Mask.lines(cell.expected, isTimed: cell.isTimed)
                == Mask.lines(printed, isTimed: cell.isTimed)
            return isEqual
                ? nil
                : Difference(
                    document: document.name, line: cell.firstLine, expected: cell.expected, printed: printed)
        }
    }

    /// Where it is, with both outputs in full: `-` before what was expected, `+` before what was printed.
    public var description: String {
        let lines = expected.map { "- \($0)" } + printed.map { "+ \($0)" }
        return "\(document):\(line): the code prints something else\n" + lines.joined(separator: "\n")
    }
}
