internal import TaskGraph

extension TableChunk {
    /// Writes the types of the columns, and the cells as frames.
    func encode(into writer: inout ValueWriter) {
        writer.header.append(rows)
        writer.header.beginList(count: columns.count)
        for column in columns { column.encodeType(into: &writer) }
        for column in columns { column.encodeCells(into: &writer) }
    }

    /// Decodes rows written by ``encode(into:)``.
    init(from reader: inout ValueReader) throws {
        let rows = try reader.header.readInt()
        guard (0...Int(Int32.max)).contains(rows) else {
            throw WireError.cannotDecode(value: "table-chunk", reason: "it has \(rows) rows")
        }
        var columns = try reader.header.readList { try Column(typeFrom: &$0) }
        for place in columns.indices { try columns[place].decodeCells(rows: rows, from: &reader) }
        self.init(rows: rows, columns: columns)
    }
}

extension TableChunk.Column {
    /// Writes the type of the cells.
    func encodeType(into writer: inout ValueWriter) {
        writer.header.append(kind.rawValue)
        writer.header.append(areIntegers)
    }

    /// Writes the cells as frames.
    func encodeCells(into writer: inout ValueWriter) {
        guard kind == .text else { return writer.append(Frame(numbers)) }
        writer.append(Frame(codes))
        writer.append(texts)
    }

    /// Creates a column without cells of a type written by ``encodeType(into:)``.
    init(typeFrom decoder: inout CanonicalDecoder) throws {
        self.init(kind: try decoder.readCase())
        areIntegers = try decoder.readBool()
    }

    /// Reads cells written by ``encodeCells(into:)``.
    mutating func decodeCells(rows: Int, from reader: inout ValueReader) throws {
        guard kind == .text else {
            numbers = try reader.readArray(of: Double.self, count: rows, for: "table-chunk")
            return
        }
        codes = try reader.readArray(of: Int32.self, count: rows, for: "table-chunk")
        texts = try reader.readTexts()
        guard codes.allSatisfy({ -1 <= $0 && Int($0) < texts.count }) else {
            throw WireError.cannotDecode(value: "table-chunk", reason: "a code is not that of a text")
        }
    }
}
