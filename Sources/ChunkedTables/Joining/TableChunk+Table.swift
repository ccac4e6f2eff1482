internal import Tabular

extension TableChunk {
    /// Creates a chunk of the rows of a table.
    init(_ table: Table) {
        self.init(rows: table.rowCount, columns: table.columns.map { TableChunk.Column($0) })
    }
}

extension TableChunk.Column {
    /// Creates a column of the cells of another.
    fileprivate init(_ column: Column) {
        self.init(kind: ValueKind(column.kind))
        func cells(_ value: (Int) -> Double) -> [Double] {
            (0..<column.count).map { column.missing.contains($0) ? .nan : value($0) }
        }
        switch column.values {
        case .integer(let values): numbers = cells { Double(values[$0]) }
        case .real(let values):
            numbers = cells { values[$0] }
            areIntegers = column.areLongIntegers
        case .text(let categories) where kind == .date:
            let seconds = (0..<categories.count).map { code in
                categories.withText(of: code) { DateParser.seconds($0) } ?? .nan
            }
            numbers = cells { seconds[Int(categories.codes[$0])] }
        case .text(let categories):
            let known = (0..<categories.count).map { code in
                categories.withText(of: code) { texts.code(of: $0) }
            }
            codes = categories.codes.map { $0 < 0 ? -1 : known[Int($0)] }
        }
    }
}
