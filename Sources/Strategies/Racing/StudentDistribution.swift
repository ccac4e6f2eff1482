#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Student's *t* distribution for whole degrees of freedom.
package enum StudentDistribution {
    /// Returns the probability below a point.
    ///
    /// A finite sum (Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.7.3 and 26.7.4), accurate to about
    /// 1e-15 absolutely.
    ///
    /// - Complexity: O(*n*) for *n* degrees of freedom.
    package static func probability(below t: Double, degrees: Int) -> Double {
        guard t.isFinite else { return t < 0 ? 0 : t > 0 ? 1 : t }
        let angle = atan(t / Double(degrees).squareRoot())
        let (sine, cosine) = (sin(angle), cos(angle))
        // The probability between -t and t for an odd number of degrees begins with the angle, for an even with the
        // sine.
        let isOdd = degrees % 2 == 1
        var (term, sum) = (isOdd ? cosine : 1, isOdd && degrees == 1 ? 0 : isOdd ? cosine : 1)
        for degree in stride(from: isOdd ? 3 : 2, through: degrees - 2, by: 2) {
            term *= cosine * cosine * Double(degree - 1) / Double(degree)
            sum += term
        }
        let central = isOdd ? (angle + sine * sum) * 2 / .pi : sine * sum
        return (1 + central) / 2
    }

    /// Returns the point below which the probability is `probability`, from 0 to 1 exclusive.
    ///
    /// Bisects to the last digit that ``probability(below:degrees:)`` determines.
    ///
    /// - Complexity: O(*n*) for *n* degrees of freedom.
    package static func quantile(_ probability: Double, degrees: Int) -> Double {
        precondition(probability > 0 && probability < 1, "the probability must be between 0 and 1")
        if probability == 0.5 { return 0 }
        if probability < 0.5 { return -quantile(1 - probability, degrees: degrees) }
        var (low, high) = (0.0, 1.0)
        while high.isFinite, self.probability(below: high, degrees: degrees) < probability {
            (low, high) = (high, 2 * high)
        }
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { return middle }
            if self.probability(below: middle, degrees: degrees) < probability {
                low = middle
            } else {
                high = middle
            }
        }
    }
}
