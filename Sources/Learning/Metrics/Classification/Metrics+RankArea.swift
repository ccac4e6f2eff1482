extension Metrics {
    /// Returns the area under the receiver operating characteristic curve: the probability that a positive row has a
    /// greater score than a negative row, counting ties as half.
    ///
    /// NaN unless both classes occur. This is the Mann–Whitney statistic, which equals the trapezoids under the curve
    /// (Fawcett, "An introduction to ROC analysis", 2006). Counts of pairs are exact up to 2⁵³.
    ///
    /// - Complexity: O(n log n).
    public static func areaUnderROC(truth isPositive: [Bool], scores: [Double]) throws -> Double {
        try checkShapes(isPositive.count, scores.count)
        if let row = scores.firstIndex(where: \.isNaN) { throw undefined("the score of row \(row) is NaN") }
        let sorted = zip(scores, isPositive).sorted { $0.0 < $1.0 }
        var (positives, negatives, wins) = (0.0, 0.0, 0.0)
        var start = 0
        while start < sorted.count {
            var (tiedPositives, tiedNegatives) = (0.0, 0.0)
            var end = start
            while end < sorted.count, sorted[end].0 == sorted[start].0 {
                if sorted[end].1 { tiedPositives += 1 } else { tiedNegatives += 1 }
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
