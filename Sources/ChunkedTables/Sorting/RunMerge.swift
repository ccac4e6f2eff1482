/// The rows of sorted runs, in their common order; equal rows are in the order of the runs.
///
/// One block of each run is in memory at a time.
struct RunMerge {
    private var cursors: [RunCursor]

    /// A heap whose first element is the run with the first row: (the first word of its row, the run).
    private var heap: [(word: UInt64, run: Int)] = []

    /// The rows that are next in the order, and have not been copied yet.
    private var picks: RowPicks

    /// Opens runs that are sorted by the same orders.
    ///
    /// - Throws: ``ChunkedTableError/spill(folder:reason:)``.
    init(_ runs: [SpilledRun], orders: [ColumnOrder]) throws {
        cursors = []
        picks = RowPicks(sources: runs.count)
        for run in runs {
            guard let cursor = try RunCursor(run, orders: orders) else { continue }
            heap.append((cursor.word, cursors.count))
            cursors.append(cursor)
        }
        for place in heap.indices.reversed() { moveDown(from: place) }
    }

    /// Adds the next rows to a chunk, until it has `limit` rows or none are left.
    ///
    /// - Throws: ``ChunkedTableError/spill(folder:reason:)``.
    mutating func append(to chunk: inout TableChunk, limit: Int) throws {
        while chunk.rows + picks.count < limit, let first = heap.first {
            let run = first.run
            picks.append(cursors[run].row, of: run)
            // The block is about to be replaced.
            if cursors[run].isAtEnd { copy(to: &chunk) }
            if try cursors[run].advance() {
                heap[0].word = cursors[run].word
            } else {
                heap.swapAt(0, heap.count - 1)
                heap.removeLast()
            }
            moveDown(from: 0)
        }
        copy(to: &chunk)
    }

    private mutating func copy(to chunk: inout TableChunk) {
        chunk.append(picks, of: { cursors[$0].chunk })
        picks.removeAll()
    }

    private mutating func moveDown(from start: Int) {
        var place = start
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
                if isBefore(heap[child], heap[least]) { least = child }
            }
            if least == place { return }
            heap.swapAt(place, least)
            place = least
        }
    }

    private func isBefore(_ one: (word: UInt64, run: Int), _ two: (word: UInt64, run: Int)) -> Bool {
        if one.word != two.word { return one.word < two.word }
        let order = cursors[one.run].keys.order(
            of: cursors[one.run].row, before: cursors[two.run].row, in: cursors[two.run].keys)
        return order == 0 ? one.run < two.run : order < 0
    }
}

/// A row of a sorted run, whose block is in memory.
private struct RunCursor {
    let run: SpilledRun
    let orders: [ColumnOrder]
    private(set) var chunk: TableChunk
    private(set) var keys: SortKeys
    private(set) var row = 0
    private var block = 0

    /// Opens a run at its first row; nil if it has none.
    init?(_ run: SpilledRun, orders: [ColumnOrder]) throws {
        guard !run.blocks.isEmpty else { return nil }
        (self.run, self.orders) = (run, orders)
        chunk = try run.block(0)
        keys = SortKeys(chunk, orders: orders)
    }

    /// The first word of the row.
    var word: UInt64 { keys.firstWord(of: row) }

    /// Whether the row is the last of its block.
    var isAtEnd: Bool { row + 1 == chunk.rows }

    /// Goes to the next row, and returns whether there is one.
    mutating func advance() throws -> Bool {
        row += 1
        if row < chunk.rows { return true }
        block += 1
        guard block < run.blocks.count else {
            (chunk, keys, row) = (TableChunk(kinds: []), SortKeys(TableChunk(kinds: []), orders: []), 0)
            return false
        }
        chunk = try run.block(block)
        (keys, row) = (SortKeys(chunk, orders: orders), 0)
        return true
    }
}
