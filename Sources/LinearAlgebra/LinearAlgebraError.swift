/// What can go wrong in a factorisation.
public enum LinearAlgebraError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A Cholesky factor does not exist: the leading block of this order is not positive definite.
    case notPositiveDefinite(order: Int)

    /// An iteration of LAPACK's did not converge.
    case notConverged(routine: String)

    /// An element that must be finite was NaN or infinite.
    case notFinite(row: Int, column: Int)

    /// The message for people.
    public var description: String {
        switch self {
        case .notPositiveDefinite(let order):
            "the matrix is not positive definite (its leading block of order \(order) is not)"
        case .notConverged(let routine): "LAPACK's \(routine) did not converge"
        case .notFinite(let row, let column):
            "the matrix must be finite, but element (\(row), \(column)) is NaN or infinite"
        }
    }
}
