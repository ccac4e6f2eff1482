import LinearAlgebra

/// The equations `(A + alpha I) w = b` of ridge regression, A the columns' products about their means.
struct NormalEquations {
    private let products: Matrix
    private let right: [Double]
    private let means: [Double]
    private let valueMean: Double

    /// The diagonal of A, where A is diagonal to rounding.
    private let spectrum: [Double]?

    /// The largest condition number of equations that moments, which are known to rounding, determine to nine digits.
    static let largestCondition = 1e6

    /// The equations of moments; nil if these do not hold them accurately.
    init?(_ moments: Moments) {
        guard moments.isAccurate, moments.isTargetAccurate, let products = moments.centredProducts,
            let right = moments.centredTargetProducts,
            let valueMean = moments.targetMean
        else { return nil }
        let diagonal = (0..<products.rows).map { products[$0, $0] }
        self.products = products
        self.right = right
        self.valueMean = valueMean
        means = moments.means
        guard diagonal.reduce(0, +).isFinite, valueMean.isFinite, right.allSatisfy(\.isFinite) else {
            return nil
        }
        spectrum = products.isDiagonal(diagonal) ? diagonal : nil
    }

    /// The solution; nil where the penalty is too weak to keep the equations well-conditioned, or it overflows.
    ///
    /// Rows of less than full rank, and nearly so, have such equations at any penalty below 10⁻⁶ of their variance.
    func solution(alpha: Double) -> FittedRidge? {
        guard let weights = weights(alpha) else { return nil }
        let intercept = zip(means, weights).reduce(valueMean) { $0 - $1.0 * $1.1 }
        guard intercept.isFinite, weights.allSatisfy(\.isFinite) else { return nil }
        return FittedRidge(coefficients: weights, intercept: intercept)
    }

    private func weights(_ alpha: Double) -> [Double]? {
        if let spectrum { return zip(right, spectrum).map { $0 / ($1 + alpha) } }
        return PenalisedSystem(products, alpha: alpha, condition: Self.largestCondition)?.solution(right)
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
