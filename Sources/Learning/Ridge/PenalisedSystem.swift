import LinearAlgebra

/// The equations `(A + alpha I) w = b` for a matrix A of products, solved by Cholesky where they are well-conditioned.
///
/// Columns of other units make a matrix no harder to factorise: every unknown is scaled such that the diagonal is 1, and
/// the condition is that of the scaled matrix, which bounds what rounding does to the solution (van der Sluis, "Condition
/// numbers and equilibration of matrices", 1969).
struct PenalisedSystem {
    private let factor: Cholesky
    private let scales: [Double]

    /// The condition number up to which a solution keeps half of its digits and more.
    static let largestCondition = 1e7

    /// The part of the longest column that a column's length must exceed, for scaling not to make a column of its rounding.
    private static let shortestColumn = 1e-12

    /// The factorised equations; nil where their condition number exceeds a limit, as it does where a weak penalty leaves
    /// them singular, or a column is so short beside another that it may be rounding.
    ///
    /// O(n³ / 3) for n unknowns.
    init?(_ products: Matrix, alpha: Double, condition limit: Double = largestCondition) {
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

    /// The solution w.
    ///
    /// O(n²).
    func solution(_ right: [Double]) -> [Double] {
        let scaled = Matrix(rows: right.count, columns: 1, values: scales.times(right))
        return scales.times(factor.solve(scaled).values)
    }
}
