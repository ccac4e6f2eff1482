internal import TaskGraph

extension JoinTable {
    /// Writes the columns, the keys, and the rows by their keys.
    func encode(into writer: inout ValueWriter) {
        writer.header.append(rows.count)
        writer.header.beginList(count: columns.count)
        for column in columns { column.encodeType(into: &writer) }
        for column in columns { column.encodeCells(into: &writer) }
        writer.header.append(keys.count)
        for key in keys { key.encode(into: &writer) }
        for level in levels { level.encode(into: &writer) }
        writer.append(Frame(starts))
        writer.append(Frame(rows))
    }

    /// Decodes a table written by ``encode(into:)``.
    init(from reader: inout ValueReader) throws {
        func damaged(_ reason: String) -> WireError { .cannotDecode(value: "join-table", reason: reason) }
        let count = try reader.header.readInt()
        var columns = try reader.header.readList { try TableChunk.Column(typeFrom: &$0) }
        for place in columns.indices { try columns[place].decodeCells(rows: count, from: &reader) }
        let keyCount = try reader.header.readInt()
        var (keys, levels): ([KeyCoder], [CodeTable]) = ([], [])
        for _ in 0..<max(0, keyCount) { keys.append(try KeyCoder(from: &reader)) }
        for _ in 0..<max(0, keyCount) { levels.append(try CodeTable(from: &reader)) }
        let starts = try reader.readArray(of: Int32.self)
        let rows = try reader.readArray(of: Int32.self, count: count, for: "join-table")
        guard starts.count == (levels.last?.count ?? 0) + 1, starts.first == 0,
            starts.last == Int32(exactly: count),
            zip(starts, starts.dropFirst()).allSatisfy(<=)
        else { throw damaged("the rows of a key do not exist") }
        guard rows.allSatisfy({ $0 >= 0 && Int($0) < count }) else { throw damaged("a row does not exist") }
        self.init(columns: columns, keys: keys, levels: levels, starts: starts, rows: rows)
    }
}
