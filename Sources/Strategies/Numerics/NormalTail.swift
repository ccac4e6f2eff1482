/// Logarithms of probabilities of the standard normal distribution, accurate far out in its tails.
enum NormalTail {
    /// The logarithm of the root of 2π.
    static let logRoot = 0.918_938_533_204_672_8

    /// Returns the logarithm of the density at a point.
    static func logDensity(at x: Double) -> Double { -0.5 * x * x - logRoot }

    /// Returns the logarithm of the probability below a point.
    static func logProbability(below x: Double) -> Double {
        if x > 0 { return Portable.log1p(-probability(above: x)) }
        return -x < 2
            ? Portable.log(probability(above: -x)) : logDensity(at: x) + Portable.log(millsRatio(-x))
    }

    /// Returns the probability above a point of at least 0.
    private static func probability(above x: Double) -> Double {
        guard x < 2 else { return Portable.exp(logDensity(at: x)) * millsRatio(x) }
        // The series of the distribution function, all of whose terms are positive.
        var (term, sum, odd) = (x, x, 1.0)
        while term > 1e-18 * sum {
            odd += 2
            term *= x * x / odd
            sum += term
        }
        return 0.5 - Portable.exp(logDensity(at: x)) * sum
    }

    /// Returns the probability above a point of at least 2, as a multiple of the density there.
    ///
    /// Laplace's continued fraction, from a term on beyond which it does not change.
    private static func millsRatio(_ x: Double) -> Double {
        var rest = x
        for term in stride(from: x < 3 ? 80.0 : x < 6 ? 40 : 16, to: 0, by: -1) { rest = x + term / rest }
        return 1 / rest
    }

    /// Returns the logarithm of the probability of an interval of a given width around a centre.
    ///
    /// The difference of two probabilities would lose all digits of a narrow interval. Its probability is instead the
    /// integral of the Taylor series of the density, whose derivatives are Hermite polynomials of the centre.
    static func logProbability(around centre: Double, width: Double) -> Double {
        guard width < 0.5, abs(centre) * width < 1 else {
            return logProbability(from: centre - width / 2, to: centre + width / 2)
        }
        let square = width * width / 4
        var (even, odd) = (1.0, -centre)  // The polynomials of degrees k and k + 1.
        var (factor, sum) = (1.0, 0.0)
        for degree in stride(from: 2.0, through: 14, by: 2) {
            even = -centre * odd - (degree - 1) * even
            odd = -centre * even - degree * odd
            factor *= square / (degree * (degree + 1))
            sum += even * factor
        }
        return logDensity(at: centre) + Portable.log1p(sum) + Portable.log(width)
    }

    /// Returns the logarithm of the probability between two points, computed in the tail where it keeps its digits.
    static func logProbability(from low: Double, to high: Double) -> Double {
        if low > 0 { return logProbability(from: -high, to: -low) }
        if high <= 0 {
            let (upper, lower) = (logProbability(below: high), logProbability(below: low))
            return upper + Portable.log(-Portable.expm1(lower - upper))
        }
        return Portable.log1p(-probability(above: -low) - probability(above: high))
    }
}
