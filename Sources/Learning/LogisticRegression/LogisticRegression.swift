/// Classification by a linear model of the log-odds, with a penalty on the squared coefficients.
///
/// Two classes share one row of coefficients; more classes have one row each (softmax). The objective is
/// scikit-learn's: with rows weighted by class and by their own weights, W the total weight, and intercepts b that are
/// not penalised,
///
///     Σ weight · loss(row) / W + ‖coefficients‖² / (2 C W)
///
/// Semantics of scikit-learn's `LogisticRegression`. L-BFGS takes the same steps, so a fit that stops early, as many do
/// at the default tolerance, predicts the same classes.
///
/// ```swift
/// let model = try LogisticRegression(c: 10).fit(x, to: .labels(labels))
/// let probabilities = try model.predict(x, kinds: .probabilities).probabilities
/// ```
public struct LogisticRegression: Classifier {
    /// The fitted model.
    public typealias Model = FittedLogisticRegression

    /// The inverse of the penalty strength, greater than 0.
    ///
    /// Defaults to 1.
    public var c: Double

    /// The penalty.
    ///
    /// Defaults to L2.
    public var penalty: Penalty

    /// The weight of a row, by class.
    ///
    /// Defaults to equal weights.
    public var classWeight: ClassWeight

    /// Whether to fit intercepts.
    ///
    /// Defaults to true.
    public var fitIntercept: Bool

    /// The optimisation algorithm.
    ///
    /// Defaults to L-BFGS.
    public var solver: LogisticSolver

    /// The maximum number of solver steps, at least 1.
    ///
    /// Defaults to 100.
    public var maxIter: Int

    /// The tolerance: the solver has converged when no derivative of the objective exceeds it.
    ///
    /// Greater than 0.
    ///
    /// Defaults to 1e-4.
    public var tol: Double

    /// Creates a regression with the given parameters.
    public init(
        c: Double = 1, penalty: Penalty = .l2, classWeight: ClassWeight = .none, fitIntercept: Bool = true,
        solver: LogisticSolver = .lbfgs, maxIter: Int = 100, tol: Double = 1e-4
    ) {
        self.c = c
        self.penalty = penalty
        self.classWeight = classWeight
        self.fitIntercept = fitIntercept
        self.solver = solver
        self.maxIter = maxIter
        self.tol = tol
    }

    /// Creates a regression with `C` = 1.
    public init() { self.init(c: 1) }

    /// The kind: `logistic-regression`.
    public static let kind = "logistic-regression"

    /// Version 1 stopped Newton's method at other points.
    public static let version = 2

    /// Always true: losses are weighted.
    public static let usesWeights = true

    /// A one-sentence description of the step.
    public static let summary = "Classification by a linear model of the log-odds."

    /// A stronger penalty.
    public static let simplicity: [SimplerValues] = [.smaller("C")]

    /// `C`, `penalty`, `class_weight`, `fit_intercept`, `solver`, `max_iter` and `tol`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("C", \.c, "inverse of the penalty strength", .greaterThan(0)),
        Parameter("penalty", \.penalty, "penalty on the coefficients"),
        Parameter("class_weight", \.classWeight, "weight of a row, by class", .atLeast(0)),
        Parameter("fit_intercept", \.fitIntercept, "whether to fit intercepts"),
        Parameter("solver", \.solver, "optimisation algorithm"),
        Parameter("max_iter", \.maxIter, "maximum number of solver steps", .atLeast(1)),
        Parameter("tol", \.tol, "tolerance: largest derivative at convergence", .greaterThan(0)),
    ]
}
