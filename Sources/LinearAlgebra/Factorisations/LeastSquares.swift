import COpenBLAS

/// Linear least squares by singular value decomposition (LAPACK `dgelsd`), for matrices of any rank.
public enum LeastSquares {
    /// Returns the minimum-norm solution X that minimises ‖a X − b‖.
    ///
    /// As in `numpy.linalg.lstsq`, singular values are treated as zero if they do not exceed the largest singular
    /// value times the machine epsilon times the larger dimension of a.
    ///
    /// - Parameters:
    ///   - matrix: The matrix a, *n* × *k*.
    ///   - rightSide: The right side b, *n* × *m*.
    /// - Returns: The solution X, *k* × *m*.
    /// - Throws: ``LinearAlgebraError/notFinite(row:column:)`` or ``LinearAlgebraError/notConverged(routine:)``.
    /// - Complexity: O(*n* *k*²).
    public static func solve(_ matrix: Matrix, _ rightSide: Matrix) throws -> Matrix {
        guard matrix.rows == rightSide.rows else {
            fatalError(
                "both sides must have the same number of rows, not \(matrix.rows) and \(rightSide.rows)")
        }
        for side in [matrix, rightSide] {
            if let (row, column) = side.firstNonFinite {
                throw LinearAlgebraError.notFinite(row: row, column: column)
            }
        }
        let (rows, unknowns, sides) = (matrix.rows, matrix.columns, rightSide.columns)
        guard rows > 0, unknowns > 0, sides > 0 else { return Matrix(rows: unknowns, columns: sides) }
        let precision = Double.ulpOfOne * Double(max(rows, unknowns))
        var work = matrix
        // LAPACK overwrites the right side with the solution, so it must have room for the taller of the two.
        var solution = Matrix(rows: max(rows, unknowns), columns: sides)
        solution.withUnsafeMutableValues { target in
            rightSide.withUnsafeValues { source in
                for index in source.indices { target[index] = source[index] }
            }
        }
        var (singular, rank) = ([Double](repeating: 0, count: min(rows, unknowns)), Int32(0))
        let info = work.withUnsafeMutableValues { a in
            solution.withUnsafeMutableValues { b in
                OpenBLAS.call {
                    LAPACKE_dgelsd(
                        LAPACK_ROW_MAJOR, Int32(rows), Int32(unknowns), Int32(sides), a.baseAddress,
                        Int32(unknowns),
                        b.baseAddress, Int32(sides), &singular, precision, &rank)
                }
            }
        }
        guard info == 0 else { throw LinearAlgebraError.notConverged(routine: "dgelsd") }
        return solution.rows(0..<unknowns)
    }
}
