#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Maps numbers to positions along an axis.
struct PositionScale: Sendable {
    let kind: ScaleKind
    let domain: Domain
    /// Where the lower and the upper limit of the domain are.
    let start: Double
    let end: Double

    init(_ kind: ScaleKind = .linear, _ domain: Domain, from start: Double, to end: Double) {
        self.kind = kind
        self.domain = domain
        self.start = start
        self.end = end
    }

    /// The position of a number.
    ///
    /// Numbers outside the domain are placed at its limits; `nil` if it has no place.
    func position(of value: Double) -> Double? {
        guard kind.admits(value) else { return nil }
        return start + (end - start) * fraction(of: value)
    }

    /// How far a number is from the lower to the upper limit, from 0 to 1.
    private func fraction(of value: Double) -> Double {
        switch kind {
        case .linear: return domain.fraction(of: value)
        case .logarithmic:
            let low = log10(domain.lower)
            return (log10(min(max(value, domain.lower), domain.upper)) - low) / (log10(domain.upper) - low)
        }
    }

    /// About `count` ticks, ascending, with texts that tell them apart.
    func ticks(_ count: Int) -> [Tick] {
        switch kind {
        case .linear: Tick.linear(domain, count: max(count, 1))
        case .logarithmic: Tick.logarithmic(domain, count: max(count, 1))
        }
    }
}
