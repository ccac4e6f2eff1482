import LinearAlgebra

extension PCA: SummaryEstimator, NestedEstimator {
    /// Fits the principal axes to the moments of the rows.
    ///
    /// - Returns: Nil if the columns are at least as many as the rows or have a large offset, or if the variance of a
    ///   kept axis is too small to be computed accurately from the squared data.
    /// - Complexity: O(columns³).
    public func fit(_ summary: Moments, in context: FitContext) throws -> FittedPCA? {
        guard summary.count > summary.sums.count, summary.isAccurate, let products = summary.centredProducts
        else { return nil }
        try checkComponents(rows: summary.count, columns: summary.sums.count)
        return try modelIfAccurate(rows: summary.count, mean: summary.means) {
            try PrincipalAxes(ofProducts: products, count: count)
        }
    }

    /// `n_components`.
    public static let nestedParameter = "n_components"

    /// The number of components; nil for a fraction of the variance, which gives the number only after the fit.
    public var nestedSize: Int? {
        switch nComponents {
        case .all: Int.max
        case .count(let count): count
        case .fraction: nil
        }
    }

    /// Returns the first components of a larger model, to the bit those of a separate fit.
    public func restriction(of larger: FittedPCA) throws -> FittedPCA {
        guard case .count(let count) = nComponents else { return larger }
        guard count <= larger.outputCount else {
            throw LearningError.fitFailed(
                step: Self.kind, reason: "cannot restrict \(larger.outputCount) components to \(count)")
        }
        return larger.restricted(toFirst: count)
    }
}

extension FittedPCA: AffineTransformer {
    /// `(x - mean) componentsᵀ`, divided by the standard deviations if whitening.
    public var affineMap: AffineMap {
        AffineMap(centre: mean, linear: .dense(scaledComponents.transposed))
    }

    /// Whether every axis has variance; an axis of rounding errors would differ after a composed map.
    public var keepsDigits: Bool {
        (explainedVariance.last ?? 0) > SymmetricEigen.leastAccurate * (explainedVariance.first ?? 0)
    }
}
