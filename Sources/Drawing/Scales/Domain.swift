#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The interval of numbers that an axis shows.
///
/// It is never empty, and neither its limits nor its length overflow: numbers beyond ±10³⁰⁰ are shown at its limits.
struct Domain: Equatable, Sendable {
    static let limit = 1e300
    /// The limits of logarithmic axes are between 10⁻¹⁵⁰ and 10¹⁵⁰, so that their ratio does not overflow either.
    private static let logarithmicLimit = 1e150

    let lower: Double
    let upper: Double

    init(_ lower: Double, _ upper: Double) {
        let low = min(max(lower, -Self.limit), Self.limit)
        let high = min(max(upper, -Self.limit), Self.limit)
        // Limits that doubles can hardly tell apart leave no room for ticks.
        if high - low > max(high.magnitude, low.magnitude) * 1e-9, high - low > 1e-290 {
            (self.lower, self.upper) = (low, high)
        } else {
            let half = low.magnitude < 1e-280 ? 0.5 : low.magnitude * 0.1
            (self.lower, self.upper) = (low - half, high + half)
        }
    }

    /// The interval that covers the numbers that an axis admits; from 0 or 1 to 1 or 10 if there are none.
    ///
    /// `margin` widens the interval on both sides, as a fraction of its length on the axis.
    static func covering(
        _ values: some Sequence<Double>, _ kind: ScaleKind = .linear, margin: Double = 0
    ) -> Domain {
        var low = Double.infinity
        var high = -Double.infinity
        for value in values where kind.admits(value) {
            low = min(low, value)
            high = max(high, value)
        }
        switch kind {
        case .linear:
            guard low <= high else { return Domain(0, 1) }
            let plain = Domain(low, high)
            let more = (plain.upper - plain.lower) * margin
            return Domain(plain.lower - more, plain.upper + more)
        case .logarithmic:
            guard low <= high else { return Domain(1, 10) }
            func limited(_ value: Double) -> Double {
                min(max(value, 1 / logarithmicLimit), logarithmicLimit)
            }
            (low, high) = (limited(low), limited(high))
            if high / low < 1 + 1e-6 { return Domain(low / 2, high * 2) }
            let more = pow(high / low, margin)
            return Domain(limited(low / more), limited(high * more))
        }
    }

    /// How far a finite number is from the lower to the upper limit, from 0 to 1.
    func fraction(of value: Double) -> Double {
        (min(max(value, lower), upper) - lower) / (upper - lower)
    }

    /// The interval, extended to hold a number too.
    func including(_ value: Double) -> Domain { Domain(min(lower, value), max(upper, value)) }
}
