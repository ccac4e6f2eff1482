#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A transform of numbers by a power, in the arithmetic of SciPy.
struct PowerTransform {
    /// The family.
    let method: PowerTransformer.Method

    /// The exponent.
    let lambda: Double

    /// Returns the transformed number.
    func image(of value: Double) -> Double {
        switch method {
        case .boxCox: boxCox(log: log(value))
        case .yeoJohnson: yeoJohnson(log: log1p(abs(value)), isNegative: value < 0)
        }
    }

    /// Returns the transform of a positive number, given its logarithm.
    func boxCox(log: Double) -> Double {
        lambda == 0 ? log : expm1(lambda * log) / lambda
    }

    /// Returns the transform of a number, given the logarithm of its absolute value plus 1.
    func yeoJohnson(log: Double, isNegative: Bool) -> Double {
        if isNegative {
            let exponent = 2 - lambda
            return abs(exponent) > .ulpOfOne ? -expm1(exponent * log) / exponent : -log
        }
        return abs(lambda) < .ulpOfOne ? log : expm1(lambda * log) / lambda
    }
}
