/// Converts the index of a byte in a block to a line and a column of the file.
struct CellLocator {
    /// The name of the file.
    let file: String

    /// The names of the columns; nil while the header is read.
    let columnNames: [String]?

    /// The bytes of the block.
    let bytes: UnsafePointer<UInt8>

    /// The index of the first byte of a line.
    let start: Int

    /// The number of that line, from 1.
    let firstLine: Int

    /// Returns the position of the byte at an index in the given field of its record.
    ///
    /// - Complexity: O(*n*), where *n* is the distance from ``start``.
    func callAsFunction(_ index: Int, field: Int) -> CellPosition {
        let before = UnsafeBufferPointer(start: bytes + start, count: index - start)
        let line = before.reduce(firstLine) { $0 + ($1 == ASCII.newline ? 1 : 0) }
        return CellPosition(file: file, line: line, column: name(of: field))
    }

    /// The name of a column, or its number from 1 if it has no name.
    private func name(of field: Int) -> String {
        if let columnNames, field < columnNames.count { columnNames[field] } else { "#\(field + 1)" }
    }
}
