/// Disjoint blocks of rows, such that every training set is a union of blocks.
///
/// For k folds, the blocks are the folds.
struct FoldBlocks {
    /// The rows of each block, ascending.
    let blocks: [[Int]]

    /// The blocks of each split's training set, ascending.
    let ofSplit: [[Int]]

    /// The maximum total number of parts of all training sets, above which adding them would cost more than it saves.
    private static let mostParts = 100_000

    /// Computes the blocks of some splits of n rows.
    ///
    /// Rows that are in the same training sets form a block. If this yields many small blocks, as with shuffled splits,
    /// each training set is a block of its own, and nothing is shared between them.
    ///
    /// - Complexity: O(rows × splits).
    init(_ splits: [Split], rows: Int) {
        var blockOfRow = [Int](repeating: 0, count: rows)
        var count = 1
        // Each split divides every block into the rows it trains on and the others.
        for split in splits {
            let isTrained = Self.membership(of: split.train, among: rows)
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
            let isTrained = Self.membership(of: split.train, among: rows)
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

    /// Returns, for each of n rows, whether its index is among the given indices.
    private static func membership(of indices: [Int], among rows: Int) -> [Bool] {
        var isMember = [Bool](repeating: false, count: rows)
        for index in indices { isMember[index] = true }
        return isMember
    }
}
