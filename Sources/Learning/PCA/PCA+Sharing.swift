import LinearAlgebra

extension PCA: SummaryEstimator, NestedEstimator {
    /// Learns the principal axes from the moments of the rows.
    ///
    /// Nil where columns are as many as rows or have a large offset, and where an axis is wanted whose variance is below
    /// what the squared data tell accurately. O(columns³).
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

    /// The number of components; nil for a part of the variance, which is known only after the fit.
    public var nestedSize: Int? {
        switch nComponents {
        case .all: Int.max
        case .count(let count): count
        case .fraction: nil
        }
    }

    /// The first components of more: to the bit those of a fit of its own.
    public func restriction(of larger: FittedPCA) throws -> FittedPCA {
        guard case .count(let count) = nComponents else { return larger }
        guard count <= larger.outputCount else {
            throw LearningError.fitFailed(
                step: Self.kind, reason: "\(count) components cannot be had of \(larger.outputCount)")
        }
        return larger.restricted(toFirst: count)
    }
}

extension FittedPCA: AffineTransformer {
    /// `(x - mean) componentsᵀ`, divided by the deviations if whitening.
    public var affineMap: AffineMap {
        AffineMap(centre: mean, linear: .dense(scaledComponents.transposed))
    }

    /// Whether no axis is made of rounding, which would be another behind another map.
    public var keepsDigits: Bool {
        (explainedVariance.last ?? 0) > PrincipalAxes.accurate * (explainedVariance.first ?? 0)
    }
}
