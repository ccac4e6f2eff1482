import COpenBLAS

/// Linear least squares by singular values (LAPACK `dgelsd`), whatever the rank.
public enum LeastSquares {
    /// The X of least norm among those that minimise ‖a X − b‖, for an n × k `a` and an n × m `b`: k × m.
    ///
    /// O(n k²).
    ///
    /// Singular values at or below the largest times the machine's precision times the longer side of `a` count as
    /// zero, as in `numpy.linalg.lstsq`: what rounding leaves of a lower rank is about that large.
    ///
    /// - Throws: ``LinearAlgebraError/notFinite(row:column:)``,
    ///   ``LinearAlgebraError/notConverged(routine:)``.
    public static func solve(_ matrix: Matrix, _ rightSide: Matrix) throws -> Matrix {
        guard matrix.rows == rightSide.rows else {
            fatalError("both sides need the same number of rows")
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
        // The solution takes the right side's place, which must therefore be as tall as the taller of the two.
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
