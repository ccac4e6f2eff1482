/// Rows in disjoint blocks, such that every training set is a union of them: of k folds, the folds.
struct FoldBlocks {
    /// The rows of each block, ascending.
    let blocks: [[Int]]

    /// The blocks of each split's training set, ascending.
    let ofSplit: [[Int]]

    /// More parts than this, of all training sets together, would cost more to add up than they save.
    private static let mostParts = 100_000

    /// The blocks of some splits of n rows.
    ///
    /// Rows that are trained on in the same splits are a block. Where that makes many small ones, as shuffled splits do,
    /// each training set is a block by itself, and nothing is shared between them. O(rows × splits).
    init(_ splits: [Split], rows: Int) {
        var blockOfRow = [Int](repeating: 0, count: rows)
        var count = 1
        // One split after the other parts the rows of each block into those that it trains on and the others.
        for split in splits {
            let isTrained = Self.marks(of: split.train, among: rows)
            var parts = [Int](repeating: -1, count: 2 * count)
            count = 0
            for row in 0..<rows {
                let part = 2 * blockOfRow[row] + (isTrained[row] ? 1 : 0)
                if parts[part] < 0 {
                    parts[part] = count
                    count += 1
                }
                blockOfRow[row] = parts[part]
            }
        }
        var blocks = [[Int]](repeating: [], count: count)
        for (row, block) in blockOfRow.enumerated() { blocks[block].append(row) }
        let ofSplit = splits.map { split in
            let isTrained = Self.marks(of: split.train, among: rows)
            return blocks.indices.filter { isTrained[blocks[$0][0]] }
        }
        let parts = ofSplit.reduce(0) { $0 + $1.count }
        if blocks.count <= 2 * splits.count, parts <= Self.mostParts {
            (self.blocks, self.ofSplit) = (blocks, ofSplit)
        } else {
            self.blocks = splits.map(\.train)
            self.ofSplit = splits.indices.map { [$0] }
        }
    }

    /// Which of n rows are among those at the given indices.
    private static func marks(of indices: [Int], among rows: Int) -> [Bool] {
        var marks = [Bool](repeating: false, count: rows)
        for index in indices { marks[index] = true }
        return marks
    }
}
