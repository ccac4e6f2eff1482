internal import TaskGraph

/// Joins the rows of a partition of the left table with those of the right one.
struct JoinPartition: TypedOperation {
    /// The partition.
    let place: Int

    /// The rows of both tables.
    let left: PartitionedRows
    let right: PartitionedRows

    /// The positions of the keys in each table.
    let leftKeys: [Int]
    let rightKeys: [Int]

    /// The positions of the columns of the right table that are in the result.
    let rightColumns: [Int]
    let kind: JoinKind
    let file: SpillFile
    let plan: SpillPlan

    let name = "join-partition"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append([place, left.identity, right.identity])
        encoder.append(leftKeys)
        encoder.append(rightKeys)
        encoder.append(rightColumns)
        encoder.append(kind.rawValue)
        encoder.append([file.identity, plan.runBytes, plan.blockBytes])
    }

    /// Returns runs that are sorted by the number of the left row, which is their last column.
    ///
    /// The rows of the right table are in memory, in several slices if a key has very many. Each slice is a run, so that equal
    /// left rows of the runs are in the order of the right rows.
    func run(_ inputs: TaskInputValues<NoInputs>, in context: TaskContext) throws -> [SpilledRun] {
        let left = left.run(ofPartition: place)
        var slices = RunSlices(right.run(ofPartition: place), bytes: 4 * plan.runBytes)
        // For each row of the left table, whether it has had a partner.
        var isMatched = [Bool](repeating: false, count: left.rows)
        var runs: [SpilledRun] = []
        while let slice = try slices.next() {
            let table = JoinTable(slice, keys: rightKeys, columns: rightColumns)
            runs.append(
                try join(
                    left, table, keepsUnmatched: kind == .left && slices.isAtEnd, &isMatched, in: context))
        }
        return runs
    }

    private func join(
        _ left: SpilledRun, _ table: JoinTable, keepsUnmatched: Bool, _ isMatched: inout [Bool],
        in context: TaskContext
    ) throws -> SpilledRun {
        let kinds = left.kinds.dropLast() + table.columns.map(\.kind.ofCells) + [.number]
        var run = SpilledRun(file: file, kinds: Array(kinds))
        var first = 0
        var blocks = RunSlices(left, bytes: 2 * plan.blockBytes)
        while let block = try blocks.next() {
            try context.checkCancellation()
            var search = JoinSearch(table)
            let groups = search.groups(
                of: leftKeys.map { block.columns[$0].values(dictionary: $0) }, rows: block.rows
            ) { value in
                guard case .texts(_, let place) = value else { return .none }
                return block.columns[place].texts
            }
            for (row, group) in groups.enumerated() where group >= 0 { isMatched[first + row] = true }
            let matched = Array(isMatched[first..<first + block.rows])
            var pairs = JoinPairs(search, groups: groups) { keepsUnmatched && !matched[$0] }
            while let (leftRows, rightRows) = pairs.next() {
                try context.checkCancellation()
                try run.append(
                    block.joined(leftRows, table.columns, rightRows), blockBytes: plan.blockBytes)
            }
            first += block.rows
        }
        return run
    }

    func estimate(for inputs: TaskInputEstimates<NoInputs>) -> TaskEstimate {
        let rows = min(4 * plan.runBytes, right.byteCount(ofPartition: place))
        return TaskEstimate(
            seconds: 1e-4 + 1e-8 * Double(left.byteCount(ofPartition: place)), bytes: 1 << 12,
            workBytes: 3 * rows + 8 * plan.blockBytes)
    }
}

/// The rows of a run, some at a time.
private struct RunSlices {
    private let run: SpilledRun
    private let bytes: Int

    /// The block that is next.
    private var block = 0
    private var isFirst = true

    init(_ run: SpilledRun, bytes: Int) { (self.run, self.bytes) = (run, bytes) }

    /// Whether there is no further slice.
    var isAtEnd: Bool { !isFirst && block == run.blocks.count }

    /// Reads the next slice; nil at the end.
    ///
    /// There is at least one, which may have no rows.
    mutating func next() throws -> TableChunk? {
        if isAtEnd { return nil }
        isFirst = false
        var slice = TableChunk(kinds: run.kinds)
        while block < run.blocks.count, slice.rows == 0 || slice.byteCount <= bytes {
            slice.append(try run.block(block))
            block += 1
        }
        return slice
    }
}

extension TableChunk {
    /// The cells of pairs of rows: those of this chunk but for the last column, those of other columns, and the last column.
    func joined(
        _ left: [Int32], _ others: [TableChunk.Column], _ right: [Int32]
    ) -> TableChunk {
        var columns = rows(at: left.map(Int.init)).columns
        let last = columns.removeLast()
        columns += others.map { $0.cells(ofRows: right) }
        return TableChunk(rows: left.count, columns: columns + [last])
    }
}

extension TableChunk.Column {
    /// The cells as values of a block.
    func values(dictionary: Int) -> BlockValue {
        switch kind {
        case .text: .texts(codes, dictionary: dictionary)
        case .date: .dates(numbers)
        case .number, .flag: .numbers(numbers, areIntegers: areIntegers)
        }
    }

    /// The cells of some rows, missing for row -1.
    fileprivate func cells(ofRows rows: [Int32]) -> TableChunk.Column {
        var column = TableChunk.Column(kind: kind.ofCells)
        column.areIntegers = areIntegers
        if kind == .text {
            column.texts = texts
            column.codes = rows.map { $0 < 0 ? -1 : codes[Int($0)] }
        } else {
            column.numbers = rows.map { $0 < 0 ? .nan : numbers[Int($0)] }
        }
        return column
    }
}
