import LinearAlgebra

/// Logistic regression: the log-odds of the classes are linear in the features.
///
/// ```swift
/// let model = try LogisticRegression(c: 0.1).fit(x, to: .labels(labels))
/// let chances = try model.probabilities(x)
/// ```
///
/// Minimises the mean log loss plus ‖w‖² / (2 C n), the intercept unpenalised, by L-BFGS: binary for two classes,
/// multinomial (softmax) for more. The semantics are those of scikit-learn's `LogisticRegression(solver="lbfgs")`.
/// O(rows × columns × classes) an iteration.
public struct LogisticRegression: Classifier, Equatable {
    /// Coefficients and intercepts.
    public typealias Model = FittedLogisticRegression

    /// `logistic-regression`.
    public static let kind = "logistic-regression"

    /// What it does.
    public static let summary = "Logistic regression: log-odds linear in the features, with probabilities."

    /// The names of the parameters.
    public static let parameters: [Parameter<Self>] = [
        Parameter("C", \.c, "inverse strength of the penalty", .greaterThan(0)),
        Parameter("penalty", \.penalty, "what keeps coefficients small"),
        Parameter("class_weight", \.classWeight, "what multiplies the loss, by class", .atLeast(0)),
        Parameter("fit_intercept", \.fitIntercept, "whether the log-odds have a constant term"),
        Parameter("max_iter", \.maxIter, "limit on the solver's iterations", .atLeast(1)),
        Parameter("tol", \.tol, "largest element of the gradient at which the solver stops", .greaterThan(0)),
    ]

    /// What keeps coefficients small.
    public enum Penalty: String, Sendable, CaseIterable, ParameterConvertible {
        /// Half the sum of their squares.
        case l2
        /// Nothing.
        case none

        /// From a word; null is none.
        public init?(_ value: ParameterValue) {
            switch value {
            case .null: self = .none
            case .string(let word): self.init(rawValue: word)
            default: return nil
            }
        }
    }

    /// The inverse strength of the penalty, greater than 0.
    public var c = 1.0

    /// What keeps coefficients small.
    public var penalty = Penalty.l2

    /// What multiplies the loss of the rows of each class.
    public var classWeight = ClassWeight.none

    /// Whether the log-odds have a constant term.
    public var fitIntercept = true

    /// The limit on the solver's iterations; a fit that reaches it warns.
    public var maxIter = 100

    /// The largest element of the gradient of the objective at which the solver stops.
    public var tol = 1e-4

    /// With every parameter at its default.
    public init() {}

    /// With the given parameters; the defaults are scikit-learn's.
    public init(
        c: Double = 1, penalty: Penalty = .l2, classWeight: ClassWeight = .none, fitIntercept: Bool = true,
        maxIter: Int = 100, tol: Double = 1e-4
    ) {
        self.c = c
        self.penalty = penalty
        self.classWeight = classWeight
        self.fitIntercept = fitIntercept
        self.maxIter = maxIter
        self.tol = tol
    }
}
