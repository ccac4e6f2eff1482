internal import Files
internal import Tabular

extension TableChunk {
    /// Writes the rows to a CSV file, with a header.
    ///
    /// - Throws: ``ChunkedTableError/cannotWrite(path:reason:)``.
    func write(csv path: String, names: [String]) throws {
        var header = CSVText()
        header.add(names)
        let forms = columns.map { column in
            var form = ColumnForm()
            form.add(column, rows: 0..<rows)
            return form
        }
        do {
            let output = try StreamedOutput(path)
            let bytes = Array(header.text.utf8) + csv(forms)
            try bytes.withUnsafeBytes { try output.write($0, at: 0) }
            try output.commit()
        } catch let error as FileError {
            throw ChunkedTableError.cannotWrite(path: path, reason: error.reason)
        }
    }

    /// Returns the rows as CSV, in UTF-8 with LF line endings, as `Table.csv`.
    ///
    /// - Parameter forms: How the cells of each column are written.
    func csv(_ forms: [ColumnForm]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows * columns.count * 8)
        // The quoted texts of each column.
        let quoted = columns.map { column in
            (0..<column.texts.count).map { code in column.texts.withText(of: code) { Self.quoted($0) } }
        }
        for row in 0..<rows {
            for place in columns.indices {
                if place > 0 { bytes.append(Self.comma) }
                if columns[place].kind == .text {
                    let code = columns[place].codes[row]
                    if code >= 0 { bytes += quoted[place][Int(code)] }
                } else {
                    let number = columns[place].numbers[row]
                    if !number.isNaN { Self.append(number, columns[place].kind, forms[place], to: &bytes) }
                }
            }
            bytes.append(Self.newline)
        }
        return bytes
    }

    private static let (comma, quote, newline) = (UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"))

    @inline(__always)
    private static func append(
        _ number: Double, _ kind: ValueKind, _ form: ColumnForm, to bytes: inout [UInt8]
    ) {
        if kind == .date {
            if let text = DateText.text(of: number, isDay: form.areDays) { bytes += text.utf8 }
        } else if form.areExact {
            bytes += String(Int(number)).utf8
        } else {
            bytes += number.description.utf8
        }
    }

    /// The text, in quotes if it has a separator, a quote or a line ending.
    private static func quoted(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        guard text.contains(where: { $0 == comma || $0 == quote || $0 == newline || $0 == 0x0D }) else {
            return Array(text)
        }
        return [quote] + text.flatMap { $0 == quote ? [$0, $0] : [$0] } + [quote]
    }
}
