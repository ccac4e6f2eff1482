import Learning

/// A table of named, typed columns, read from a CSV file.
///
/// A file begins with a header, and its form is that of RFC 4180: values separated by commas, records by LF or CRLF,
/// quotes around values that hold commas, quotes or newlines, quotes inside them doubled. It is UTF-8, with or
/// without a byte order mark. The last line may lack its newline, and blank lines may follow it. A cell that is empty
/// or blank, in quotes or not, is missing; nothing else is (`NA` is text). Text keeps its spaces, numbers may have
/// some around them.
///
/// ```swift
/// let table = try Table(csv: "datasets/iris.csv")
/// print(table.rowCount, table.columnNames)
/// let data = try table.supervised(target: "species")
/// ```
public struct Table: Sendable {
    /// The file's path, or what the bytes were said to be; messages begin with it.
    public let name: String

    /// The columns from left to right: at least one, all of one length and of different names.
    public let columns: [Column]

    private let positions: [ExactText: Int]

    /// Where to read how numbers are written; nil if no column can be asked for it.
    private let origin: TableOrigin?

    /// Reads a file in O(size), a quarter of a megabyte at a time.
    ///
    /// Memory is that of the columns: 4 bytes a cell for integers and text, 8 for reals. What cannot be read twice,
    /// such as a pipe, is held in memory besides, and kept where some column of integers has leading zeros or plus
    /// signs, for these are read again for targets and ``groups(_:)``.
    ///
    /// Throws a ``TabularError`` that says where the file is at fault.
    public init(csv path: String) throws {
        let file = try FileBytes(path: path)
        if file.isRegular {
            try self.init(file, name: path, origin: .file(path: path))
        } else {
            try self.init(csv: file.readAll(), name: path)
        }
    }

    /// Reads the bytes of a file that messages call by the given name.
    ///
    /// Throws as ``init(csv:)`` does.
    public init(csv bytes: [UInt8], name: String) throws {
        try self.init(MemoryBytes(bytes), name: name, origin: .bytes(bytes))
    }

    init(
        _ source: some ByteSource, name: String, origin: TableOrigin, limits: ReadingLimits = ReadingLimits()
    ) throws {
        var reader = TableReader(source, file: name, limits: limits)
        self.name = name
        columns = try reader.read()
        self.origin = columns.contains { $0.mayNeedSpelling } ? origin : nil
        positions = Dictionary(uniqueKeysWithValues: columns.enumerated().map { (ExactText($1.name), $0) })
    }

    /// The number of rows, at least one; the header is not among them.
    public var rowCount: Int { columns.first?.count ?? 0 }

    /// The names in the header, from left to right.
    public var columnNames: [String] { columns.map(\.name) }

    /// The column of a name, or nil if there is none, in O(1).
    public subscript(name: String) -> Column? { positions[ExactText(name)].map { columns[$0] } }

    /// The classes of a column's rows, as the file has them.
    ///
    /// The file is read once more where the column has integers with leading zeros or a plus sign.
    ///
    /// Throws what is wrong with the first cell that cannot be a class.
    func labels(of column: Column, as role: ColumnRole) throws -> Labels {
        try column.labels(as: role) {
            guard let origin, let position = positions[ExactText(column.name)] else {
                preconditionFailure("column '\(column.name)' cannot be read again")
            }
            return try origin.text(of: position, in: self)
        }
    }

    /// The column of a name; throws ``TabularError/unknownColumn(file:name:nearest:)`` with the names it may have meant.
    func column(named name: String) throws -> Column {
        if let column = self[name] { return column }
        // Few names are all shown.
        let nearest = columns.count <= 8 ? columnNames : nearestNames(to: name, among: columnNames)
        throw TabularError.unknownColumn(file: self.name, name: name, nearest: nearest)
    }
}
