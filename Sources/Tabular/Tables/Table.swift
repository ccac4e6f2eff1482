import Learning

/// A table of named, typed columns, read from a CSV file or created from columns.
///
/// A file must begin with a header and follow RFC 4180: values are separated by commas, and records end in LF or
/// CRLF. Values that contain commas, quotes or newlines are quoted, and quotes inside them are doubled. The encoding
/// is UTF-8, with or without a byte order mark. The newline after the last line is optional, and blank lines may
/// follow it. The file may be compressed by gzip.
///
/// A cell that is empty or blank, quoted or not, is missing, and so is a cell with a text such as `NA`
/// (``ReadingOptions/standardMissing``). Text keeps its spaces; spaces around numbers are ignored. ``ReadingOptions``
/// select another separator, decimal mark, or kind of a column.
///
/// ```swift
/// let table = try Table(csv: "datasets/iris.csv")
/// print(table.rowCount, table.columnNames)
/// let data = try table.dataset(target: "species")
/// ```
public struct Table: Sendable {
    /// The path of the file, or the given name of the bytes; used in error messages.
    public let name: String

    /// The columns from left to right: at least one, with equal lengths and unique names.
    public let columns: [Column]

    private let positions: [ExactText: Int]

    /// The source, for reading numbers again as text and for finding lines; nil if there is none, or if it would take
    /// memory and no column needs it.
    let origin: TableOrigin?

    /// The options with which the source was read; nil for a table created from columns.
    let options: ReadingOptions?

    /// The rows of the source that are in the table, and the number of all its rows; nil if all are in the table.
    let kept: (rows: [Int], of: Int)?

    /// Reads a CSV file, 256 KiB at a time.
    ///
    /// The columns take 4 bytes per cell for integers and text, and 8 bytes per cell for reals. The contents of a
    /// pipe, which cannot be read twice, are also held in memory while they are read. They are kept if a column has
    /// integers with leading zeros or plus signs, because targets and ``groups(_:)`` read the text of such columns
    /// again.
    ///
    /// - Parameters:
    ///   - path: The path of the file, or of a pipe; `-` is standard input. A file that begins like a gzip file is
    ///     decompressed, whatever its name.
    ///   - options: The form of the file and the kinds of its columns.
    /// - Throws: A ``TabularError`` with the position of the invalid text.
    /// - Complexity: O(*n*), where *n* is the size of the file.
    public init(csv path: String, options: ReadingOptions = ReadingOptions()) throws {
        try self.init(
            TableOrigin(path: path), name: TableOrigin.name(ofPath: path), options: options)
    }

    /// Reads CSV text from memory.
    ///
    /// - Parameters:
    ///   - bytes: The text in UTF-8, which may be compressed by gzip.
    ///   - name: The name of the table in error messages.
    ///   - options: The form of the text and the kinds of its columns.
    /// - Throws: A ``TabularError`` with the position of the invalid text.
    public init(csv bytes: [UInt8], name: String, options: ReadingOptions = ReadingOptions()) throws {
        try self.init(.bytes(bytes), name: name, options: options)
    }

    /// Creates a table from columns.
    ///
    /// ```swift
    /// let table = try Table(columns: [
    ///     Column("height", [1.62, 1.75, 1.8]), Column("age", [31, 45, 28]), Column("team", ["a", "b", "a"]),
    /// ])
    /// ```
    ///
    /// - Parameters:
    ///   - columns: The columns from left to right.
    ///   - name: The name of the table in error messages, in which the first row is on line 2, as in a file.
    /// - Throws: ``TabularError/noColumns(file:)``, ``TabularError/duplicateColumn(file:name:positions:)``,
    ///   ``TabularError/emptyColumnName(file:position:)``, or ``TabularError/columnLengths(file:column:found:expected:)``.
    /// - Complexity: O(rows × columns).
    public init(columns: [Column], name: String = "table") throws {
        guard let first = columns.first else { throw TabularError.noColumns(file: name) }
        var positions: [ExactText: Int] = [:]
        for (index, column) in columns.enumerated() {
            if column.name.isEmpty { throw TabularError.emptyColumnName(file: name, position: index + 1) }
            if let other = positions.updateValue(index, forKey: ExactText(column.name)) {
                throw TabularError.duplicateColumn(
                    file: name, name: column.name, positions: [other + 1, index + 1])
            }
            guard column.count == first.count else {
                throw TabularError.columnLengths(
                    file: name, column: column.name, found: column.count, expected: first.count)
            }
        }
        self.name = name
        self.columns = columns.map { $0.located(in: name) }
        self.positions = positions
        (origin, options, kept) = (nil, nil, nil)
    }

    init(
        _ origin: TableOrigin, name: String, options: ReadingOptions, limits: ReadingLimits = ReadingLimits()
    ) throws {
        var reader = try TableReader(
            origin.open(as: name), file: name, options: options, limits: limits)
        self.name = name
        columns = try reader.read()
        let isNeeded = options.keepsSource || columns.contains { $0.mayNeedSpelling }
        self.origin = origin.isInMemory && !isNeeded ? nil : origin
        self.options = options
        kept = nil
        positions = Dictionary(uniqueKeysWithValues: columns.enumerated().map { (ExactText($1.name), $0) })
    }

    /// Creates a table of some rows of another; `select` returns these rows of a column.
    init(_ table: Table, rows: [Int], select: (Column) -> Column) {
        name = table.name
        columns = table.columns.map(select)
        (positions, origin, options) = (table.positions, table.origin, table.options)
        kept = (rows.map { table.sourceRow($0) }, of: table.kept?.of ?? table.rowCount)
    }

    /// The number of rows, at least one, not counting the header.
    public var rowCount: Int { columns.first?.count ?? 0 }

    /// The names of the columns, from left to right.
    public var columnNames: [String] { columns.map(\.name) }

    /// The row of the source at the index of a row of the table.
    func sourceRow(_ row: Int) -> Int { kept?.rows[row] ?? row }

    /// The column with the given name, or nil if there is none.
    ///
    /// - Complexity: O(1).
    public subscript(name: String) -> Column? { positions[ExactText(name)].map { columns[$0] } }

    /// The class label of each row of a column.
    ///
    /// The file is read again if the column has integers with leading zeros or a plus sign.
    ///
    /// - Throws: A ``TabularError`` for the first cell that is not a valid class.
    func labels(of column: Column, as role: ColumnRole) throws -> Labels {
        try column.labels(as: role) { try spelling(of: column) }
    }

    /// Reads a column of numbers again as text.
    ///
    /// - Throws: ``TabularError`` if the file cannot be read or has changed.
    func spelling(of column: Column) throws -> Column {
        guard let origin, let options, let position = positions[ExactText(column.name)] else {
            preconditionFailure("column '\(column.name)' cannot be read again")
        }
        var reader = try TableReader(
            origin.open(as: name), file: name, options: options, limits: ReadingLimits())
        let text = try reader.readText(of: position, names: columnNames, rows: kept?.of ?? rowCount)
        return kept.map { text.rows(at: $0.rows, of: self) } ?? text
    }

    /// Returns the column with the given name.
    ///
    /// - Throws: ``TabularError/unknownColumn(file:name:known:)``.
    func column(named name: String) throws -> Column {
        if let column = self[name] { return column }
        throw TabularError.unknownColumn(file: self.name, name: name, known: columnNames)
    }
}
