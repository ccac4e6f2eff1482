/// The source of a table, from which its text can be read again.
enum TableOrigin: Sendable {
    /// The path of a file.
    case file(path: String)

    /// The bytes of a source that cannot be read twice.
    case bytes([UInt8])

    /// Reads one column of a table as text.
    ///
    /// - Throws: ``TabularError`` if the file cannot be read or has changed.
    func text(of column: Int, in table: Table) throws -> Column {
        switch self {
        case .file(let path): try Self.text(of: column, in: table, from: FileBytes(path: path))
        case .bytes(let bytes): try Self.text(of: column, in: table, from: MemoryBytes(bytes))
        }
    }

    private static func text(
        of column: Int, in table: Table, from source: some ByteSource
    ) throws -> Column {
        var reader = TableReader(source, file: table.name, limits: ReadingLimits())
        return try reader.readText(of: column, names: table.columnNames, rows: table.rowCount)
    }
}
