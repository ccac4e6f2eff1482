/// Linear regression with a penalty on the squared coefficients.
///
/// Minimises `‖y - Xw - b‖² + alpha ‖w‖²`, in which squares are multiplied by the weights of rows; the intercept b is not
/// penalised. Semantics of scikit-learn's `Ridge`.
///
/// ```swift
/// let model = try Ridge(alpha: 0.1).fit(x, to: .values(y))
/// print(model.coefficients, model.intercept)
/// ```
public struct Ridge: Regressor {
    /// The penalty strength, at least 0.
    ///
    /// Defaults to 1. With 0, the fit is ordinary least squares; if the solution is not unique, it is the one with the
    /// minimum norm.
    public var alpha: Double

    /// Whether to fit an intercept.
    ///
    /// Defaults to true.
    public var fitIntercept: Bool

    /// Creates a regression with the given parameters.
    public init(alpha: Double = 1, fitIntercept: Bool = true) {
        self.alpha = alpha
        self.fitIntercept = fitIntercept
    }

    /// Creates a regression with a penalty strength of 1.
    public init() { self.init(alpha: 1) }

    /// The fitted model.
    public typealias Model = FittedRidge

    /// The kind: `ridge`.
    public static let kind = "ridge"

    /// Always true: squared errors and means are weighted.
    public static let usesWeights = true

    /// A one-sentence description of the step.
    public static let summary = "Linear regression with a penalty on the squared coefficients."

    /// A stronger penalty.
    public static let simplicity: [SimplerValues] = [.larger("alpha")]

    /// `alpha` and `fit_intercept`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("alpha", \.alpha, "penalty strength", .atLeast(0)),
        Parameter("fit_intercept", \.fitIntercept, "whether to fit an intercept"),
    ]
}
