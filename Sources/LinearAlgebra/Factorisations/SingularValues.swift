import COpenBLAS

/// The thin singular value decomposition `a = U diag(s) Vᵀ` (LAPACK `dgesdd`), where k = min(rows, columns).
public struct SingularValues: Sendable {
    /// The left singular vectors in columns, a rows × k matrix.
    public let left: Matrix

    /// The k singular values in descending order.
    public let values: [Double]

    /// The right singular vectors in rows, a k × columns matrix.
    public let right: Matrix

    /// Creates a decomposition from its parts.
    package init(left: Matrix, values: [Double], right: Matrix) {
        (self.left, self.values, self.right) = (left, values, right)
    }

    /// Decomposes a matrix.
    ///
    /// - Throws: ``LinearAlgebraError/notFinite(row:column:)`` or ``LinearAlgebraError/notConverged(routine:)``.
    /// - Complexity: O(rows × columns × k).
    public init(_ matrix: Matrix) throws {
        if let (row, column) = matrix.firstNonFinite {
            throw LinearAlgebraError.notFinite(row: row, column: column)
        }
        let (rows, columns) = (matrix.rows, matrix.columns)
        let rank = min(rows, columns)
        var (work, left) = (matrix, Matrix(rows: rows, columns: rank))
        var (right, values) = (Matrix(rows: rank, columns: columns), [Double](repeating: 0, count: rank))
        // LAPACK, which is column-major, decomposes the transpose `aᵀ = V diag(s) Uᵀ`. Its V in column-major order is
        // Vᵀ in row-major order, so that no transposition is necessary.
        let info = work.withUnsafeMutableValues { a in
            left.withUnsafeMutableValues { u in
                right.withUnsafeMutableValues { vt in
                    rank == 0
                        ? 0
                        : OpenBLAS.call {
                            LAPACKE_dgesdd(
                                LAPACK_COL_MAJOR, Int8(UInt8(ascii: "S")), Int32(columns), Int32(rows),
                                a.baseAddress,
                                Int32(columns), &values, vt.baseAddress, Int32(columns), u.baseAddress,
                                Int32(rank))
                        }
                }
            }
        }
        guard info == 0 else { throw LinearAlgebraError.notConverged(routine: "dgesdd") }
        (self.left, self.values, self.right) = (left, values, right)
    }
}
