import LinearAlgebra

/// Rows less the means of their columns, whose own means are then 0 to the rounding of what is left.
///
/// The mean of a column is rounded by its offset. What that leaves of the mean is taken off again; it would else be a
/// direction of its own, in which columns that have less than full rank would vary.
struct CentredColumns {
    /// The rows less ``means`` and ``residuals``.
    let rows: Matrix

    /// The mean of each column, rounded.
    let means: [Double]

    /// What is left of each column's mean without ``means``.
    let residuals: [Double]

    /// The centred rows of a matrix.
    ///
    /// O(rows × columns).
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)``, in the name of `step`, if a column's sum overflows.
    init(_ x: Matrix, for step: String) throws {
        means = try x.finiteColumnMeans(for: step)
        var rows = x.shifted(by: means)
        residuals = rows.columnMeans()
        rows.withUnsafeMutableValues { [columns = x.columns, residuals] values in
            for start in stride(from: 0, to: values.count, by: columns) {
                for column in 0..<columns { values[start + column] -= residuals[column] }
            }
        }
        self.rows = rows
    }

    /// The intercept of a model of such weights, if the targets' mean is the given one.
    func intercept(_ weights: [Double], targetMean: Double) -> Double {
        let ofMeans = zip(means, weights).reduce(targetMean) { $0 - $1.0 * $1.1 }
        return zip(residuals, weights).reduce(ofMeans) { $0 - $1.0 * $1.1 }
    }
}
