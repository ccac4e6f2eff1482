import Learning
import TaskGraph

extension FeatureTable {
    /// Writes the kinds and the names of categories, and the cells of each column as a frame.
    func encode(into writer: inout ValueWriter) {
        writer.header.append(rowCount)
        writer.header.beginList(count: columns.count)
        for column in columns {
            writer.header.append(column.kind.rawValue)
            let names = column.categories?.names ?? []
            writer.header.beginList(count: names.count)
            for name in names { writer.header.append(name) }
        }
        for column in columns {
            switch column {
            case .numbers(let cells), .dates(let cells): writer.append(Frame(cells))
            case .categories(let cells): writer.append(Frame(cells.codes))
            }
        }
    }

    /// Decodes a table written by ``encode(into:)``.
    init(from reader: inout ValueReader) throws {
        func refused(_ reason: String) -> WireError { .cannotDecode(value: "feature-table", reason: reason) }
        let rows = try reader.header.readInt()
        let headers = try reader.header.readList { header in
            (kind: try header.readString(), names: try header.readList { try $0.readString() })
        }
        let columns = try headers.map { kind, names in
            let column: FeatureColumn
            switch ColumnKind(rawValue: kind) {
            case .number: column = .numbers(try reader.readArray(of: Double.self))
            case .date: column = .dates(try reader.readArray(of: Double.self))
            case .category:
                let codes = try reader.readArray(of: Int32.self)
                guard codes.allSatisfy({ $0 >= -1 && $0 < names.count }) else {
                    throw refused("a code is not an index of a category")
                }
                column = .categories(CategoryColumn(names: names, codes: codes))
            case nil: throw refused("'\(kind)' is not a kind of column")
            }
            guard column.count == rows else { throw refused("a column does not have \(rows) rows") }
            return column
        }
        try self.init(columns)
    }
}
