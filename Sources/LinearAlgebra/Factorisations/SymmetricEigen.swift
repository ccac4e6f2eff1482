import COpenBLAS

/// The eigenvalues and eigenvectors of a symmetric matrix (LAPACK `dsyevd`).
public struct SymmetricEigen: Sendable {
    /// The eigenvalues, the largest first.
    public let values: [Double]

    /// The eigenvectors, one a row, of length one, in the order of ``values``.
    ///
    /// The sign of each is arbitrary.
    public let vectors: Matrix

    /// Decomposes a square symmetric matrix, of which only one triangle is read.
    ///
    /// O(n³).
    ///
    /// - Throws: ``LinearAlgebraError/notFinite(row:column:)``,
    ///   ``LinearAlgebraError/notConverged(routine:)``.
    public init(_ matrix: Matrix) throws {
        guard matrix.rows == matrix.columns else {
            fatalError("an eigendecomposition needs a square matrix")
        }
        if let (row, column) = matrix.firstNonFinite {
            throw LinearAlgebraError.notFinite(row: row, column: column)
        }
        let side = matrix.rows
        // Column-major LAPACK reads the symmetric matrix as it is and leaves a vector a row.
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
