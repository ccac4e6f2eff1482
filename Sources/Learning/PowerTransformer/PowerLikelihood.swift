#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The likelihood of a normal distribution of transformed numbers, as a function of the exponent.
struct PowerLikelihood {
    private let method: PowerTransformer.Method

    /// The logarithms of the numbers, or of their absolute values plus 1.
    private let logs: [Double]

    /// Whether each number is negative; empty for the Box-Cox transform.
    private let isNegative: [Bool]

    /// The sum of the logarithms, those of negative numbers subtracted.
    private let logSum: Double

    /// The greatest absolute value.
    private let largest: Double

    /// Prepares the likelihood of some numbers, which are positive for the Box-Cox transform.
    init(of numbers: [Double], method: PowerTransformer.Method) {
        self.method = method
        largest = numbers.reduce(0) { max($0, abs($1)) }
        switch method {
        case .boxCox:
            logs = numbers.map { log($0) }
            isNegative = []
            logSum = logs.reduce(0, +)
        case .yeoJohnson:
            logs = numbers.map { log1p(abs($0)) }
            isNegative = numbers.map { $0 < 0 }
            logSum = zip(logs, isNegative).reduce(0) { $1.1 ? $0 - $1.0 : $0 + $1.0 }
        }
    }

    /// The exponent of greatest likelihood; nil if the search does not find a finite one.
    ///
    /// - Complexity: O(numbers) for each of a few dozen exponents.
    func maximum() -> Double? {
        switch method {
        case .boxCox:
            return ScalarMinimum.brent(between: -2, and: 2) { -boxCox($0) }.map(withoutOverflow)
        case .yeoJohnson:
            guard let (low, high) = bounds() else { return nil }
            return ScalarMinimum.bounded(from: low, to: high) { -yeoJohnson($0) }
        }
    }

    /// The likelihood of the Box-Cox transform.
    private func boxCox(_ lambda: Double) -> Double {
        let variance: Double
        if lambda == 0 {
            variance = log(Self.variance(of: logs))
        } else {
            // The powers are divided by the greatest one, so that they do not overflow.
            let greatest = logs.reduce(-Double.infinity) { max($0, lambda * $1) }
            let powers = logs.map { exp(lambda * $0 - greatest) }
            variance = log(Self.variance(of: powers)) + 2 * greatest - 2 * log(abs(lambda))
        }
        return (lambda - 1) * logSum - Double(logs.count) / 2 * variance
    }

    /// Returns an exponent of the Box-Cox transform, or the nearest one with which no number exceeds a ten thousandth of the
    /// greatest `Double`, as in SciPy.
    private func withoutOverflow(_ lambda: Double) -> Double {
        let (low, high) = (logs.reduce(.infinity, min), logs.reduce(-.infinity, max))
        let transform = PowerTransform(method: .boxCox, lambda: lambda)
        let (lowest, highest) = (abs(transform.boxCox(log: low)), transform.boxCox(log: high))
        let extreme = low >= 0 ? high : high <= 0 ? low : highest > lowest ? high : low
        let bound = Double.greatestFiniteMagnitude / 10_000
        guard abs(transform.boxCox(log: extreme)) > bound else { return lambda }
        // λ log x = log (λ bound), where the 1 that the transform subtracts is lost in rounding.
        var size = abs(lambda)
        for _ in 0..<50 { size = (log(bound) + log(size)) / abs(extreme) }
        return extreme > 0 ? size : -size
    }

    /// The likelihood of the Yeo-Johnson transform; minus infinity if the variance is too small for its logarithm.
    private func yeoJohnson(_ lambda: Double) -> Double {
        let transform = PowerTransform(method: .yeoJohnson, lambda: lambda)
        let images = zip(logs, isNegative).map { transform.yeoJohnson(log: $0, isNegative: $1) }
        let variance = Self.variance(of: images)
        guard variance >= .leastNormalMagnitude, variance.isFinite else { return -.infinity }
        return -Double(logs.count) / 2 * log(variance) + (lambda - 1) * logSum
    }

    private static func variance(of numbers: [Double]) -> Double {
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        return numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
    }

    /// The exponents for which numbers up to 20 times the greatest one have a finite variance, as in SciPy.
    private func bounds() -> (Double, Double)? {
        let size = log1p(20 * largest)
        let epsilon = log(Double.ulpOfOne)
        let low = (log(Double.leastNormalMagnitude) - epsilon) / 2 / size
        let high = (log(Double.greatestFiniteMagnitude) + epsilon) / 2 / size
        guard size.isFinite, size > 0 else { return nil }
        if isNegative.allSatisfy({ $0 }) { return (2 - high, 2 - low) }
        guard isNegative.contains(true) else { return (low, high) }
        let bounds = (max(2 - high, low), min(2 - low, high))
        return bounds.0 <= bounds.1 ? bounds : nil
    }
}
