extension Table {
    /// Returns the line of the file on which a row begins.
    ///
    /// - Parameter row: The index of the row in the table, from 0.
    /// - Returns: The line number, from 1; nil if the file is a pipe. The first row of a table that was created from
    ///   columns is on line 2.
    /// - Throws: ``TabularError`` if the file can no longer be read.
    /// - Complexity: O(*n*), where *n* is the number of bytes up to the row.
    public func line(ofRow row: Int) throws -> Int? {
        let row = sourceRow(row)
        guard let options else { return row + 2 }
        guard let origin else { return nil }
        var reader = RecordReader(
            try origin.open(as: name), file: name, format: try CellFormat(options), limits: ReadingLimits())
        let names = try reader.readHeader()
        var (line, before): (Int?, Int) = (nil, 0)
        while line == nil {
            let found = try reader.readBlock(columnNames: names) { block in
                if row - before < block.rows { line = block.position(row: row - before, column: 0).line }
                before += block.rows
            }
            if !found { break }
        }
        return line
    }

    /// The position of a cell; without its line in the file, that of a file without newlines in cells.
    func position(ofRow row: Int, column: String) -> CellPosition {
        CellPosition(file: name, line: (try? line(ofRow: row)) ?? sourceRow(row) + 2, column: column)
    }
}
