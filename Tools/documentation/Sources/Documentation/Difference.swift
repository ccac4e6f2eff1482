/// A difference between the output of a block and its expected output.
public struct Difference: Sendable, Equatable, CustomStringConvertible {
    /// The name of the document.
    public let document: String

    /// The first line of the block, counted from 1.
    public let line: Int

    /// The expected output.
    public let expected: [String]

    /// The actual output.
    public let printed: [String]

    /// The differences of the blocks of a document, ignoring measurements.
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

    /// The location and both outputs in full: `-` marks expected lines, `+` marks printed lines.
    public var description: String {
        let lines = expected.map { "- \($0)" } + printed.map { "+ \($0)" }
        return "\(document):\(line): the output differs\n" + lines.joined(separator: "\n")
    }
}
