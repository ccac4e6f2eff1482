/// The optimisation algorithms of logistic regression.
public enum LogisticSolver: String, Sendable, Codable, CaseIterable, ParameterConvertible {
    /// L-BFGS, a limited-memory method for any number of parameters. Takes the steps of scikit-learn's `lbfgs` solver.
    case lbfgs

    /// Newton's method. Takes the steps of scikit-learn's `newton-cholesky` solver. About a dozen steps reach full
    /// precision at any column scale; each step takes time and memory quadratic in the number of parameters. If columns
    /// are linearly dependent, or an offset hides their differences, L-BFGS continues from the current point.
    case newtonCholesky = "newton-cholesky"
}
