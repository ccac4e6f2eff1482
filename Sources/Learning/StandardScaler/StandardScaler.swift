/// Makes each column of mean 0 and variance 1: `(x - mean) / deviation`.
///
/// The deviation's divisor is the number of rows. A column that is constant, as far as rounding lets tell, is
/// left at its scale. Semantics of scikit-learn's `StandardScaler`.
///
/// ```swift
/// let model = try StandardScaler().fit(x, to: target)
/// let scaled = try model.transform(x)
/// ```
public struct StandardScaler: Transformer {
    /// Whether the mean is subtracted.
    ///
    /// True unless given.
    public var withMean: Bool

    /// Whether the column is divided by its standard deviation.
    ///
    /// True unless given.
    public var withStd: Bool

    /// A scaler with the given parameters.
    public init(withMean: Bool = true, withStd: Bool = true) {
        self.withMean = withMean
        self.withStd = withStd
    }

    /// A scaler that subtracts the mean and divides by the deviation.
    public init() { self.init(withMean: true) }

    /// `standard-scaler`.
    public static let kind = "standard-scaler"

    /// True.
    public static let keepsColumns = true

    /// What the step does.
    public static let summary = "Makes each column of mean 0 and variance 1."

    /// True if it divides by the deviation.
    public var amplifiesSmallColumns: Bool { withStd }

    /// `with_mean` and `with_std`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("with_mean", \.withMean, "whether the mean is subtracted"),
        Parameter("with_std", \.withStd, "whether the column is divided by its standard deviation"),
    ]
}
