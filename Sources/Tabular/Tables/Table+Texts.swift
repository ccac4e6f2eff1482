import Learning

extension Table {
    /// Returns the cells of columns as texts, as they are written in the source, without the quotes around them.
    ///
    /// The source is read again. The columns may be ones that ``ReadingOptions/ignore`` names. The cells of a table that
    /// was created from columns are formatted by ``Column/subscript(_:)``.
    ///
    /// - Precondition: The source is a file, or was read with ``ReadingOptions/keepsSource``.
    /// - Throws: ``TabularError/unknownColumn(file:name:known:)``; ``TabularError/unreadable(path:reason:)`` if the number of
    ///   rows has changed.
    /// - Complexity: O(*n*), where *n* is the size of the source.
    package func texts(of names: [String]) throws -> [[String]] {
        guard let options else {
            return try names.map { name in
                let column = try column(named: name)
                return (0..<rowCount).map { column[$0] ?? "" }
            }
        }
        guard let origin else { preconditionFailure("the source of '\(name)' was not kept") }
        var reader = RecordReader(
            try origin.open(as: name), file: name, format: try CellFormat(options), limits: ReadingLimits())
        let header = try reader.readHeader()
        let places = try names.map { name in
            guard let place = header.firstIndex(where: { ExactText($0) == ExactText(name) }) else {
                throw TabularError.unknownColumn(file: self.name, name: name, known: header)
            }
            return place
        }
        var texts = [[String]](repeating: [], count: names.count)
        var rows = 0
        var hasMore = true
        while hasMore {
            hasMore = try reader.readBlock(columnNames: header) { block in
                rows += block.rows
                for (index, place) in places.enumerated() {
                    for row in 0..<block.rows { texts[index].append(try block.text(row: row, column: place)) }
                }
            }
        }
        guard rows == kept?.of ?? rowCount else {
            throw TabularError.unreadable(path: name, reason: "the file changed after it was read")
        }
        guard let kept else { return texts }
        return texts.map { cells in kept.rows.map { cells[$0] } }
    }
}

extension RecordBlock {
    /// The text of a field without the quotes around it.
    ///
    /// - Throws: ``TabularError/invalidUTF8(at:)``.
    fileprivate func text(row: Int, column: Int) throws -> String {
        let text = Self.withText(of: field(row: row, column: column)) {
            String(validating: $0, as: UTF8.self)
        }
        guard let text else { throw TabularError.invalidUTF8(at: position(row: row, column: column)) }
        return text
    }
}
