/// Rows of a table that wait on disk, in partitions by the hash of their keys.
///
/// The rows of a partition are in the order of the table. Their last column are their numbers in it (``RowNumber``).
struct PartitionedRows: Sendable {
    /// The blocks of some of the rows, those of each partition after those of the one before.
    struct Piece: Sendable {
        let file: SpillFile
        let blocks: [SpilledRun.Block]

        /// For each partition, the end of its blocks.
        let ends: [Int32]

        /// Returns the blocks of a partition.
        fileprivate func blocks(of partition: Int) -> ArraySlice<SpilledRun.Block> {
            blocks[(partition == 0 ? 0 : Int(ends[partition - 1]))..<Int(ends[partition])]
        }
    }

    /// The types of the columns.
    let kinds: [ValueKind]

    /// The number of partitions.
    let count: Int

    /// The rows, in their order; all in one file.
    private var pieces: [Piece]

    /// The forms of the columns, of all partitions.
    private var forms: [ColumnForm]

    /// Creates rows from the blocks of a file.
    init(_ piece: Piece, kinds: [ValueKind], forms: [ColumnForm]) {
        (self.kinds, self.forms, pieces) = (kinds, forms, [piece])
        count = piece.ends.count
    }

    /// Puts rows with the same number of partitions one after another.
    ///
    /// - Precondition: There is at least one element.
    init(joining all: [PartitionedRows]) {
        self = all[0]
        for other in all.dropFirst() {
            pieces += other.pieces
            for (place, form) in other.forms.enumerated() { forms[place].add(form) }
        }
    }

    /// A number that the rows of no other table of this process have.
    var identity: Int { pieces[0].file.identity }

    /// The number of blocks of all partitions.
    var blockCount: Int { pieces.reduce(0) { $0 + $1.blocks.count } }

    /// Returns the rows of a partition.
    ///
    /// The forms of its columns are those of all partitions, so that numbers are integers in all of them or in none.
    func run(ofPartition partition: Int) -> SpilledRun {
        SpilledRun(
            file: pieces[0].file, kinds: kinds, blocks: pieces.flatMap { $0.blocks(of: partition) },
            forms: forms)
    }

    /// The number of bytes of a partition.
    func byteCount(ofPartition partition: Int) -> Int {
        pieces.reduce(0) { $1.blocks(of: partition).reduce($0) { $0 + Int($1.byteCount) } }
    }
}

/// The numbers of rows in a table whose parts have any number of rows: in the order of the table, and without gaps in a part.
enum RowNumber {
    /// How many numbers are reserved for a part.
    private static let rowsOfPart = 0x1p32

    /// The number of a row.
    ///
    /// - Parameters:
    ///   - row: The position of the row in its part.
    ///   - part: The position of the part.
    static func number(ofRow row: Int, inPart part: Int) -> Double { Double(part) * rowsOfPart + Double(row) }

    /// The position of the part that a row is in.
    static func part(of number: Double) -> Int { Int(number / rowsOfPart) }
}
