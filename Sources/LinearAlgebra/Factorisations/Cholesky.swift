import COpenBLAS

/// The Cholesky factor L of a symmetric positive definite matrix, `a = L Lᵀ` (LAPACK `dpotrf`).
public struct Cholesky: Sendable {
    /// The factor: lower triangular; what stands above the diagonal is not part of it.
    private let factor: Matrix

    /// Factorises a square matrix, of which only the lower triangle is read.
    ///
    /// O(n³ / 3).
    ///
    /// - Throws: ``LinearAlgebraError/notPositiveDefinite(order:)``.
    public init(_ matrix: Matrix) throws {
        guard matrix.rows == matrix.columns else {
            fatalError("a Cholesky factor needs a square matrix")
        }
        var factor = matrix
        let side = Int32(matrix.rows)
        let info = factor.withUnsafeMutableValues { values in
            side == 0
                ? 0
                // Of a symmetric matrix the lower triangle by rows is the upper by columns, which LAPACK takes as it is.
                : OpenBLAS.call {
                    LAPACKE_dpotrf_work(
                        LAPACK_COL_MAJOR, Int8(UInt8(ascii: "U")), side, values.baseAddress, side)
                }
        }
        guard info == 0 else { throw LinearAlgebraError.notPositiveDefinite(order: Int(info)) }
        self.factor = factor
    }

    /// An estimate of 1 over the condition number of the factorised matrix, in the 1-norm (LAPACK `dpocon`).
    ///
    /// O(n²).
    ///
    /// - Parameter matrix: what was factorised, both of its triangles.
    public func reciprocalCondition(of matrix: Matrix) -> Double {
        guard matrix.rows == factor.rows && matrix.columns == factor.rows else {
            fatalError("the matrix is not the one that was factorised")
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

    /// The solution X of `a X = b` for an n × m right side.
    ///
    /// O(n² m).
    public func solve(_ rightSide: Matrix) -> Matrix {
        guard rightSide.rows == factor.rows else {
            fatalError("the right side needs \(factor.rows) rows, not \(rightSide.rows)")
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
