extension Split {
    /// Throws ``ModelSelectionError/noPartition(splitter:row:testSets:)`` unless each row is in exactly one test set.
    ///
    /// - Precondition: The indices are those of rows.
    /// - Complexity: O(rows).
    static func requirePartition(
        _ splits: [Split], rows: Int, of splitter: any Splitter
    ) throws(ModelSelectionError) {
        var counts = [Int](repeating: 0, count: rows)
        for split in splits {
            for row in split.test { counts[row] += 1 }
        }
        if let row = counts.firstIndex(where: { $0 != 1 }) {
            throw .noPartition(
                splitter: "\(type(of: splitter)) (\(splitter))", row: row, testSets: counts[row])
        }
    }
}
