internal import Learning
internal import Tabular

/// Some blocks of a table whose rows wait on disk.
struct SpilledPart: Sendable {
    /// The rows.
    let run: SpilledRun

    /// The names of the columns.
    let names: [String]
}

/// Reads some columns of a ``SpilledPart``, block by block.
struct SpilledPartReader {
    /// The texts of each column, which is empty for columns of other kinds; they grow as blocks are read.
    private(set) var texts: [CategoryBuilder]

    private let part: SpilledPart
    private let places: [Int]
    private var block = 0

    /// Opens a part.
    ///
    /// - Parameters:
    ///   - part: The part.
    ///   - columns: The columns to read, which the part has.
    init(_ part: SpilledPart, columns: [PartColumn]) {
        self.part = part
        let positions = Dictionary(
            part.names.enumerated().map { (ExactText($1), $0) }, uniquingKeysWith: { first, _ in first })
        places = columns.map { column in
            guard let place = positions[ExactText(column.name)] else {
                preconditionFailure("the rows have no column '\(column.name)'")
            }
            return place
        }
        texts = columns.map { _ in CategoryBuilder() }
    }

    /// Reads the next block; nil at the end of the part.
    ///
    /// - Throws: ``ChunkedTableError/spill(folder:reason:)``.
    mutating func next() throws -> (rows: Int, cells: [PartCells])? {
        guard block < part.run.blocks.count else { return nil }
        let chunk = try part.run.block(block, places: places)
        block += 1
        let cells = chunk.columns.indices.map { place -> PartCells in
            let column = chunk.columns[place]
            switch column.kind {
            case .number, .flag:
                // All cells of the column, and not only of the block.
                return .numbers(column.numbers, areIntegers: part.run.forms[places[place]].areIntegers)
            case .date: return .dates(column.numbers)
            case .text:
                let known = (0..<column.texts.count).map { code in
                    column.texts.withText(of: code) { texts[place].code(of: $0) }
                }
                return .texts(column.codes.map { $0 < 0 ? -1 : known[Int($0)] })
            }
        }
        return (chunk.rows, cells)
    }
}
