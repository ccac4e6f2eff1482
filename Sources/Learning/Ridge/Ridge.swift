/// Linear regression with a penalty on the squared coefficients.
///
/// Minimises `‖y - Xw - b‖² + alpha ‖w‖²`; the intercept b bears no penalty. Semantics of scikit-learn's
/// `Ridge`.
///
/// ```swift
/// let model = try Ridge(alpha: 0.1).fit(x, to: .values(y))
/// print(model.coefficients, model.intercept)
/// ```
public struct Ridge: Regressor {
    /// The strength of the penalty, at least 0.
    ///
    /// 1 unless given; with 0 it is ordinary least squares, of the least norm where the solution is not
    /// unique.
    public var alpha: Double

    /// Whether there is an intercept.
    ///
    /// True unless given.
    public var fitIntercept: Bool

    /// A regression with the given parameters.
    public init(alpha: Double = 1, fitIntercept: Bool = true) {
        self.alpha = alpha
        self.fitIntercept = fitIntercept
    }

    /// A regression with a penalty of strength 1.
    public init() { self.init(alpha: 1) }

    /// What fitting gives.
    public typealias Model = FittedRidge

    /// `ridge`.
    public static let kind = "ridge"

    /// What the step does.
    public static let summary = "Linear regression with a penalty on the squared coefficients."

    /// `alpha` and `fit_intercept`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("alpha", \.alpha, "the strength of the penalty", .atLeast(0)),
        Parameter("fit_intercept", \.fitIntercept, "whether there is an intercept"),
    ]
}
