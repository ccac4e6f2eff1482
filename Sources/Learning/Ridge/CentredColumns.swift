import LinearAlgebra

/// Rows minus the means of their columns.
///
/// The mean of a column has a rounding error that depends on its offset. The remaining mean is subtracted as well;
/// otherwise, columns without full rank would vary in its direction.
///
/// Where possible, only a few rows are centred at a time, so that a fit does not copy all rows.
struct CentredColumns: CentredDesign {
    private let x: Matrix

    /// The rounded mean of each column; 0 without centring.
    let means: [Double]

    /// The remaining mean of each column after subtracting ``means``.
    let residuals: [Double]

    private let isCentred: Bool

    /// Computes the column means of a matrix.
    ///
    /// - Complexity: O(rows × columns).
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` for `step` if a column's sum overflows.
    init(_ x: Matrix, for step: String) throws {
        self.x = x
        means = try x.finiteColumnMeans(for: step)
        residuals = x.columnMeans(about: means)
        isCentred = true
    }

    /// Computes the weighted column means of a matrix.
    ///
    /// Unlike ``init(_:roots:total:for:)``, does not multiply rows by their weights.
    ///
    /// - Parameter total: The sum of the weights.
    init(_ x: Matrix, weights: [Double], total: Double, for step: String) throws {
        self.x = x
        means = try Self.means(of: x, weights, total: total, for: step)
        residuals = x.shifted(by: means).transposedTimes(weights).map { $0 / total }
        isCentred = true
    }

    private static func means(
        of x: Matrix, _ weights: [Double], total: Double, for step: String
    ) throws -> [Double] {
        let means = x.transposedTimes(weights).map { $0 / total }
        if let column = means.firstIndex(where: { !$0.isFinite }) {
            throw LearningError.sumOverflow(step, column)
        }
        return means
    }

    /// Creates columns without centring.
    init(uncentred x: Matrix) {
        self.x = x
        means = [Double](repeating: 0, count: x.columns)
        residuals = means
        isCentred = false
    }

    /// Centres the columns about their weighted means, and multiplies each row by the square root of its weight.
    ///
    /// Copies all rows.
    ///
    /// - Parameters:
    ///   - roots: The square root of each row's weight.
    ///   - total: The sum of the weights.
    init(_ x: Matrix, roots: [Double], total: Double, for step: String) throws {
        let weights = roots.map { $0 * $0 }
        means = try Self.means(of: x, weights, total: total, for: step)
        var rows = x.shifted(by: means)
        residuals = rows.transposedTimes(weights).map { $0 / total }
        rows = rows.shifted(by: residuals)
        rows.scaleRows(by: roots)
        self.x = rows
        isCentred = false
    }

    /// Whether there are more columns than rows.
    var isWide: Bool { x.columns > x.rows }

    /// True: the rows are a matrix already.
    var fitsRows: Bool { true }

    /// True: the products are as large as the rows, or smaller.
    var fitsProducts: Bool { true }

    /// Returns a copy of all rows minus ``means`` and ``residuals``.
    func rows() -> Matrix { centred(x) }

    /// Returns the cross-products of the columns.
    ///
    /// - Complexity: O(rows × columns²).
    func crossProducts() -> Matrix {
        isCentred ? x.crossProducts(ofPanels: centred) : x.crossProducts()
    }

    /// Returns the product of the transposed rows with a vector.
    ///
    /// - Complexity: O(rows × columns).
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

    /// Returns the lengths of the products of all rows with some vectors, which are the rows of a matrix.
    ///
    /// - Complexity: O(rows × columns × vectors).
    func lengths(along vectors: Matrix) -> [Double] {
        var squares = [Double](repeating: 0, count: vectors.rows)
        for start in stride(from: 0, to: x.rows, by: 512) {
            let part = centred(x.rows(start..<min(start + 512, x.rows))).timesTransposed(vectors)
            for row in 0..<part.rows {
                for vector in squares.indices { squares[vector] += part[row, vector] * part[row, vector] }
            }
        }
        return squares.map { $0.squareRoot() }
    }

    /// The size of a singular value that may be a rounding error, given the largest.
    func roundingError(largest: Double) -> Double { Double(max(x.rows, x.columns)) * .ulpOfOne * largest }

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

    /// Returns the intercept of a model with the given weights and target mean.
    func intercept(_ weights: [Double], targetMean: Double) -> Double {
        let ofMeans = zip(means, weights).reduce(targetMean) { $0 - $1.0 * $1.1 }
        return zip(residuals, weights).reduce(ofMeans) { $0 - $1.0 * $1.1 }
    }
}
