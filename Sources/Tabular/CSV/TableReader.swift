import Learning

/// Reads the columns of a CSV file (RFC 4180) in one pass, or in two if text follows numbers in a column.
///
/// This reader exists for speed and memory: on 9 MB of short integers and of long floats (release build), SwiftCSV
/// 0.10.0 reads 4 MB/s and takes ten to seventeen times the size of the file. This reader reads hundreds of MB/s and
/// takes less than three times the size of the file.
struct TableReader {
    private var records: RecordReader
    private let file: String
    private let options: ReadingOptions
    private let format: CellFormat

    /// Creates a reader of a source; `file` is its name in error messages.
    init(_ source: any ByteSource, file: String, options: ReadingOptions, limits: ReadingLimits) throws {
        format = try CellFormat(options)
        records = RecordReader(source, file: file, format: format, limits: limits)
        self.file = file
        self.options = options
    }

    /// Reads all columns that are not ignored; each has at least one row.
    mutating func read() throws -> [Column] {
        let names = try records.readHeader()
        let choice = try ColumnChoice(options, names: names, file: file)
        var builders = choice.columns.map {
            ColumnBuilder(name: $0.name, format: format, declared: $0.kind)
        }
        let positions = choice.columns.map(\.position)
        if positions.isEmpty { throw TabularError.noColumns(file: file) }
        let rows = try append(to: &builders, Array(builders.indices), at: positions, names: names)
        if rows == 0 { throw TabularError.noRows(file: file) }

        let again = builders.indices.filter { builders[$0].needsAnotherPass }
        if !again.isEmpty {
            for column in again { builders[column] = builders[column].forAnotherPass() }
            try records.rewind()
            guard Self.areSame(try records.readHeader(), names),
                try append(to: &builders, again, at: positions, names: names) == rows
            else {
                throw TabularError.unreadable(path: file, reason: "the file changed while it was being read")
            }
        }

        return builders.map { $0.finish() }
    }

    /// Reads one column of a file again, with numbers as text.
    ///
    /// - Throws: ``TabularError/unreadable(path:reason:)`` if the names or the number of rows have changed.
    mutating func readText(of column: Int, names: [String], rows: Int) throws -> Column {
        let header = try records.readHeader()
        var builders = [ColumnBuilder(spellingOf: names[column], format: format)]
        guard let kept = try? ColumnChoice(options, names: header, file: file).columns,
            Self.areSame(kept.map(\.name), names),
            try append(to: &builders, [0], at: [kept[column].position], names: header) == rows
        else { throw TabularError.unreadable(path: file, reason: "the file changed after it was read") }
        return builders[0].finish()
    }

    /// Whether the names are equal as bytes.
    private static func areSame(_ names: [String], _ others: [String]) -> Bool {
        names.map { ExactText($0) } == others.map { ExactText($0) }
    }

    /// Appends the cells of all rows to some of the builders; returns the number of rows.
    ///
    /// - Parameters:
    ///   - builders: The builders of all columns of the table.
    ///   - indices: The builders to append to.
    ///   - positions: The column in the file of each builder.
    ///   - names: The names of all columns of the file.
    private mutating func append(
        to builders: inout [ColumnBuilder], _ indices: [Int], at positions: [Int], names: [String]
    ) throws -> Int {
        var (rows, bytes) = (0, 0)
        var hasMore = true
        while hasMore {
            let size = records.size
            hasMore = try records.readBlock(columnNames: names) { block in
                rows += block.rows
                bytes += block.byteCount
                // Slightly more than the number of rows extrapolated from the rows read so far.
                let expected = Int(Double(size) / Double(bytes) * Double(rows) * 1.02) + 1
                for index in indices {
                    try builders[index].append(block, column: positions[index], expectedRows: expected)
                }
            }
        }
        return rows
    }
}
