import COpenBLAS
import Machine

/// Matrix products, each computed by one or a few BLAS-3 calls (BLAS-2 for a vector).
extension Matrix {
    /// Returns the product `self × other`.
    ///
    /// - Parameter other: A matrix with as many rows as this matrix has columns.
    /// - Complexity: O(*n* *k* *m*) for an *n* × *k* matrix times a *k* × *m* matrix.
    public func times(_ other: Matrix) -> Matrix {
        guard columns == other.rows else {
            fatalError("cannot multiply \(shape) by \(other.shape)")
        }
        return product(with: other, transposed: false, rows: rows, columns: other.columns, inner: columns)
    }

    /// Returns the product `self × otherᵀ`: the inner products of all rows of this matrix with all rows of the other.
    ///
    /// - Parameter other: A matrix with as many columns as this matrix.
    /// - Complexity: O(*n* *k* *m*) for an *n* × *k* matrix times the transpose of an *m* × *k* matrix.
    public func timesTransposed(_ other: Matrix) -> Matrix {
        guard columns == other.columns else {
            fatalError("cannot multiply \(shape) by the transpose of \(other.shape)")
        }
        return product(with: other, transposed: true, rows: rows, columns: other.rows, inner: columns)
    }

    /// Returns the product `selfᵀ × other`.
    ///
    /// - Parameter other: A matrix with as many rows as this matrix.
    /// - Complexity: O(*n* *k* *m*) for the transpose of a *k* × *n* matrix times a *k* × *m* matrix.
    public func transposedTimes(_ other: Matrix) -> Matrix {
        guard rows == other.rows else {
            fatalError("cannot multiply the transpose of \(shape) by \(other.shape)")
        }
        guard rows > 0 else { return Matrix(rows: columns, columns: other.columns) }
        return withUnsafeValues { a in
            other.withUnsafeValues { b in
                Matrix(rows: columns, columns: other.columns) { c in
                    guard c.count > 0 else { return }
                    OpenBLAS.call {
                        cblas_dgemm(
                            CblasRowMajor, CblasTrans, CblasNoTrans, Int32(columns), Int32(other.columns),
                            Int32(rows), 1, a.baseAddress, Int32(columns), b.baseAddress,
                            Int32(other.columns), 0,
                            c.baseAddress, Int32(other.columns))
                    }
                }
            }
        }
    }

    /// Returns the product with a vector of ``columns`` values.
    ///
    /// - Complexity: O(rows × columns).
    public func times(_ vector: [Double]) -> [Double] {
        guard columns == vector.count else {
            fatalError("cannot multiply \(shape) by a vector of \(vector.count)")
        }
        return matrixVector(vector, CblasNoTrans, count: rows)
    }

    /// Returns the product of the transpose with a vector of ``rows`` values.
    ///
    /// - Complexity: O(rows × columns).
    public func transposedTimes(_ vector: [Double]) -> [Double] {
        guard rows == vector.count else {
            fatalError("cannot multiply the transpose of \(shape) by a vector of \(vector.count)")
        }
        return matrixVector(vector, CblasTrans, count: columns)
    }

    /// Returns the cross-products of the columns, `selfᵀ × self`: a symmetric columns × columns matrix.
    ///
    /// - Complexity: O(rows × columns²).
    public func crossProducts() -> Matrix {
        guard rows > 0, columns > 0 else { return Matrix(rows: columns, columns: columns) }
        var result = withUnsafeValues { a in
            Matrix(rows: columns, columns: columns) { c in
                OpenBLAS.call {
                    cblas_dsyrk(
                        CblasRowMajor, CblasLower, CblasTrans, Int32(columns), Int32(rows), 1, a.baseAddress,
                        Int32(columns), 0, c.baseAddress, Int32(columns))
                }
            }
        }
        result.mirrorLowerTriangle()
        return result
    }

    /// Returns the cross-products of the centred columns, `(self - centre)ᵀ × (self - centre)`.
    ///
    /// The result is a symmetric columns × columns matrix. Rows are centred a few at a time. Runs of rows are
    /// processed on several cores if no other task is running, and are added in order.
    ///
    /// - Parameter centre: The value to subtract from each column.
    /// - Complexity: O(rows × columns²).
    public func crossProducts(about centre: [Double]) -> Matrix {
        crossProducts { $0.shifted(by: centre) }
    }

    /// Returns the cross-products of the columns of transformed rows, which are computed panel by panel.
    ///
    /// The result is a symmetric columns × columns matrix, computed as by ``crossProducts(about:)``.
    ///
    /// - Parameter change: Transforms a panel of rows to a panel of the same shape.
    /// - Complexity: O(rows × columns²).
    package func crossProducts(ofPanels change: @Sendable (Matrix) -> Matrix) -> Matrix {
        guard rows > 0, columns > 0 else { return Matrix(rows: columns, columns: columns) }
        let height = 4096
        let runs = (rows + height - 1) / height
        let parts = Cores.map(runs, operations: rows * columns * columns) { run in
            rows(run * height..<Swift.min((run + 1) * height, rows)).lowerCrossProducts(ofPanels: change)
        }
        var result = parts.dropFirst().reduce(into: parts[0]) { $0.add($1) }
        result.mirrorLowerTriangle()
        return result
    }

