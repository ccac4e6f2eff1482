/// Numbers with weights in ascending order, of which quantiles are computed as by scikit-learn's `_weighted_percentile`.
struct WeightedQuantiles {
    /// The numbers with a weight above 0, ascending.
    private let sorted: [Double]

    /// The total weight of each number and those before it.
    private let totals: [Double]

    /// Sorts the numbers that have a weight and are not missing.
    ///
    /// - Complexity: O(n log n).
    init(of numbers: [Double], weights: [Double]) {
        let order = numbers.indices.filter { weights[$0] > 0 && !numbers[$0].isNaN }
            .sorted { numbers[$0] < numbers[$1] }
        sorted = order.map { numbers[$0] }
        var total = 0.0
        totals = order.map { row in
            total += weights[row]
            return total
        }
    }

    /// Returns the smallest number that reaches a percentage of the total weight, or the mean of it and the next one if it
    /// reaches it exactly: the method `averaged_inverted_cdf`.
    ///
    /// - Precondition: There are numbers; the percentage is from 0 to 100.
    func averagedInverted(percent: Double) -> Double {
        let level = percent / 100 * (totals.last ?? 0)
        guard level > 0 else { return sorted[0] }
        let index = min(totals.firstIndex(atLeast: level, in: totals.indices), sorted.count - 1)
        let isPassed = totals[index] - level > .ulpOfOne
        return isPassed ? sorted[index] : (sorted[index] + sorted[min(index + 1, sorted.count - 1)]) / 2
    }
}
