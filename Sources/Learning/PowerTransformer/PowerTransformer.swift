/// Makes the numbers of each column more like those of a normal distribution, by a power of each number.
///
/// The exponent of a column maximises the likelihood of a normal distribution; the maximum is found by Brent's method, as
/// in SciPy. A constant column keeps its numbers with the Yeo-Johnson transform. Missing numbers are ignored by the fit and
/// stay missing; so are all numbers of a column without any in the training rows. Semantics of scikit-learn's
/// `PowerTransformer`. Sources: Yeo and Johnson, "A new family of power transformations to improve normality or symmetry"
/// (2000); Box and Cox, "An analysis of transformations" (1964).
///
/// ```swift
/// let model = try PowerTransformer(method: .boxCox).fit(x, to: target)
/// print(model.lambdas)
/// ```
public struct PowerTransformer: Transformer {
    /// A family of transforms.
    public enum Method: String, Sendable, Codable, CaseIterable, ParameterConvertible {
        /// The Yeo-Johnson transform, of any numbers.
        case yeoJohnson = "yeo-johnson"
        /// The Box-Cox transform, of positive numbers only.
        case boxCox = "box-cox"
    }

    /// The family of transforms.
    ///
    /// Defaults to the Yeo-Johnson transform.
    public var method: Method

    /// Whether to scale the transformed columns to mean 0 and variance 1.
    ///
    /// Defaults to true.
    public var standardize: Bool

    /// Creates a transformer with the given parameters.
    public init(method: Method = .yeoJohnson, standardize: Bool = true) {
        self.method = method
        self.standardize = standardize
    }

    /// Creates a transformer by the Yeo-Johnson transform.
    public init() { self.init(method: .yeoJohnson) }

    /// The kind: `power-transformer`.
    public static let kind = "power-transformer"

    /// Numbers, of which some may be missing.
    public static let accepts = FeatureContent.missingNumbers

    /// Always true: the columns keep their number and order.
    public static let keepsColumns = true

    /// A one-sentence description of the step.
    public static let summary = "Makes each column more like a normal distribution, by powers of its numbers."

    /// `method` and `standardize`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("method", \.method, "family of transforms"),
        Parameter(
            "standardize", \.standardize, "whether to scale the transformed columns to mean 0 and variance 1"),
    ]

    /// Estimates forty evaluations of the likelihood for each column.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        FitEstimate(
            seconds: 1e-5 + 6e-7 * Double(rows) * Double(columns), modelBytes: 24 * columns,
            workBytes: 8 * rows * (columns + 4), outputColumns: columns)
    }
}
