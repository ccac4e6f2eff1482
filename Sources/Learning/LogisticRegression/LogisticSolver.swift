/// How logistic regression finds its minimum.
public enum LogisticSolver: String, Sendable, Codable, CaseIterable, ParameterConvertible {
    /// The limited-memory method L-BFGS: the steps of scikit-learn's solver of that name. For any number of parameters.
    case lbfgs

    /// Newton's method: the steps of scikit-learn's solver of that name. A dozen reach full precision whatever the scale of
    /// the columns, each of which takes time and memory by the square of the number of parameters. Where columns depend on
    /// each other, or an offset hides their differences, L-BFGS goes on from where it is.
    case newtonCholesky = "newton-cholesky"
}
