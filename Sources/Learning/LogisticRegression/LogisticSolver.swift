/// How logistic regression finds its minimum.
public enum LogisticSolver: String, Sendable, Codable, CaseIterable, ParameterConvertible {
    /// The limited-memory method L-BFGS: the steps of scikit-learn's solver of that name. For any number of parameters.
    case lbfgs

    /// Newton's method: full precision in a dozen steps, whatever the scale of the columns, each of which takes time and
    /// memory by the square of the number of parameters.
    case newtonCholesky = "newton-cholesky"
}
