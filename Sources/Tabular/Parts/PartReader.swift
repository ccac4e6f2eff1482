import Learning

/// Reads some columns of a part of a CSV file, in blocks and in constant memory, but for the texts.
package struct PartReader {
    /// The texts of each column, which is empty for columns of other kinds.
    ///
    /// They grow as blocks are read. A code keeps its text.
    package private(set) var texts: [CategoryBuilder]

    private let columns: [PartColumn]
    private let format: CellFormat
    private let keepsIntegers: Bool
    private let names: [String]
    private let places: [Int]
    private var records: RecordReader

    /// Opens a part.
    ///
    /// - Parameters:
    ///   - part: The part.
    ///   - names: The names of all columns of the file, from left to right.
    ///   - columns: The columns to read, which the file has.
    ///   - options: The form of the file.
    /// - Throws: ``TabularError``.
    package init(_ part: CSVPart, names: [String], columns: [PartColumn], options: ReadingOptions) throws {
        let file = part.file.path
        format = try CellFormat(options)
        keepsIntegers = options.keepsIntegers
        let bytes = try RangeBytes(part.file, part.range)
        let source: any ByteSource = part.file.isCompressed ? try GzipBytes(bytes, file: file) : bytes
        var records = RecordReader(
            source, file: file, format: format, limits: ReadingLimits(), firstLine: part.firstLine)
        if part.hasHeader {
            let found = try records.readHeader()
            guard found.map({ ExactText($0) }) == names.map({ ExactText($0) }) else {
                throw part.file.hasChanged
            }
        }
        let positions = Dictionary(uniqueKeysWithValues: names.enumerated().map { (ExactText($1), $0) })
        places = columns.map { column in
            guard let place = positions[ExactText(column.name)] else {
                preconditionFailure("the file has no column '\(column.name)'")
            }
            return place
        }
        self.records = records
        self.names = names
        self.columns = columns
        texts = columns.map { _ in CategoryBuilder() }
    }

    /// Reads the next block; nil at the end of the part.
    ///
    /// - Returns: The number of rows, at least 1, and the cells of each column.
    /// - Throws: ``TabularError`` with the position of the invalid text.
    package mutating func next() throws -> (rows: Int, cells: [PartCells])? {
        var result: (rows: Int, cells: [PartCells])?
        let (columns, places, format, keepsIntegers) = (columns, places, format, keepsIntegers)
        var texts: [CategoryBuilder] = []
        swap(&texts, &self.texts)
        defer { swap(&texts, &self.texts) }
        try records.readBlock(columnNames: names) { block in
            result = (
                block.rows,
                try columns.indices.map { index in
                    let cells = PartBlock(
                        block: block, place: places[index], column: columns[index], format: format,
                        keepsIntegers: keepsIntegers && !columns[index].isDeclared)
                    switch columns[index].kind {
                    case .number: return try cells.numbers()
                    case .date: return .dates(try cells.dates())
                    case .category: return .texts(try cells.codes(in: &texts[index]))
                    }
                }
            )
        }
        return result
    }
}
