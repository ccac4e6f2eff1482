import LinearAlgebra

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension Metrics {
    /// The mean of −ln p, where p is the probability that was given to a row's class.
    ///
    /// Probabilities are clipped to ε … 1 − ε, ε being the spacing of `Double` at 1, so that a class ruled out
    /// wrongly costs much but not everything; they are not scaled to add up to 1.
    ///
    /// O(n).
    ///
    /// - Parameters:
    ///   - columns: for each row, the column of `probabilities` that stands for its class.
    ///   - probabilities: n × classes.
    public static func logLoss(truth columns: [Int], probabilities: Matrix) throws -> Double {
        try checkShapes(columns.count, probabilities.rows)
        if let column = columns.first(where: { $0 < 0 || $0 >= probabilities.columns }) {
            throw undefined(
                "there is no column \(column) among the \(probabilities.columns) probabilities of a row")
        }
        let epsilon = Double.ulpOfOne
        let logs = columns.enumerated().reduce(0) { sum, entry in
            sum + log(min(max(probabilities[entry.offset, entry.element], epsilon), 1 - epsilon))
        }
        return -logs / Double(columns.count)
    }
}
