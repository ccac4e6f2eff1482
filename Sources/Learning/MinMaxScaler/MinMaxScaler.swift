/// A transformer that scales each column to a given range, 0 to 1 by default.
///
/// A constant column is mapped to the lower bound. Later rows may fall outside the range; values are not clipped. Missing
/// numbers are ignored by the fit and stay missing; so are all numbers of a column without any in the training rows.
/// Semantics of scikit-learn's `MinMaxScaler`, with `feature_range` as two parameters.
///
/// ```swift
/// let model = try MinMaxScaler(featureMin: -1, featureMax: 1).fit(x, to: target)
/// ```
public struct MinMaxScaler: Transformer {
    /// The lower bound of the scaled columns.
    ///
    /// Defaults to 0.
    public var featureMin: Double

    /// The upper bound of the scaled columns, greater than ``featureMin``.
    ///
    /// Defaults to 1.
    public var featureMax: Double

    /// Creates a scaler to the given range.
    public init(featureMin: Double = 0, featureMax: Double = 1) {
        self.featureMin = featureMin
        self.featureMax = featureMax
    }

    /// Creates a scaler to the range from 0 to 1.
    public init() { self.init(featureMin: 0) }

    /// The kind: `min-max-scaler`.
    public static let kind = "min-max-scaler"

    /// Numbers, of which some may be missing.
    public static let accepts = FeatureContent.missingNumbers

    /// Always true: the columns keep their number and order.
    public static let keepsColumns = true

    /// A one-sentence description of the step.
    public static let summary = "Scales each column to a given range."

    /// `feature_min` and `feature_max`: the two ends of scikit-learn's `feature_range`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("feature_min", \.featureMin, "lower bound of the scaled columns"),
        Parameter("feature_max", \.featureMax, "upper bound of the scaled columns"),
    ]
}
