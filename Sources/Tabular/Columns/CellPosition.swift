/// The position of a cell in a file.
public struct CellPosition: Sendable, Equatable, CustomStringConvertible {
    /// The name of the file.
    public let file: String

    /// The line on which the cell begins, from 1; newlines inside quotes are counted, too.
    public let line: Int

    /// The name of the column, or its number, such as `#3`, if it has no name.
    public let column: String

    /// Creates a position from a file, a line and a column.
    public init(file: String, line: Int, column: String) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `file:line:column`.
    public var description: String { "\(file):\(line):\(column)" }
}
