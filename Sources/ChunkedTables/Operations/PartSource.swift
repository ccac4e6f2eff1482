internal import Tabular
internal import TaskGraph

/// Where the rows of a part are.
enum PartSource: Sendable {
    /// In a part of a CSV file, which has columns with the given names.
    case file(CSVPart, names: [String], options: ReadingOptions)

    /// In a file of rows that wait on disk.
    case spilled(SpilledPart)

    /// Opens the part.
    ///
    /// - Parameter columns: The columns to read.
    /// - Throws: `TabularError`.
    func open(columns: [PartColumn]) throws -> PartRows {
        switch self {
        case .file(let part, let names, let options):
            .file(try PartReader(part, names: names, columns: columns, options: options))
        case .spilled(let part): .spilled(SpilledPartReader(part, columns: columns))
        }
    }

    /// Returns a file, and a line at or before a row, for errors; of rows that wait on disk, the number of the row.
    ///
    /// - Parameter row: The number of the row in the part, counted from 0.
    func place(of row: Int) -> (file: String, line: Int) {
        switch self {
        case .file(let part, _, _): (part.file.path, part.firstLine + (part.hasHeader ? 1 : 0) + row)
        case .spilled: ("rows on disk", row + 1)
        }
    }

    /// The number of columns of the part.
    var columnCount: Int {
        switch self {
        case .file(_, let names, _): names.count
        case .spilled(let part): part.names.count
        }
    }

    /// The bytes of the part, decompressed.
    var byteCount: Int {
        switch self {
        case .file(let part, _, _): part.range.count * (part.file.isCompressed ? 4 : 1)
        case .spilled(let part): part.run.byteCount
        }
    }

    /// Writes everything that identifies the rows.
    func encode(into encoder: inout CanonicalEncoder) {
        switch self {
        case .file(let part, let names, let options):
            encoder.append(part.file.path)
            encoder.append(part.file.size)
            encoder.append(part.file.modified)
            encoder.append(part.file.isCompressed)
            encoder.append([part.range.lowerBound, part.range.upperBound, part.firstLine])
            encoder.append(String(options.separator))
            encoder.append(options.decimal.rawValue)
            encoder.append(options.usesStandardMissing)
            encoder.append(list: options.missing)
            encoder.append(list: names)
        case .spilled(let part):
            encoder.append(part.run.file.identity)
            encoder.append(part.run.blocks.map(\.offset))
            encoder.append(list: part.names)
        }
    }
}

/// The rows of a part that is open, block by block.
enum PartRows {
    case file(PartReader)
    case spilled(SpilledPartReader)
    /// While a block is read, so that the reader is not copied.
    case none

    /// The texts of each column, as in `PartReader`.
    var texts: [CategoryBuilder] {
        switch self {
        case .file(let reader): reader.texts
        case .spilled(let reader): reader.texts
        case .none: []
        }
    }

    /// Reads the next block; nil at the end of the part.
    mutating func next() throws -> (rows: Int, cells: [PartCells])? {
        switch self {
        case .file(var reader):
            self = .none
            defer { self = .file(reader) }
            return try reader.next()
        case .spilled(var reader):
            self = .none
            defer { self = .spilled(reader) }
            return try reader.next()
        case .none: return nil
        }
    }
}
