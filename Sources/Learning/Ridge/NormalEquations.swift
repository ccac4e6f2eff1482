import LinearAlgebra

/// The equations `(A + alpha I) w = b` of ridge regression, A the columns' products about their means.
struct NormalEquations {
    private let products: Matrix
    private let right: [Double]
    private let means: [Double]
    private let valueMean: Double
    private let trace: Double

    /// The diagonal of A, where A is diagonal to rounding.
    private let spectrum: [Double]?

    /// The equations of moments; nil if these do not hold them.
    init?(_ moments: Moments) {
        guard let products = moments.centredProducts, let right = moments.centredTargetProducts,
            let valueMean = moments.targetMean
        else { return nil }
        let diagonal = (0..<products.rows).map { products[$0, $0] }
        self.products = products
        self.right = right
        self.valueMean = valueMean
        means = moments.means
        trace = diagonal.reduce(0, +)
        guard trace.isFinite, valueMean.isFinite, right.allSatisfy(\.isFinite) else { return nil }
        spectrum = products.isDiagonal(diagonal) ? diagonal : nil
    }

    /// The solution; nil where the penalty is too weak to keep the equations well-conditioned, or it overflows.
    func solution(alpha: Double) -> FittedRidge? {
        // A penalty below the rounding of the products would leave the equations as singular as they were.
        guard alpha > .ulpOfOne * trace, let weights = weights(alpha) else { return nil }
        let intercept = zip(means, weights).reduce(valueMean) { $0 - $1.0 * $1.1 }
        guard intercept.isFinite, weights.allSatisfy(\.isFinite) else { return nil }
        return FittedRidge(coefficients: weights, intercept: intercept)
    }

    private func weights(_ alpha: Double) -> [Double]? {
        if let spectrum { return zip(right, spectrum).map { $0 / ($1 + alpha) } }
        var matrix = products
        for index in 0..<matrix.rows { matrix[index, index] += alpha }
        guard let factor = try? Cholesky(matrix) else { return nil }
        return factor.solve(Matrix(rows: right.count, columns: 1, values: right)).values
    }
}

extension Matrix {
    /// Whether every element off the diagonal is the rounding of one on it.
    ///
    /// Leaving these out changes a solution by no more than rounding the diagonal did.
    fileprivate func isDiagonal(_ diagonal: [Double]) -> Bool {
        let least = diagonal.min() ?? 0
        let floor = 16 * .ulpOfOne * (diagonal.max() ?? 0)
        // Of axes with little variance the rounding of others is no longer little.
        guard least > 1e-6 * (diagonal.max() ?? 0) else { return false }
        return withUnsafeValues { values in
            for row in 0..<rows {
                for column in 0..<row where abs(values[row * columns + column]) > floor { return false }
            }
            return true
        }
    }
}
