import LinearAlgebra

/// Rows less the means of their columns, whose own means are then 0 to the rounding of what is left.
///
/// The mean of a column is rounded by its offset. What that leaves of the mean is taken off again; it would else be a
/// direction of its own, in which columns that have less than full rank would vary.
///
/// The rows are centred a few at a time wherever that will do: a fit then takes no copy of them.
struct CentredColumns {
    private let x: Matrix

    /// The mean of each column, rounded; 0 where nothing is taken off.
    let means: [Double]

    /// What is left of each column's mean without ``means``.
    let residuals: [Double]

    private let isCentred: Bool

    /// The centred rows of a matrix.
    ///
    /// O(rows × columns).
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)``, in the name of `step`, if a column's sum overflows.
    init(_ x: Matrix, for step: String) throws {
        self.x = x
        means = try x.finiteColumnMeans(for: step)
        residuals = x.columnMeans(about: means)
        isCentred = true
    }

    /// The rows of a matrix as they are.
    init(uncentred x: Matrix) {
        self.x = x
        means = [Double](repeating: 0, count: x.columns)
        residuals = means
        isCentred = false
    }

    /// Whether columns outnumber rows.
    var isWide: Bool { x.columns > x.rows }

    /// The rows less ``means`` and ``residuals``: a copy of them all.
    func rows() -> Matrix { centred(x) }

    /// The cross-products of the columns.
    ///
    /// O(rows × columns²).
    func crossProducts() -> Matrix {
        isCentred ? x.crossProducts(ofPanels: centred) : x.crossProducts()
    }

    /// The product of the transposed rows with a vector.
    ///
    /// O(rows × columns).
    func transposedTimes(_ vector: [Double]) -> [Double] {
        guard isCentred else { return x.transposedTimes(vector) }
        var products = [Double](repeating: 0, count: x.columns)
        for start in stride(from: 0, to: x.rows, by: 512) {
            let panel = start..<min(start + 512, x.rows)
            let part = centred(x.rows(panel)).transposedTimes(Array(vector[panel]))
            for column in products.indices { products[column] += part[column] }
        }
        return products
    }

    private func centred(_ panel: Matrix) -> Matrix {
        guard isCentred else { return panel }
        var rows = panel.shifted(by: means)
        rows.withUnsafeMutableValues { [columns = x.columns, residuals] values in
            for start in stride(from: 0, to: values.count, by: columns) {
                for column in 0..<columns { values[start + column] -= residuals[column] }
            }
        }
        return rows
    }

    /// The intercept of a model of such weights, if the targets' mean is the given one.
    func intercept(_ weights: [Double], targetMean: Double) -> Double {
        let ofMeans = zip(means, weights).reduce(targetMean) { $0 - $1.0 * $1.1 }
        return zip(residuals, weights).reduce(ofMeans) { $0 - $1.0 * $1.1 }
    }
}
