/// Maps each column's range onto a given one, 0 to 1 unless given.
///
/// A constant column is mapped to the lower bound. Rows seen later may fall outside the range: nothing is
/// clipped. Semantics of scikit-learn's `MinMaxScaler`, whose `feature_range` is two parameters here.
///
/// ```swift
/// let model = try MinMaxScaler(featureMin: -1, featureMax: 1).fit(x, to: target)
/// ```
public struct MinMaxScaler: Transformer {
    /// What each column's least value is mapped to.
    ///
    /// 0 unless given.
    public var featureMin: Double

    /// What each column's greatest value is mapped to, greater than ``featureMin``.
    ///
    /// 1 unless given.
    public var featureMax: Double

    /// A scaler to the given range.
    public init(featureMin: Double = 0, featureMax: Double = 1) {
        self.featureMin = featureMin
        self.featureMax = featureMax
    }

    /// A scaler to the range from 0 to 1.
    public init() { self.init(featureMin: 0) }

    /// `min-max-scaler`.
    public static let kind = "min-max-scaler"

    /// True.
    public static let keepsColumns = true

    /// What the step does.
    public static let summary = "Maps each column's range onto a given one."

    /// `feature_min` and `feature_max`: the two ends of scikit-learn's `feature_range`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("feature_min", \.featureMin, "what each column's least value is mapped to"),
        Parameter("feature_max", \.featureMax, "what each column's greatest value is mapped to"),
    ]
}
