import Learning

extension CSVFile {
    /// Reads the names of the columns.
    ///
    /// - Throws: ``TabularError``, if the file is empty or its header is invalid.
    package func columnNames(options: ReadingOptions) throws -> [String] {
        let bytes = try RangeBytes(self, 0..<size)
        let source: any ByteSource = isCompressed ? try GzipBytes(bytes, file: path) : bytes
        var limits = ReadingLimits()
        limits.chunkSize = 1 << 14
        var records = RecordReader(source, file: path, format: try CellFormat(options), limits: limits)
        return try records.readHeader()
    }
}

extension CSVPart {
    /// Determines the kinds of columns by the first rows of the part.
    ///
    /// Errors in the rows are left to the reader of the part, which knows their lines.
    ///
    /// - Parameters:
    ///   - names: The names of all columns of the file.
    ///   - bytes: The number of bytes to read.
    ///   - options: The form of the file.
    /// - Returns: The kind of each column; nil for those without values in the sample, and for all if the sample has no
    ///   complete row, or an invalid one.
    /// - Throws: ``TabularError`` if the file cannot be read or has changed.
    package func sampledKinds(
        names: [String], bytes limit: Int, options: ReadingOptions
    ) throws -> [ColumnKind?] {
        let range = try RangeBytes(file, range)
        var source: any ByteSource = file.isCompressed ? try GzipBytes(range, file: file.path) : range
        var bytes = [UInt8](repeating: 0, count: limit)
        var count = 0
        while count < limit {
            let found = try bytes.withUnsafeMutableBytes {
                try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[count...]))
            }
            if found == 0 { break }
            count += found
        }
        if count == limit { count = Self.endOfRecords(in: bytes) }
        var form = options
        (form.types, form.ignore, form.expectedTypes) = ([:], [], [:])
        form.keepsSource = options.keepsIntegers
        let header = hasHeader ? [] : Self.header(names, separator: options.separator)
        guard let table = try? Table(csv: header + bytes[..<count], name: file.path, options: form),
            table.columnNames.count == names.count
        else { return names.map { _ in nil } }
        let rounded = options.keepsIntegers ? table.roundedIntegerColumns : []
        return table.columns.map { column in
            if column.missing.count == column.count { return nil }
            return rounded.contains(ExactText(column.name)) ? .category : column.kind
        }
    }

    /// The index after the last newline outside quotes.
    private static func endOfRecords(in bytes: [UInt8]) -> Int {
        var (isQuoted, end) = (false, 0)
        for (index, byte) in bytes.enumerated() {
            if byte == ASCII.quote { isQuoted.toggle() }
            if byte == ASCII.newline, !isQuoted { end = index + 1 }
        }
        return end
    }

    private static func header(_ names: [String], separator: Character) -> [UInt8] {
        let quoted = names.map { name in
            [ASCII.quote] + name.utf8.flatMap { $0 == ASCII.quote ? [$0, $0] : [$0] } + [ASCII.quote]
        }
        return Array(quoted.joined(separator: String(separator).utf8)) + [ASCII.newline]
    }
}

extension Table {
    /// The names of columns of numbers with integers that a double does not hold exactly.
    fileprivate var roundedIntegerColumns: Set<ExactText> {
        let large = columns.compactMap { column -> (name: String, rows: [Int])? in
            guard case .real(let values) = column.values else { return nil }
            let rows = values.indices.filter { values[$0].magnitude >= 0x1p53 }
            return rows.isEmpty ? nil : (column.name, rows)
        }
        // Most tables have none, and need not be read again.
        guard !large.isEmpty, let texts = try? texts(of: large.map(\.name)) else { return [] }
        let found = zip(large, texts).filter { column, texts in
            column.rows.contains { row in
                var text = texts[row]
                return text.withUTF8 { NumberParser.isInteger($0) }
            }
        }
        return Set(found.map { ExactText($0.0.name) })
    }
}
