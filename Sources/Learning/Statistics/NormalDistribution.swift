#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The normal distribution with mean 0 and variance 1.
enum NormalDistribution {
    /// Returns the value below which a probability lies.
    ///
    /// A rational approximation is improved by Halley's method to the precision of the error function. Source of the
    /// approximation: Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.2.23.
    ///
    /// - Precondition: The probability is between 0 and 1, exclusive.
    static func quantile(_ probability: Double) -> Double {
        guard probability < 0.5 else { return probability == 0.5 ? 0 : -quantile(1 - probability) }
        let t = (-2 * log(probability)).squareRoot()
        let (numerator, denominator) = (
            2.515517 + t * (0.802853 + t * 0.010328),
            1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
        )
        var x = numerator / denominator - t
        for _ in 0..<3 {
            // Near the middle, the difference from one half keeps more digits than the probability.
            let error =
                probability > 0.25
                ? erf(x / 2.0.squareRoot()) / 2 - (probability - 0.5)
                : erfc(-x / 2.0.squareRoot()) / 2 - probability
            let step = error * (2 * Double.pi).squareRoot() * exp(x * x / 2)
            x -= step / (1 + x * step / 2)
        }
        return x
    }
}
