/// The weights of rows: a row of weight 2 counts as the row twice, and a row of weight 0 as none.
enum RowWeights {
    /// Throws an error unless there is a finite weight of at least 0 for each of n rows.
    static func check(_ weights: [Double], rows: Int) throws {
        guard weights.count == rows else {
            throw LearningError.weightCount(weights: weights.count, rows: rows)
        }
        if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
            throw LearningError.invalidWeight(row: row, value: weights[row])
        }
    }

    /// Returns the sum of the weights of n rows; the number of rows without weights.
    ///
    /// - Throws: ``LearningError`` for an invalid weight, or if the sum is 0 or overflows.
    static func total(_ weights: [Double]?, rows: Int) throws -> Double {
        guard let weights else { return Double(rows) }
        try check(weights, rows: rows)
        let total = weights.reduce(0, +)
        guard total > 0, total.isFinite else { throw LearningError.invalidWeightSum(total) }
        return total
    }
}

extension [Double] {
    /// Returns the elements at the given indices, in their order.
    package func rows(at indices: [Int]) -> [Double] { indices.map { self[$0] } }
}