    /// Returns the lower triangle of the cross-products.
    private func lowerCrossProducts(ofPanels change: (Matrix) -> Matrix) -> Matrix {
        var result = Matrix(rows: columns, columns: columns)
        let height = 512
        for start in stride(from: 0, to: rows, by: height) {
            let panel = change(rows(start..<Swift.min(start + height, rows)))
            panel.withUnsafeValues { a in
                result.withUnsafeMutableValues { c in
                    OpenBLAS.call {
                        cblas_dsyrk(
                            CblasRowMajor, CblasLower, CblasTrans, Int32(columns), Int32(panel.rows), 1,
                            a.baseAddress, Int32(columns), 1, c.baseAddress, Int32(columns))
                    }
                }
            }
        }
        return result
    }

    /// Returns the inner products of the rows, `self × selfᵀ`: a symmetric rows × rows matrix.
    ///
    /// - Complexity: O(rows² × columns).
    public func innerProducts() -> Matrix {
        guard rows > 0 else { return Matrix(rows: 0, columns: 0) }
        guard columns > 0 else { return Matrix(rows: rows, columns: rows) }
        var result = withUnsafeValues { a in
            Matrix(rows: rows, columns: rows) { c in
                let (source, target) = (Address(a), MutableAddress(c))
                Cores.forEachPanel(of: rows, operations: rows * rows * columns) { panel in
                    RowProduct(
                        inner: columns, right: source.start, isTransposed: true, width: panel.upperBound
                    )
                    .write(
                        source.start + panel.lowerBound * columns, rows: panel.count,
                        to: target.start + panel.lowerBound * rows, stride: rows)
                }
            }
        }
        result.mirrorLowerTriangle()
        return result
    }

    /// Returns the inner products of the rows; only the elements on and below the diagonal are defined.
    ///
    /// - Complexity: O(rows² × columns / 2).
    package func lowerInnerProducts() -> Matrix {
        var result = Matrix(rows: rows, columns: rows)
        guard count > 0 else { return result }
        let (side, width) = (rows, columns)
        withUnsafeValues { a in
            result.withUnsafeMutableValues { c in
                let (source, target) = (Address(a), MutableAddress(c))
                Cores.forEachPanel(
                    of: side, height: Self.panelHeight, operations: side * side * width
                ) { panel in
                    RowProduct(
                        inner: width, right: source.start, isTransposed: true, width: panel.upperBound
                    ).write(
                        source.start + panel.lowerBound * width, rows: panel.count,
                        to: target.start + panel.lowerBound * side, stride: side)
                }
            }
        }
        return result
    }

    private var shape: String { "\(rows) × \(columns)" }

    private func product(with other: Matrix, transposed: Bool, rows: Int, columns: Int, inner: Int) -> Matrix
    {
        guard inner > 0 else { return Matrix(rows: rows, columns: columns) }
        return withUnsafeValues { a in
            other.withUnsafeValues { b in
                Matrix(rows: rows, columns: columns) { c in
                    guard c.count > 0 else { return }
                    let (left, right, target) = (Address(a), Address(b), MutableAddress(c))
                    Cores.forEachPanel(of: rows, operations: rows * columns * inner) { panel in
                        RowProduct(
                            inner: inner, right: right.start, isTransposed: transposed, width: columns
                        ).write(
                            left.start + panel.lowerBound * inner, rows: panel.count,
                            to: target.start + panel.lowerBound * columns, stride: columns)
                    }
                }
            }
        }
    }

    private func matrixVector(_ vector: [Double], _ transpose: CBLAS_TRANSPOSE, count: Int) -> [Double] {
        guard self.count > 0 else { return [Double](repeating: 0, count: count) }
        return withUnsafeValues { a in
            [Double](unsafeUninitializedCapacity: count) { result, initialized in
                OpenBLAS.call {
                    cblas_dgemv(
                        CblasRowMajor, transpose, Int32(rows), Int32(columns), 1, a.baseAddress,
                        Int32(columns),
                        vector, 1, 0, result.baseAddress, 1)
                }
                initialized = count
            }
        }
    }
}

/// The address of elements that several threads read.
///
/// `@unchecked Sendable`: the elements are not modified while a product runs.
struct Address: @unchecked Sendable {
    let start: UnsafePointer<Double>

    init(_ buffer: UnsafeBufferPointer<Double>) {
        guard let start = buffer.baseAddress else { fatalError("a product of no elements") }
        self.start = start
    }
}

/// The address of elements that several threads write.
///
/// `@unchecked Sendable`: each thread writes different rows.
struct MutableAddress: @unchecked Sendable {
    let start: UnsafeMutablePointer<Double>

    init(_ buffer: UnsafeMutableBufferPointer<Double>) {
        guard let start = buffer.baseAddress else { fatalError("a product of no elements") }
        self.start = start
    }
}
