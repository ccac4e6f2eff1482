extension Metrics {
    /// Returns the area under the receiver operating characteristic curve: the probability that a positive row has a
    /// greater score than a negative row, counting ties as half.
    ///
    /// NaN unless both classes occur with a weight above 0. A pair of rows counts as the product of their weights. This is
    /// the Mann–Whitney statistic, which equals the trapezoids under the curve (Fawcett, "An introduction to ROC
    /// analysis", 2006). Counts of pairs are exact up to 2⁵³.
    ///
    /// - Complexity: O(n log n).
    public static func areaUnderROC(
        truth isPositive: [Bool], scores: [Double], weights: [Double]? = nil
    ) throws -> Double {
        try checkShapes(isPositive.count, scores.count, weights)
        if let row = scores.firstIndex(where: \.isNaN) { throw undefined("the score of row \(row) is NaN") }
        let sorted = scores.indices.sorted { scores[$0] < scores[$1] }
        var (positives, negatives, wins) = (0.0, 0.0, 0.0)
        var start = 0
        while start < sorted.count {
            var (tiedPositives, tiedNegatives) = (0.0, 0.0)
            var end = start
            while end < sorted.count, scores[sorted[end]] == scores[sorted[start]] {
                let weight = weights?[sorted[end]] ?? 1
                if isPositive[sorted[end]] { tiedPositives += weight } else { tiedNegatives += weight }
                end += 1
            }
            wins += tiedPositives * (negatives + tiedNegatives / 2)
            positives += tiedPositives
            negatives += tiedNegatives
            start = end
        }
        return positives > 0 && negatives > 0 ? wins / (positives * negatives) : .nan
    }
}
