import Learning

extension SeededGenerator {
    /// Returns a uniformly distributed number from 0 up to but not including 1, a multiple of 2^-53.
    mutating func nextShare() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Returns a normally distributed number with mean 0 and variance 1.
    ///
    /// The polar method of Marsaglia and Bray, "A convenient method for generating normal variables", 1964. The second
    /// number of a pair is dropped, so that the generator needs no further state.
    mutating func nextNormal() -> Double {
        while true {
            let (x, y) = (2 * nextShare() - 1, 2 * nextShare() - 1)
            let square = x * x + y * y
            if square > 0, square < 1 { return x * (-2 * Portable.log(square) / square).squareRoot() }
        }
    }
}
