/// Drops the columns whose variance is not above a threshold, by default those that are constant.
///
/// The divisor of the variance is the number of rows. Missing numbers are ignored; a column without any number is
/// dropped. With a threshold of 0, a column is constant if its smallest number equals its greatest. Semantics of
/// scikit-learn's `VarianceThreshold`.
///
/// ```swift
/// let model = try VarianceThreshold(threshold: 0.1).fit(x, to: target)
/// ```
public struct VarianceThreshold: Transformer {
    /// The variance above which a column is kept, at least 0.
    ///
    /// Defaults to 0.
    public var threshold: Double

    /// Creates a step with the given threshold.
    public init(threshold: Double = 0) { self.threshold = threshold }

    /// Creates a step that drops constant columns.
    public init() { self.init(threshold: 0) }

    /// The kind: `variance-threshold`.
    public static let kind = "variance-threshold"

    /// A one-sentence description of the step.
    public static let summary = "Drops the columns whose variance is not above a threshold."

    /// Numbers, of which some may be missing.
    public static let accepts = FeatureContent.missingNumbers

    /// A higher threshold, which keeps fewer columns.
    public static let simplicity: [SimplerValues] = [.larger("threshold")]

    /// `threshold`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("threshold", \.threshold, "variance above which a column is kept", .atLeast(0))
    ]
}
