import LinearAlgebra

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A kernel with its coefficients: a function of the inner product of two rows and of their squared norms.
public struct KernelFunction: Sendable, Codable, Equatable {
    /// Which function it is.
    public let kernel: Kernel

    /// The coefficient of the distance or the product.
    public let gamma: Double

    /// The power of ``Kernel/poly``.
    public let degree: Int

    /// What is added to the product by ``Kernel/poly`` and ``Kernel/sigmoid``.
    public let coef0: Double

    /// The kernel of n rows with m others: n × m, of their inner products and squared norms. O(n m).
    ///
    /// The norms are read by ``Kernel/rbf`` only. Works in place if the caller hands over its only copy.
    package func gram(innerProducts: consuming Matrix, leftNorms: [Double], rightNorms: [Double]) -> Matrix {
        var gram = innerProducts
        precondition(
            leftNorms.count == gram.rows && rightNorms.count == gram.columns,
            "every row needs its squared norm")
        let columns = gram.columns
        evaluate(in: &gram, leftNorms: leftNorms, rightNorms: rightNorms) { _ in columns }
        return gram
    }

    /// The kernel of n rows with each other: n × n, symmetric, of their inner products. O(n²).
    ///
    /// The norms are the diagonal of the products, so that equal rows are at distance 0 exactly.
    package func gram(innerProducts: consuming Matrix) -> Matrix {
        var gram = innerProducts
        precondition(gram.rows == gram.columns, "the rows' products with each other make a square matrix")
        if kernel == .linear { return gram }
        let norms = (0..<gram.rows).map { gram[$0, $0] }
        evaluate(in: &gram, leftNorms: norms, rightNorms: norms) { $0 + 1 }
        gram.copyLowerTriangle()
        return gram
    }

    /// The kernel of a row with itself, given its squared norm.
    func ofRowWithItself(norm: Double) -> Double {
        var value = Matrix(rows: 1, columns: 1, repeating: norm)
        evaluate(in: &value, leftNorms: [norm], rightNorms: [norm]) { _ in 1 }
        return value[0, 0]
    }

    /// Replaces the first `width(row)` products in each row by the kernel.
    private func evaluate(
        in products: inout Matrix, leftNorms: [Double], rightNorms: [Double], width: (Int) -> Int
    ) {
        let (rows, columns) = (products.rows, products.columns)
        products.withUnsafeMutableValues { values in
            switch kernel {
            case .linear: break
            case .rbf:
                Exponential.with { exponential in
                    rightNorms.withUnsafeBufferPointer { norms in
                        for row in 0..<rows {
                            let elements = UnsafeMutableBufferPointer(
                                rebasing: values[row * columns..<row * columns + width(row)])
                            radialBasis(elements, leftNorms[row], norms, exponential)
                        }
                    }
                }
            case .poly, .sigmoid:
                for row in 0..<rows {
                    for index in row * columns..<row * columns + width(row) {
                        let argument = gamma * values[index] + coef0
                        values[index] = kernel == .poly ? power(argument) : tanh(argument)
                    }
                }
            }
        }
    }

    /// exp(-gamma d) with d = |x|² + |z|² - 2 x·z, in which rounding is kept from going below 0.
    @inline(__always)
    private func radialBasis(
        _ products: UnsafeMutableBufferPointer<Double>, _ leftNorm: Double,
        _ rightNorms: UnsafeBufferPointer<Double>,
        _ exponential: Exponential
    ) {
        @inline(__always)
        func value(_ product: SIMD4<Double>, _ rightNorm: SIMD4<Double>) -> SIMD4<Double> {
            let distance = (leftNorm + rightNorm) - 2 * product
            return exponential(-gamma * distance.replacing(with: 0, where: distance .< 0))
        }
        let count = products.count
        let (target, norms) = (
            UnsafeMutableRawPointer(products.baseAddress), UnsafeRawPointer(rightNorms.baseAddress)
        )
        guard let target, let norms else { return }
        var index = 0
        while index + 4 <= count {
            let offset = index * MemoryLayout<Double>.stride
            let product = target.loadUnaligned(fromByteOffset: offset, as: SIMD4<Double>.self)
            let norm = norms.loadUnaligned(fromByteOffset: offset, as: SIMD4<Double>.self)
            target.storeBytes(of: value(product, norm), toByteOffset: offset, as: SIMD4<Double>.self)
            index += 4
        }
        while index < count {
            products[index] = value(SIMD4(repeating: products[index]), SIMD4(repeating: rightNorms[index]))[0]
            index += 1
        }
    }

    /// A whole power by repeated squaring, in libsvm's order.
    private func power(_ base: Double) -> Double {
        var (result, square, rest) = (1.0, base, degree)
        while rest > 0 {
            if rest % 2 == 1 { result *= square }
            square *= square
            rest /= 2
        }
        return result
    }
}

extension Matrix {
    /// The squared norm of each row. O(rows × columns).
    package var squaredRowNorms: [Double] {
        withUnsafeValues { values in
            (0..<rows).map { row in
                values[row * columns..<(row + 1) * columns].reduce(0) { $0 + $1 * $1 }
            }
        }
    }

    /// Copies the lower triangle of a square matrix onto the upper.
    fileprivate mutating func copyLowerTriangle() {
        let side = rows
        withUnsafeMutableValues { values in
            guard let start = values.baseAddress else { return }
            let block = 32  // so that both a block and its mirror image stay in the first-level cache
            for top in stride(from: 0, to: side, by: block) {
                for left in stride(from: 0, through: top, by: block) {
                    for row in top..<min(top + block, side) {
                        for column in left..<min(left + block, row) {
                            start[column &* side &+ row] = start[row &* side &+ column]
                        }
                    }
                }
            }
        }
    }
}
