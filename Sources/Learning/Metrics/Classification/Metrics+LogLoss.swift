import LinearAlgebra

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension Metrics {
    /// Returns the mean of −ln p, where p is the predicted probability of a row's class.
    ///
    /// Probabilities are clipped to ε … 1 − ε, where ε is the spacing of `Double` at 1, so that a probability of 0 has
    /// a large but finite cost. They are not normalised.
    ///
    /// - Complexity: O(n).
    /// - Parameters:
    ///   - columns: The column of `probabilities` for each row's class.
    ///   - probabilities: N × classes.
    ///   - weights: The weight of each row; nil for the same weight.
    public static func logLoss(
        truth columns: [Int], probabilities: Matrix, weights: [Double]? = nil
    ) throws -> Double {
        let total = try checkShapes(columns.count, probabilities.rows, weights)
        if let column = columns.first(where: { $0 < 0 || $0 >= probabilities.columns }) {
            throw undefined(
                "there is no column \(column) among the \(probabilities.columns) probabilities of a row")
        }
        let epsilon = Double.ulpOfOne
        let logs = columns.enumerated().reduce(0) { sum, entry in
            let logarithm = log(min(max(probabilities[entry.offset, entry.element], epsilon), 1 - epsilon))
            return sum + (weights?[entry.offset] ?? 1) * logarithm
        }
        return -logs / total
    }
}
