/// Maps the numbers of each column to a uniform or normal distribution, by their rank in the training rows.
///
/// A number between two quantiles of the training rows is interpolated; one beyond them is mapped to the end of the
/// distribution. Missing numbers are ignored by the fit and stay missing; so are all numbers of a column without any in the
/// training rows. Semantics of scikit-learn's `QuantileTransformer` with `subsample=None`.
///
/// ```swift
/// let model = try QuantileTransformer(outputDistribution: .normal).fit(x, to: target)
/// ```
public struct QuantileTransformer: Transformer {
    /// A distribution.
    public enum Distribution: String, Sendable, Codable, CaseIterable, ParameterConvertible {
        /// Uniform from 0 to 1.
        case uniform
        /// Normal with mean 0 and variance 1, cut off at a probability of 1e-7.
        case normal
    }

    /// The number of quantiles, at least 1; the number of rows if there are fewer.
    ///
    /// Defaults to 1000.
    public var nQuantiles: Int

    /// The distribution of the transformed numbers.
    ///
    /// Defaults to uniform.
    public var outputDistribution: Distribution

    /// Creates a transformer with the given parameters.
    public init(nQuantiles: Int = 1000, outputDistribution: Distribution = .uniform) {
        self.nQuantiles = nQuantiles
        self.outputDistribution = outputDistribution
    }

    /// Creates a transformer to a uniform distribution by 1000 quantiles.
    public init() { self.init(nQuantiles: 1000) }

    /// The kind: `quantile-transformer`.
    public static let kind = "quantile-transformer"

    /// Numbers, of which some may be missing.
    public static let accepts = FeatureContent.missingNumbers

    /// Always true: the columns keep their number and order.
    public static let keepsColumns = true

    /// A one-sentence description of the step.
    public static let summary = "Maps each column to a uniform or normal distribution by its quantiles."

    /// `n_quantiles` and `output_distribution`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("n_quantiles", \.nQuantiles, "number of quantiles", .atLeast(1)),
        Parameter(
            "output_distribution", \.outputDistribution, "distribution of the transformed numbers"),
    ]

    /// Estimates sorting each column.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        FitEstimate(
            seconds: 1e-5 + 1e-7 * Double(rows) * Double(columns),
            modelBytes: 8 * columns * min(nQuantiles, rows), workBytes: 16 * rows, outputColumns: columns)
    }
}
