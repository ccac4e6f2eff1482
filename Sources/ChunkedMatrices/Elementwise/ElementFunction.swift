#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A function of one number, for ``ChunkedMatrix/map(_:)``.
public enum ElementFunction: String, CaseIterable, Sendable {
    /// The negative number.
    case negative
    /// The absolute value.
    case absolute
    /// −1, 0 or 1; NaN for NaN.
    case sign
    /// The square.
    case square
    /// The square root; NaN for negative numbers.
    case squareRoot = "square-root"
    /// 1 / x.
    case reciprocal
    /// The exponential, eˣ.
    case exponential
    /// eˣ − 1, precise for small numbers.
    case exponentialMinusOne = "exponential-minus-one"
    /// The natural logarithm; NaN for negative numbers.
    case logarithm
    /// The natural logarithm of 1 + x, precise for small numbers.
    case logarithmOfOnePlus = "logarithm-of-one-plus"
    /// The sine of an angle in radians.
    case sine
    /// The cosine of an angle in radians.
    case cosine
    /// The hyperbolic tangent.
    case hyperbolicTangent = "hyperbolic-tangent"
    /// The largest whole number that is not greater.
    case floor
    /// The smallest whole number that is not less.
    case ceiling
    /// The nearest whole number; the even one of two.
    case rounded
    /// 1 for NaN, and 0 for other numbers.
    case isNaN = "is-nan"
}

extension ElementFunction {
    /// Applies the function in place.
    @inline(__always)
    private func each(_ values: UnsafeMutableBufferPointer<Double>, _ function: (Double) -> Double) {
        for index in values.indices { values[index] = function(values[index]) }
    }

    /// Applies the function to each of some numbers, in place.
    func apply(to values: UnsafeMutableBufferPointer<Double>) {
        switch self {
        case .negative: each(values) { -$0 }
        case .absolute: each(values) { $0.magnitude }
        case .sign: each(values) { $0.isNaN ? $0 : $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
        case .square: each(values) { $0 * $0 }
        case .squareRoot: each(values) { $0.squareRoot() }
        case .reciprocal: each(values) { 1 / $0 }
        case .exponential: each(values) { exp($0) }
        case .exponentialMinusOne: each(values) { expm1($0) }
        case .logarithm: each(values) { log($0) }
        case .logarithmOfOnePlus: each(values) { log1p($0) }
        case .sine: each(values) { sin($0) }
        case .cosine: each(values) { cos($0) }
        case .hyperbolicTangent: each(values) { tanh($0) }
        case .floor: each(values) { $0.rounded(.down) }
        case .ceiling: each(values) { $0.rounded(.up) }
        case .rounded: each(values) { $0.rounded(.toNearestOrEven) }
        case .isNaN: each(values) { $0.isNaN ? 1 : 0 }
        }
    }
}
