/// Finds the lines of rows in CSV files.
package enum CSVLines {
    /// Returns the line on which a row of a file begins.
    ///
    /// - Parameters:
    ///   - row: The index of the row, from 0, not counting the header.
    ///   - path: The path of the file.
    /// - Returns: The line number, from 1; nil if the file has no such row or is a pipe.
    /// - Throws: ``TabularError`` if the file cannot be read.
    /// - Complexity: O(*n*), where *n* is the number of bytes up to the row.
    package static func line(ofRow row: Int, inCSV path: String) throws -> Int? {
        let file = try FileBytes(path: path)
        guard file.isRegular else { return nil }
        var reader = RecordReader(file, file: path, limits: ReadingLimits())
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
}
