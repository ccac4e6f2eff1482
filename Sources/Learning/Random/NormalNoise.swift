#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Normally distributed random numbers, those of NumPy's `RandomState.standard_normal` for the same seed.
///
/// The numbers result in pairs from points in the unit circle (G. Marsaglia, T. A. Bray, "A convenient method for
/// generating normal variables", SIAM Review 6(3), 1964).
struct NormalNoise {
    private var generator: MersenneTwister

    /// The second number of a pair, unless it has been returned.
    private var second: Double?

    /// Creates a generator from a seed.
    init(seed: UInt32) { generator = MersenneTwister(seed: seed) }

    /// Returns the next numbers.
    mutating func next(_ count: Int) -> [Double] { (0..<count).map { _ in next() } }

    private mutating func next() -> Double {
        if let number = second {
            second = nil
            return number
        }
        while true {
            let (x, y) = (2 * uniform() - 1, 2 * uniform() - 1)
            let square = x * x + y * y
            guard square < 1, square != 0 else { continue }
            let factor = (-2 * log(square) / square).squareRoot()
            second = factor * x
            return factor * y
        }
    }

    /// Returns a number from 0 up to but not including 1, of 53 random bits.
    private mutating func uniform() -> Double {
        let (high, low) = (generator.next() >> 5, generator.next() >> 6)
        return (Double(high) * 67_108_864 + Double(low)) / 9_007_199_254_740_992
    }
}
