/// Classification by a linear model of the log-odds, with a penalty on the squared coefficients.
///
/// Two classes share one row of coefficients, more have a row each (softmax). The objective is
/// scikit-learn's: with rows weighted by their class, W their total weight, and the intercepts b bearing no
/// penalty,
///
///     Σ weight · loss(row) / W + ‖coefficients‖² / (2 C W)
///
/// Semantics of scikit-learn's `LogisticRegression`. L-BFGS takes the same steps, so that even a fit that stops before it
/// is precise, as the default tolerance makes many do, tells the same classes.
///
/// ```swift
/// let model = try LogisticRegression(c: 10).fit(x, to: .labels(labels))
/// let probabilities = try model.predict(x, kinds: .probabilities).probabilities
/// ```
public struct LogisticRegression: Classifier {
    /// What fitting gives.
    public typealias Model = FittedLogisticRegression

    /// The inverse of the penalty's strength, greater than 0.
    ///
    /// 1 unless given.
    public var c: Double

    /// The penalty.
    ///
    /// The squared coefficients unless given.
    public var penalty: Penalty

    /// How much a row counts, by its class.
    ///
    /// Every row the same unless given.
    public var classWeight: ClassWeight

    /// Whether there are intercepts.
    ///
    /// True unless given.
    public var fitIntercept: Bool

    /// How the minimum is found.
    ///
    /// L-BFGS unless given.
    public var solver: LogisticSolver

    /// The steps after which the solver stops, converged or not, at least 1.
    ///
    /// 100 unless given.
    public var maxIter: Int

    /// The solver has converged when no derivative of the objective is larger than this, which is greater
    /// than 0.
    ///
    /// 1e-4 unless given.
    public var tol: Double

    /// A regression with the given parameters.
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

    /// A regression with `C` of 1.
    public init() { self.init(c: 1) }

    /// `logistic-regression`.
    public static let kind = "logistic-regression"

    /// Newton's method stopped elsewhere in the first version.
    public static let version = 2

    /// What the step does.
    public static let summary = "Classification by a linear model of the log-odds."

    /// `C`, `penalty`, `class_weight`, `fit_intercept`, `solver`, `max_iter` and `tol`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("C", \.c, "the inverse of the penalty's strength", .greaterThan(0)),
        Parameter("penalty", \.penalty, "the penalty"),
        Parameter("class_weight", \.classWeight, "how much a row counts, by its class", .atLeast(0)),
        Parameter("fit_intercept", \.fitIntercept, "whether there are intercepts"),
        Parameter("solver", \.solver, "how the minimum is found"),
        Parameter("max_iter", \.maxIter, "the steps after which the solver stops", .atLeast(1)),
        Parameter("tol", \.tol, "the largest derivative at which it has converged", .greaterThan(0)),
    ]
}
