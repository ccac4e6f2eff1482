import LinearAlgebra

/// The equations `(A + alpha I) w = b` of ridge regression, where A is the centred cross-products of the columns.
struct NormalEquations {
    private let products: Matrix
    private let right: [Double]
    private let means: [Double]
    private let valueMean: Double

    /// The diagonal of A, if A is diagonal to rounding.
    private let spectrum: [Double]?

    /// Creates the equations from moments; nil if the moments are not accurate enough.
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

    /// Returns the solution; nil if the equations are ill-conditioned for this penalty, or if the solution overflows.
    ///
    /// Rows of (nearly) less than full rank yield ill-conditioned equations at any penalty below 10⁻⁶ of their
    /// variance.
    func solution(alpha: Double) -> FittedRidge? {
        guard let weights = weights(alpha) else { return nil }
        let intercept = zip(means, weights).reduce(valueMean) { $0 - $1.0 * $1.1 }
        guard intercept.isFinite, weights.allSatisfy(\.isFinite) else { return nil }
        return FittedRidge(coefficients: weights, intercept: intercept)
    }

    private func weights(_ alpha: Double) -> [Double]? {
        if let spectrum { return zip(right, spectrum).map { $0 / ($1 + alpha) } }
        return PenalisedSystem(products, alpha: alpha, condition: Moments.largestCondition)?.solution(right)
    }
}

extension Matrix {
    /// Whether every off-diagonal element is within the rounding error of the diagonal.
    ///
    /// Ignoring them changes a solution by no more than the rounding of the diagonal.
    fileprivate func isDiagonal(_ diagonal: [Double]) -> Bool {
        let least = diagonal.min() ?? 0
        let floor = 16 * .ulpOfOne * (diagonal.max() ?? 0)
        // For axes with little variance, the rounding errors of others matter.
        guard least > 1e-6 * (diagonal.max() ?? 0) else { return false }
        return withUnsafeValues { values in
            for row in 0..<rows {
                for column in 0..<row where abs(values[row * columns + column]) > floor { return false }
            }
            return true
        }
    }
}
