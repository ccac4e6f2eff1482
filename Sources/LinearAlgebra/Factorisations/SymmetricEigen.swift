import COpenBLAS

/// The eigenvalues and eigenvectors of a symmetric matrix (LAPACK `dsyevd`).
public struct SymmetricEigen: Sendable {
    /// The eigenvalues in descending order.
    public let values: [Double]

    /// The eigenvectors in rows, normalised to length 1, in the order of ``values``.
    ///
    /// The sign of each eigenvector is arbitrary.
    public let vectors: Matrix

    /// The fraction of the largest eigenvalue above which the eigenvalues of rounded products keep nine digits.
    package static let leastAccurate = 1e-6

    /// Decomposes a square symmetric matrix, of which only one triangle is read.
    ///
    /// - Throws: ``LinearAlgebraError/notFinite(row:column:)`` or ``LinearAlgebraError/notConverged(routine:)``.
    /// - Complexity: O(*n*³) for an *n* × *n* matrix.
    public init(_ matrix: Matrix) throws {
        guard matrix.rows == matrix.columns else {
            fatalError(
                "an eigendecomposition requires a square matrix, not \(matrix.rows) × \(matrix.columns)")
        }
        if let (row, column) = matrix.firstNonFinite {
            throw LinearAlgebraError.notFinite(row: row, column: column)
        }
        let side = matrix.rows
        // The matrix is symmetric, so LAPACK can read it in column-major order; its column vectors are rows here.
        var columns = matrix
        var ascending = [Double](repeating: 0, count: side)
        let info = columns.withUnsafeMutableValues { values in
            side == 0
                ? 0
                : OpenBLAS.call {
                    LAPACKE_dsyevd(
                        LAPACK_COL_MAJOR, Int8(UInt8(ascii: "V")), Int8(UInt8(ascii: "L")), Int32(side),
                        values.baseAddress, Int32(side), &ascending)
                }
        }
        guard info == 0 else { throw LinearAlgebraError.notConverged(routine: "dsyevd") }
        values = ascending.reversed()
        vectors = columns.rows(at: Array((0..<side).reversed()))
    }
}
