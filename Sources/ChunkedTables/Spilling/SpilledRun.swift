/// Rows that wait on disk, in blocks that are read one after another.
struct SpilledRun: Sendable {
    /// A block of rows, of which there are many: 16 bytes.
    struct Block: Sendable {
        var offset: Int
        let byteCount: Int32
        let rows: Int32

        /// Creates a block of less than 2 GiB; a larger one cannot be read.
        init(offset: Int, byteCount: Int, rows: Int) {
            self.offset = offset
            self.byteCount = Int32(clamping: byteCount)
            self.rows = Int32(clamping: rows)
        }
    }

    let file: SpillFile

    /// The types of the columns.
    let kinds: [ValueKind]
    private(set) var blocks: [Block] = []

    /// The forms of the columns.
    private(set) var forms: [ColumnForm]

    /// Creates a run without rows.
    init(file: SpillFile, kinds: [ValueKind]) {
        (self.file, self.kinds) = (file, kinds)
        forms = kinds.map { _ in ColumnForm() }
    }

    /// Creates a run of blocks of a file.
    init(file: SpillFile, kinds: [ValueKind], blocks: [Block], forms: [ColumnForm]) {
        (self.file, self.kinds, self.blocks, self.forms) = (file, kinds, blocks, forms)
    }

    /// The number of rows.
    var rows: Int { blocks.reduce(0) { $0 + Int($1.rows) } }

    /// The number of bytes.
    var byteCount: Int { blocks.reduce(0) { $0 + Int($1.byteCount) } }

    /// Takes account of the forms of the columns of another run.
    mutating func add(forms other: [ColumnForm]) {
        for (place, form) in other.enumerated() { forms[place].add(form) }
    }

    /// Appends rows, divided into blocks of about `blockBytes` bytes.
    ///
    /// - Throws: ``ChunkedTableError/spill(folder:reason:)``.
    mutating func append(_ chunk: TableChunk, blockBytes: Int) throws {
        // Whether the numbers are integers also depends on rows that have been filtered out.
        for place in forms.indices { forms[place].add(chunk.columns[place], rows: 0..<0) }
        guard chunk.rows > 0 else { return }
        let rowBytes = max(1, chunk.byteCount / chunk.rows)
        let size = max(1, blockBytes / rowBytes)
        var encoder = RowEncoder(chunk)
        for start in stride(from: 0, to: chunk.rows, by: size) {
            let rows = start..<min(start + size, chunk.rows)
            for place in forms.indices { forms[place].add(chunk.columns[place], rows: rows) }
            var bytes: [UInt8] = []
            encoder.append(rows: rows.map { Int32($0) }[...], to: &bytes)
            blocks.append(Block(offset: try file.append(bytes), byteCount: bytes.count, rows: rows.count))
        }
    }

    /// Reads the columns of a block, whose numbers are integers if those of the whole column are.
    ///
    /// - Parameters:
    ///   - index: The index of the block.
    ///   - places: The positions of the columns; nil for all.
    /// - Throws: ``ChunkedTableError/spill(folder:reason:)``.
    func block(_ index: Int, places: [Int]? = nil) throws -> TableChunk {
        let block = blocks[index]
        let bytes = try file.read(Int(block.byteCount), at: block.offset)
        guard var chunk = TableChunk(bytes: bytes, kinds: kinds, places: places), chunk.rows == block.rows
        else { throw ChunkedTableError.spill(folder: file.path, reason: "a temporary file is damaged") }
        chunk.setForms(places.map { $0.map { forms[$0] } } ?? forms)
        return chunk
    }

    /// Returns the run in parts of about `bytes` bytes, at least one, with the forms of the whole table.
    func parts(of bytes: Int, forms: [ColumnForm]) -> [SpilledRun] {
        var parts: [SpilledRun] = []
        var part = SpilledRun(file: file, kinds: kinds)
        part.forms = forms
        let empty = part
        var size = 0
        for block in blocks {
            if size > 0, size + Int(block.byteCount) > bytes {
                parts.append(part)
                (part, size) = (empty, 0)
            }
            part.blocks.append(block)
            size += Int(block.byteCount)
        }
        return parts + [part]
    }
}
