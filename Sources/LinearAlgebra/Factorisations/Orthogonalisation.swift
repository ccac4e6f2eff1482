import COpenBLAS

/// The thin QR factorisation `a = Q R` by Householder reflections (LAPACK `dgelqf`), where k = min(rows, columns).
public struct Orthogonalisation: Sendable {
    /// The triangle R in the first rows, and the reflections.
    package let packed: Matrix

    /// The factors of the k reflections.
    package let factors: [Double]

    /// Factorises a matrix.
    ///
    /// - Throws: ``LinearAlgebraError/notFinite(row:column:)``.
    /// - Complexity: O(rows × columns × k).
    public init(_ matrix: Matrix) throws {
        if let (row, column) = matrix.firstNonFinite {
            throw LinearAlgebraError.notFinite(row: row, column: column)
        }
        var packed = matrix
        let (rows, columns) = (matrix.rows, matrix.columns)
        var factors = [Double](repeating: 0, count: min(rows, columns))
        if !factors.isEmpty {
            // LAPACK, which is column-major, reads the transpose, and factorises it as `aᵀ = L P`; then R is Lᵀ, and Q is Pᵀ.
            let info = packed.withUnsafeMutableValues { values in
                OpenBLAS.call {
                    LAPACKE_dgelqf(
                        LAPACK_COL_MAJOR, Int32(columns), Int32(rows), values.baseAddress, Int32(columns),
                        &factors)
                }
            }
            guard info == 0 else { throw LinearAlgebraError.notConverged(routine: "dgelqf") }
        }
        self.init(packed: packed, factors: factors)
    }

    /// Creates a factorisation from its parts.
    package init(packed: Matrix, factors: [Double]) {
        (self.packed, self.factors) = (packed, factors)
    }

    /// The upper triangle R, k × columns.
    public var triangle: Matrix {
        var triangle = packed.rows(0..<factors.count)
        let width = triangle.columns
        triangle.withUnsafeMutableValues { values in
            for row in 0..<factors.count {
                for column in 0..<min(row, width) { values[row * width + column] = 0 }
            }
        }
        return triangle
    }

    /// Returns the product of Q, rows × k, and a matrix.
    ///
    /// - Parameter matrix: A matrix with k rows.
    /// - Complexity: O(rows × k × matrix.columns).
    public func timesQ(_ matrix: Matrix) -> Matrix {
        let (rows, width) = (packed.rows, matrix.columns)
        guard matrix.rows == factors.count else {
            fatalError("the product requires \(factors.count) rows, not \(matrix.rows)")
        }
        var product = Matrix(rows: rows, columns: width)
        guard rows > 0, width > 0, !factors.isEmpty else { return product }
        product.withUnsafeMutableValues { target in
            matrix.withUnsafeValues { source in
                for index in source.indices { target[index] = source[index] }
            }
            packed.withUnsafeValues { reflections in
                // In column-major order, the product is the transpose, which P multiplies from the right.
                _ = OpenBLAS.call {
                    LAPACKE_dormlq(
                        LAPACK_COL_MAJOR, Int8(UInt8(ascii: "R")), Int8(UInt8(ascii: "N")), Int32(width),
                        Int32(rows), Int32(factors.count), reflections.baseAddress, Int32(packed.columns),
                        factors,
                        target.baseAddress, Int32(width))
                }
            }
        }
        return product
    }
}
