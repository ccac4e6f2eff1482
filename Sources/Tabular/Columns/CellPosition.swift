/// Where a cell stands in its file.
public struct CellPosition: Sendable, Equatable, CustomStringConvertible {
    /// The file's name.
    public let file: String

    /// The line on which the cell begins, from 1; a newline inside quotes begins a line too.
    public let line: Int

    /// The column's name, or `#3` for the third value of a line without one.
    public let column: String

    /// A place by file, line and column.
    public init(file: String, line: Int, column: String) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `file:line:column`.
    public var description: String { "\(file):\(line):\(column)" }
}
