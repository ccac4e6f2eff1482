/// Finds rows in CSV files.
public enum CSVLines {
    /// The line, from 1, on which a row (from 0, the header not counted) of a file begins; nil if the file has no such row
    /// or cannot be read again, as a pipe cannot.
    ///
    /// O(the file's bytes up to the row).
    ///
    /// - Throws: ``TabularError`` if the file cannot be read.
    public static func line(ofRow row: Int, inCSV path: String) throws -> Int? {
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
