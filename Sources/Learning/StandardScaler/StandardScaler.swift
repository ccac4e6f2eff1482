/// Standardises each column to mean 0 and variance 1: `(x - mean) / deviation`.
///
/// The divisor of the variance is the number of rows. A column that is constant to rounding is not scaled. Missing numbers
/// are ignored by the fit and stay missing; so are all numbers of a column without any in the training rows. Semantics of
/// scikit-learn's `StandardScaler`.
///
/// ```swift
/// let model = try StandardScaler().fit(x, to: target)
/// let scaled = try model.transform(x)
/// ```
public struct StandardScaler: Transformer {
    /// Whether to subtract the mean.
    ///
    /// Defaults to true.
    public var withMean: Bool

    /// Whether to divide by the standard deviation.
    ///
    /// Defaults to true.
    public var withStd: Bool

    /// Creates a scaler with the given parameters.
    public init(withMean: Bool = true, withStd: Bool = true) {
        self.withMean = withMean
        self.withStd = withStd
    }

    /// Creates a scaler that subtracts the mean and divides by the standard deviation.
    public init() { self.init(withMean: true) }

    /// The kind: `standard-scaler`.
    public static let kind = "standard-scaler"

    /// Numbers, of which some may be missing.
    public static let accepts = FeatureContent.missingNumbers

    /// Always true: means and standard deviations are weighted.
    public static let usesWeights = true

    /// Always true: the columns keep their number and order.
    public static let keepsColumns = true

    /// A one-sentence description of the step.
    public static let summary = "Standardises each column to mean 0 and variance 1."

    /// Whether the columns are divided by their standard deviation.
    public var amplifiesSmallColumns: Bool { withStd }

    /// `with_mean` and `with_std`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("with_mean", \.withMean, "whether to subtract the mean"),
        Parameter("with_std", \.withStd, "whether to divide by the standard deviation"),
    ]
}
