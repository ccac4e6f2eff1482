import COpenBLAS

/// The Cholesky factor L of a symmetric positive definite matrix, `a = L Lᵀ` (LAPACK `dpotrf`).
public struct Cholesky: Sendable {
    /// The factor in the lower triangle; elements above the diagonal are undefined.
    private let factor: Matrix

    /// Factorises a symmetric positive definite matrix.
    ///
    /// - Parameter matrix: A square matrix, of which only the lower triangle is read.
    /// - Throws: ``LinearAlgebraError/notPositiveDefinite(order:)``.
    /// - Complexity: O(*n*³ / 3) for an *n* × *n* matrix.
    public init(_ matrix: Matrix) throws {
        guard matrix.rows == matrix.columns else {
            fatalError(
                "a Cholesky factorisation requires a square matrix, not \(matrix.rows) × \(matrix.columns)")
        }
        var factor = matrix
        let side = Int32(matrix.rows)
        let info = factor.withUnsafeMutableValues { values in
            side == 0
                ? 0
                // The lower triangle in row-major order is the upper triangle in LAPACK's column-major order.
                : OpenBLAS.call {
                    LAPACKE_dpotrf_work(
                        LAPACK_COL_MAJOR, Int8(UInt8(ascii: "U")), side, values.baseAddress, side)
                }
        }
        guard info == 0 else { throw LinearAlgebraError.notPositiveDefinite(order: Int(info)) }
        self.factor = factor
    }

    /// Estimates the reciprocal condition number of the factorised matrix in the 1-norm (LAPACK `dpocon`).
    ///
    /// - Parameter matrix: The factorised matrix, with both of its triangles.
    /// - Returns: An estimate between 0 (singular) and 1.
    /// - Complexity: O(*n*²).
    public func reciprocalCondition(of matrix: Matrix) -> Double {
        guard matrix.rows == factor.rows && matrix.columns == factor.rows else {
            fatalError("the matrix must have the shape of the factorised matrix")
        }
        let side = matrix.rows
        guard side > 0 else { return 1 }
        let norm = matrix.withUnsafeValues { values in
            stride(from: 0, to: values.count, by: side).reduce(0.0) { norm, start in
                max(norm, values[start..<start + side].reduce(0) { $0 + abs($1) })
            }
        }
        var reciprocal = 0.0
        let info = factor.withUnsafeValues { values in
            OpenBLAS.call {
                LAPACKE_dpocon(
                    LAPACK_COL_MAJOR, Int8(UInt8(ascii: "U")), Int32(side), values.baseAddress, Int32(side),
                    norm,
                    &reciprocal)
            }
        }
        return info == 0 ? reciprocal : 0
    }

    /// Solves `a X = b`.
    ///
    /// - Parameter rightSide: The right side b, an *n* × *m* matrix.
    /// - Returns: The solution X, an *n* × *m* matrix.
    /// - Complexity: O(*n*² *m*).
    public func solve(_ rightSide: Matrix) -> Matrix {
        guard rightSide.rows == factor.rows else {
            fatalError("the right side must have \(factor.rows) rows, not \(rightSide.rows)")
        }
        guard rightSide.count > 0 else { return rightSide }
        var solution = rightSide
        let columns = Int32(rightSide.columns)
        factor.withUnsafeValues { factorValues in
            solution.withUnsafeMutableValues { values in
                for transpose in [CblasNoTrans, CblasTrans] {
                    OpenBLAS.call {
                        cblas_dtrsm(
                            CblasRowMajor, CblasLeft, CblasLower, transpose, CblasNonUnit, Int32(factor.rows),
                            columns,
                            1, factorValues.baseAddress, Int32(factor.rows), values.baseAddress, columns)
                    }
                }
            }
        }
        return solution
    }
}
