#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A function of two numbers.
enum ElementOperator: String, CaseIterable, Sendable {
    case add, subtract, multiply, divide, power, minimum, maximum
    case less, lessOrEqual = "less-or-equal", equal, notEqual = "not-equal"
}

extension ElementOperator {
    @inline(__always)
    private func each(
        _ left: UnsafeMutableBufferPointer<Double>, _ right: UnsafeBufferPointer<Double>,
        _ function: (Double, Double) -> Double
    ) {
        for index in left.indices { left[index] = function(left[index], right[index]) }
    }

    /// Replaces each number of `left` by the result for it and the number of `right` at the same place.
    func apply(to left: UnsafeMutableBufferPointer<Double>, _ right: UnsafeBufferPointer<Double>) {
        switch self {
        case .add: each(left, right) { $0 + $1 }
        case .subtract: each(left, right) { $0 - $1 }
        case .multiply: each(left, right) { $0 * $1 }
        case .divide: each(left, right) { $0 / $1 }
        case .power: each(left, right) { pow($0, $1) }
        // As in NumPy, the result is NaN if one of the numbers is.
        case .minimum: each(left, right) { $0 < $1 || $0.isNaN ? $0 : $1 }
        case .maximum: each(left, right) { $0 > $1 || $0.isNaN ? $0 : $1 }
        case .less: each(left, right) { $0 < $1 ? 1 : 0 }
        case .lessOrEqual: each(left, right) { $0 <= $1 ? 1 : 0 }
        case .equal: each(left, right) { $0 == $1 ? 1 : 0 }
        case .notEqual: each(left, right) { $0 != $1 ? 1 : 0 }
        }
    }
}
