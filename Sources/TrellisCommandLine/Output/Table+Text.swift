import Trellis

extension Table {
    /// The table with aligned columns, for reading.
    ///
    /// Numbers have five significant digits, but for those of columns of integers, which have all.
    var text: String {
        var text = TextTable(columns.map { ($0.name.onOneLine, $0.kind == .number ? .right : .left) })
        for row in 0..<rowCount { text.add(columns.map { $0.shownText(ofRow: row) }) }
        return text.text
    }
}

extension Column {
    fileprivate func shownText(ofRow row: Int) -> String {
        guard let cell = self[row] else { return "" }
        if case .real(let values) = values, !areLongIntegers { return Numerals.short(values[row]) }
        return cell.onOneLine
    }
}

extension String {
    /// The text with visible line breaks and tabs.
    fileprivate var onOneLine: String { String(map { $0.isNewline || $0 == "\t" ? "⏎" : $0 }) }
}

/// A table as JSON: the names of the columns, and the rows as arrays of numbers, texts and null.
struct TableDocument: Encodable {
    private struct Row: Encodable {
        let table: Table
        let row: Int

        func encode(to encoder: any Encoder) throws {
            var cells = encoder.unkeyedContainer()
            for column in table.columns {
                switch column.values {
                case _ where column.missing.contains(row): try cells.encodeNil()
                case .integer(let values): try cells.encode(values[row])
                case .real(let values): try cells.encode(JSONNumber(values[row]))
                case .text: try cells.encode(column[row])
                }
            }
        }
    }

    /// A column of which some results are approximate.
    private struct Approximation: Encodable {
        let column: String
        let rows: Int
        let error: Double
        let measure: String
    }

    private let trellis = RootCommand.trellisVersion
    private let columns: [String]
    private let rows: [Row]
    private let approximate: [Approximation]

    /// Creates the document of a result.
    init(_ result: SummaryResult) {
        let table = result.table
        approximate = result.approximations.map {
            Approximation(column: $0.column, rows: $0.rows, error: $0.error, measure: $0.measure.rawValue)
        }
        columns = table.columnNames
        rows = (0..<table.rowCount).map { Row(table: table, row: $0) }
    }
}
