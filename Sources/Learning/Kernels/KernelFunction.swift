import CVectorLoops
import LinearAlgebra

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A kernel with its coefficients: a function of the inner product and the squared norms of two rows.
public struct KernelFunction: Sendable, Codable, Equatable {
    /// The type of kernel.
    public let kernel: Kernel

    /// The coefficient of the distance or the product.
    public let gamma: Double

    /// The exponent of ``Kernel/poly``.
    public let degree: Int

    /// The constant term of ``Kernel/poly`` and ``Kernel/sigmoid``.
    public let coef0: Double

    /// Creates a kernel with the given coefficients; it ignores those it does not use.
    public init(kernel: Kernel, gamma: Double = 1, degree: Int = 3, coef0: Double = 0) {
        self.kernel = kernel
        self.gamma = gamma
        self.degree = degree
        self.coef0 = coef0
    }

    /// Returns the kernel of n rows with m others, n × m, from their inner products and squared norms.
    ///
    /// Only ``Kernel/rbf`` reads the norms. Works in place if the caller passes its only copy.
    ///
    /// - Complexity: O(n m).
    package func gram(innerProducts: consuming Matrix, leftNorms: [Double], rightNorms: [Double]) -> Matrix {
        var gram = innerProducts
        precondition(
            leftNorms.count == gram.rows && rightNorms.count == gram.columns,
            "every row must have a squared norm")
        if kernel == .linear { return gram }
        let (rows, columns) = (gram.rows, gram.columns)
        gram.withUnsafeMutableValues { values in
            rightNorms.withUnsafeBufferPointer { norms in
                guard let start = values.baseAddress, let norms = norms.baseAddress else { return }
                for row in 0..<rows {
                    let elements = start + row * columns
                    evaluate(elements, leftNorms[row], norms, count: columns, into: elements)
                }
            }
        }
        return gram
    }

    /// Computes the rounded kernel of one row with the first `count` others, from its products with them and all
    /// squared norms.
    ///
    /// Returns whether no value is NaN or exceeds a `Float`.
    ///
    /// - Parameter scratch: Memory for `count` elements.
    func rounded(
        ofProducts products: UnsafePointer<Double>, norm: Double, norms: ArraySlice<Double>, count: Int,
        scratch: UnsafeMutablePointer<Double>, into target: UnsafeMutablePointer<Float>
    ) -> Bool {
        norms.withUnsafeBufferPointer { norms in
            guard let norms = norms.baseAddress else { return true }
            if kernel == .rbf {
                return trellis_rounded_radial_basis(products, norm, norms, gamma, count, target)
            }
            evaluate(products, norm, norms, count: count, into: scratch)
            return trellis_round(scratch, target, count)
        }
    }

    /// Computes the kernel of one row with the first `count` others, as
    /// ``rounded(ofProducts:norm:norms:count:scratch:into:)`` does, but rounds only to `Element`.
    func write<Element: KernelElement>(
        ofProducts products: UnsafePointer<Double>, norm: Double, norms: ArraySlice<Double>, count: Int,
        scratch: UnsafeMutablePointer<Double>, into target: UnsafeMutablePointer<Element>
    ) -> Bool {
        // If the metatypes are equal, both are trivial types of the same layout.
        if Element.self == Float.self {
            return rounded(
                ofProducts: products, norm: norm, norms: norms, count: count, scratch: scratch,
                into: UnsafeMutableRawPointer(target).assumingMemoryBound(to: Float.self))
        }
        return norms.withUnsafeBufferPointer { norms in
            guard let norms = norms.baseAddress else { return true }
            evaluate(products, norm, norms, count: count, into: scratch)
            let largest = Double(Float.greatestFiniteMagnitude)
            var isRepresentable = true
            for index in 0..<count {
                isRepresentable = isRepresentable && scratch[index].magnitude <= largest
                target[index] = Element(scratch[index])
            }
            return isRepresentable
        }
    }

    /// Returns the kernel of a row with itself, from its squared norm.
    func ofRowWithItself(norm: Double) -> Double {
        var value = 0.0
        withUnsafePointer(to: norm) { evaluate($0, norm, $0, count: 1, into: &value) }
        return value
    }

    /// Computes the kernel of one row with `count` others, from its products with them and their squared norms.
    private func evaluate(
        _ products: UnsafePointer<Double>, _ norm: Double, _ norms: UnsafePointer<Double>, count: Int,
        into target: UnsafeMutablePointer<Double>
    ) {
        switch kernel {
        case .linear: target.update(from: products, count: count)
        case .rbf: trellis_radial_basis(products, norm, norms, gamma, count, target)
        case .poly: for index in 0..<count { target[index] = power(gamma * products[index] + coef0) }
        case .sigmoid: for index in 0..<count { target[index] = tanh(gamma * products[index] + coef0) }
        }
    }

    /// Returns an integer power by repeated squaring, in libsvm's order.
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
