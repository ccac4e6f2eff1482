internal import Tabular
internal import TaskGraph

/// Where the rows of a part are.
enum PartSource: Sendable {
    /// In a part of a CSV file, which has columns with the given names.
    case file(CSVPart, names: [String], options: ReadingOptions)

    /// In a file of rows that wait on disk.
    case spilled(SpilledPart)

    /// In the result of a task.
    case computed(ComputedRows)

    /// Opens the part.
    ///
    /// - Parameters:
    ///   - columns: The columns to read.
    ///   - rows: The rows, if they are the result of a task.
    ///   - context: The context of the task that reads the part.
    /// - Throws: `TabularError`; ``ChunkedTableError/unreadableOnWorker(path:reason:)``.
    func open(columns: [PartColumn], rows: TableChunk?, in context: TaskContext) throws -> PartRows {
        switch self {
        case .file(let part, let names, let options):
            try context.namingWorker {
                .file(try PartReader(part, names: names, columns: columns, options: options))
            }
        case .spilled(let part): .spilled(SpilledPartReader(part, columns: columns))
        case .computed(let computed):
            .computed(try ComputedRowsReader(computed, rows: rows, columns: columns))
        }
    }

    /// Returns a file, and a line at or before a row, for errors; of rows that wait on disk, the number of the row.
    ///
    /// - Parameter row: The number of the row in the part, counted from 0.
    func place(of row: Int) -> (file: String, line: Int) {
        switch self {
        case .file(let part, _, _): (part.file.path, part.firstLine + (part.hasHeader ? 1 : 0) + row)
        case .spilled: ("rows on disk", row + 1)
        case .computed: ("rows on workers", row + 1)
        }
    }

    /// The number of columns of the part.
    var columnCount: Int {
        switch self {
        case .file(_, let names, _): names.count
        case .spilled(let part): part.names.count
        case .computed(let rows): rows.names.count
        }
    }

    /// The bytes of the part, decompressed.
    var byteCount: Int {
        switch self {
        case .file(let part, _, _): part.range.count * (part.file.isCompressed ? 4 : 1)
        case .spilled(let part): part.run.byteCount
        case .computed(let rows): rows.byteCount
        }
    }
}

/// The rows of a part that is open, block by block.
enum PartRows {
    case file(PartReader)
    case spilled(SpilledPartReader)
    case computed(ComputedRowsReader)
    /// While a block is read, so that the reader is not copied.
    case none

    /// The texts of each column, as in `PartReader`.
    var texts: [CategoryBuilder] {
        switch self {
        case .file(let reader): reader.texts
        case .spilled(let reader): reader.texts
        case .computed(let reader): reader.texts
        case .none: []
        }
    }

    /// Reads the next block; nil at the end of the part.
    mutating func next(in context: TaskContext) throws -> (rows: Int, cells: [PartCells])? {
        switch self {
        case .file(var reader):
            self = .none
            defer { self = .file(reader) }
            return try context.namingWorker { try reader.next() }
        case .spilled(var reader):
            self = .none
            defer { self = .spilled(reader) }
            return try reader.next()
        case .computed(var reader):
            self = .none
            defer { self = .computed(reader) }
            return reader.next()
        case .none: return nil
        }
    }
}

extension TaskContext {
    /// Calls `body`; if a file cannot be read on a worker of a cluster, the error says so.
    fileprivate func namingWorker<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as TabularError where isSent {
            switch error {
            case .unreadable(let path, let reason):
                throw ChunkedTableError.unreadableOnWorker(path: path, reason: reason)
            case .fileNotFound(let path):
                throw ChunkedTableError.unreadableOnWorker(path: path, reason: "there is no such file")
            case .directory(let path):
                throw ChunkedTableError.unreadableOnWorker(path: path, reason: "it is a directory")
            default: throw error
            }
        }
    }
}
