/// The equations `(A + alpha I) w = b` for a matrix A of products, solved by Cholesky if they are well-conditioned.
///
/// The unknowns are scaled to make the diagonal 1, so that columns in different units do not affect the factorisation.
/// The condition number is that of the scaled matrix, which bounds the effect of rounding on the solution (van der
/// Sluis, "Condition numbers and equilibration of matrices", 1969).
package struct PenalisedSystem {
    private let factor: Cholesky
    private let scales: [Double]

    /// The maximum condition number, at which a solution keeps more than half of its digits.
    package static let largestCondition = 1e7

    /// The minimum length of a column, relative to the longest; scaling a shorter column would amplify its rounding
    /// error.
    private static let shortestColumn = 1e-12

    /// Factorises the equations; nil if the condition number exceeds a limit, as for singular equations with a weak
    /// penalty, or if a column is so much shorter than another that it may be a rounding error.
    ///
    /// - Complexity: O(n³ / 3) for n unknowns.
    package init?(_ products: Matrix, alpha: Double, condition limit: Double = largestCondition) {
        let lengths = (0..<products.rows).map { (products[$0, $0] + alpha).squareRoot() }
        let shortest = Self.shortestColumn * (lengths.max() ?? 0)
        guard lengths.allSatisfy({ $0.isFinite && $0 > shortest }) else { return nil }
        let scales = lengths.map { 1 / $0 }
        var matrix = products.scaledOnBothSides(by: scales)
        for index in 0..<matrix.rows { matrix[index, index] = 1 }
        guard let factor = try? Cholesky(matrix), factor.reciprocalCondition(of: matrix) * limit >= 1 else {
            return nil
        }
        self.factor = factor
        self.scales = scales
    }

    /// Returns the solution w.
    ///
    /// - Complexity: O(n²).
    package func solution(_ right: [Double]) -> [Double] {
        let scaled = Matrix(rows: right.count, columns: 1, values: scales.times(right))
        return scales.times(factor.solve(scaled).values)
    }
}
