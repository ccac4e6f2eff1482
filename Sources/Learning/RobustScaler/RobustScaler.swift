/// Centres each column at its median, and divides it by the distance between two of its quantiles.
///
/// The quartiles are the default. A column whose quantiles are equal is not scaled. Missing numbers are ignored by the fit
/// and stay missing; so are all numbers of a column without any in the training rows. Semantics of scikit-learn's
/// `RobustScaler`, with `quantile_range` as two parameters.
///
/// The map is affine (``AffineTransformer``), so that a search composes it with the maps of other steps. The numbers of each
/// fold are sorted once for all training sets (``ColumnValues``).
///
/// ```swift
/// let model = try RobustScaler(quantileMin: 10, quantileMax: 90).fit(x, to: target)
/// ```
public struct RobustScaler: Transformer {
    /// Whether to subtract the median.
    ///
    /// Defaults to true.
    public var withCentering: Bool

    /// Whether to divide by the distance between the quantiles.
    ///
    /// Defaults to true.
    public var withScaling: Bool

    /// The lower quantile in percent.
    ///
    /// Defaults to 25.
    public var quantileMin: Double

    /// The upper quantile in percent, at least ``quantileMin``.
    ///
    /// Defaults to 75.
    public var quantileMax: Double

    /// Whether normally distributed numbers have variance 1 after scaling.
    ///
    /// Defaults to false.
    public var unitVariance: Bool

    /// Creates a scaler with the given parameters.
    public init(
        withCentering: Bool = true, withScaling: Bool = true, quantileMin: Double = 25,
        quantileMax: Double = 75, unitVariance: Bool = false
    ) {
        self.withCentering = withCentering
        self.withScaling = withScaling
        self.quantileMin = quantileMin
        self.quantileMax = quantileMax
        self.unitVariance = unitVariance
    }

    /// Creates a scaler that subtracts the median and divides by the distance between the quartiles.
    public init() { self.init(withCentering: true) }

    /// The kind: `robust-scaler`.
    public static let kind = "robust-scaler"

    /// Numbers, of which some may be missing.
    public static let accepts = FeatureContent.missingNumbers

    /// Always true: the columns keep their number and order.
    public static let keepsColumns = true

    /// A one-sentence description of the step.
    public static let summary = "Scales each column by its median and the distance between two quantiles."

    /// Whether the columns are divided by the distance between their quantiles.
    public var amplifiesSmallColumns: Bool { withScaling }

    /// `with_centering`, `with_scaling`, `quantile_min`, `quantile_max` and `unit_variance`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("with_centering", \.withCentering, "whether to subtract the median"),
        Parameter(
            "with_scaling", \.withScaling, "whether to divide by the distance between the quantiles"),
        Parameter("quantile_min", \.quantileMin, "lower quantile in percent", .between(0, 100)),
        Parameter("quantile_max", \.quantileMax, "upper quantile in percent", .between(0, 100)),
        Parameter(
            "unit_variance", \.unitVariance, "whether normally distributed numbers have variance 1"),
    ]

    /// Estimates sorting each column.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        FitEstimate(
            seconds: 1e-5 + 1e-7 * Double(rows) * Double(columns), modelBytes: 16 * columns,
            workBytes: 16 * rows, outputColumns: columns)
    }
}
