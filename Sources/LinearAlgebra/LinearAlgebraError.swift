/// An error of a factorisation.
public enum LinearAlgebraError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The matrix has no Cholesky factor, because its leading block of the given order is not positive definite.
    case notPositiveDefinite(order: Int)

    /// An iterative LAPACK routine did not converge.
    case notConverged(routine: String)

    /// An element is NaN or infinite.
    case notFinite(row: Int, column: Int)

    /// The error message.
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
