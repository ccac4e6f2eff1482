internal import Tabular

/// Reads the rows of a partition, block by block, as values that statistics are added up of.
struct PartitionReader {
    /// Some rows of a part of the table.
    struct Rows {
        /// The position of the part; 0 if parts are not told apart.
        let part: Int

        /// The values of the columns, without the numbers of the rows.
        let block: Evaluator.Block
    }

    private let run: SpilledRun

    /// Whether rows of different parts are in different blocks.
    private let dividesParts: Bool

    /// The texts of each column, of the part if parts are told apart; empty for columns of other kinds.
    private var texts: [CategoryBuilder]
    private var part = 0

    /// The block that is read, the number of the next one, and the first row that has not been returned.
    private var chunk: TableChunk
    private var next = 0
    private var row = 0

    /// Opens a partition at its first row.
    init(_ run: SpilledRun, dividesParts: Bool) {
        (self.run, self.dividesParts) = (run, dividesParts)
        chunk = TableChunk(kinds: run.kinds)
        texts = run.kinds.map { _ in CategoryBuilder() }
    }

    /// Reads the next rows; nil at the end.
    ///
    /// - Throws: ``ChunkedTableError/spill(folder:reason:)``.
    mutating func read() throws -> Rows? {
        while row == chunk.rows {
            guard next < run.blocks.count else { return nil }
            (chunk, row) = (try run.block(next), 0)
            next += 1
        }
        let rows = row..<(dividesParts ? endOfPart() : chunk.rows)
        row = rows.upperBound
        let outputs = chunk.columns.indices.dropLast().map { value(ofColumn: $0, rows: rows) }
        return Rows(part: part, block: Evaluator.Block(rows: rows.count, outputs: outputs))
    }

    /// Returns the texts of a value of the rows that were read last.
    func dictionary(of value: BlockValue) -> CategoryBuilder {
        guard case .texts(_, let place) = value else { return .none }
        return texts[place]
    }

    /// Begins the part of the next row, and returns the end of its rows in the block.
    private mutating func endOfPart() -> Int {
        let numbers = chunk.columns[chunk.columns.count - 1].numbers
        let own = RowNumber.part(of: numbers[row])
        if own != part {
            part = own
            for place in texts.indices where texts[place].count > 0 { texts[place] = CategoryBuilder() }
        }
        let end = RowNumber.number(ofRow: 0, inPart: part + 1)
        return numbers[row...].firstIndex { $0 >= end } ?? chunk.rows
    }

    private mutating func value(ofColumn place: Int, rows: Range<Int>) -> BlockValue {
        let column = chunk.columns[place]
        switch column.kind {
        case .number, .flag: return .numbers(Array(column.numbers[rows]), areIntegers: column.areIntegers)
        case .date: return .dates(Array(column.numbers[rows]))
        case .text: break
        }
        // A text is looked up once for each block.
        var known = [Int32](repeating: -1, count: column.texts.count)
        let codes = column.codes[rows].map { code -> Int32 in
            guard code >= 0 else { return -1 }
            if known[Int(code)] < 0 {
                known[Int(code)] = column.texts.withText(of: Int(code)) { texts[place].code(of: $0) }
            }
            return known[Int(code)]
        }
        return .texts(codes, dictionary: place)
    }
}
