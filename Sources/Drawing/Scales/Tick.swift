#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A number on an axis, and its text.
struct Tick: Equatable, Sendable {
    var value: Double
    var label: String

    /// Ticks at multiples of 1, 2 or 5 times a power of ten.
    static func linear(_ domain: Domain, count: Int) -> [Tick] {
        let step = niceStep(over: domain.upper - domain.lower, count: count)
        let values = multiples(of: step, in: domain)
        let exponent = Int(log10(step * 1.001).rounded(.down))
        let largest = max(domain.lower.magnitude, domain.upper.magnitude)
        if largest >= 1e7 || exponent < -6 {
            let digits = max(1, min(17, Int(log10(largest).rounded(.down)) - exponent + 1))
            return values.map {
                Tick(value: $0, label: $0 == 0 ? "0" : NumberText.scientific($0, digits: digits))
            }
        }
        return values.map { Tick(value: $0, label: NumberText.fixed($0, decimals: max(0, -exponent))) }
    }

    /// Ticks at powers of ten, or at 1, 2 and 5 times these if there are few; at linear ticks within a decade.
    static func logarithmic(_ domain: Domain, count: Int) -> [Tick] {
        let low = log10(domain.lower)
        let high = log10(domain.upper)
        let stride = max(1, Int(((high - low) / Double(count)).rounded(.up)))
        let factors: [Double] = high - low <= Double(count) / 3 ? [1, 2, 5] : [1]
        var values: [Double] = []
        for exponent in Int(low.rounded(.down))...Int(high.rounded(.up)) where exponent % stride == 0 {
            values += factors.map { power(exponent, times: $0) }
        }
        // Rounding may put a limit that is a power of ten just outside.
        values = values.filter { $0 >= domain.lower * (1 - 1e-12) && $0 <= domain.upper * (1 + 1e-12) }
        values = values.map { min(max($0, domain.lower), domain.upper) }
        if values.count < 2 { return linear(domain, count: count).filter { $0.value > 0 } }
        let isPlain = domain.lower >= 0.9e-4 && domain.upper <= 1.1e5
        return values.map {
            Tick(value: $0, label: isPlain ? NumberText.short($0) : NumberText.scientific($0, digits: 1))
        }
    }

    private static func power(_ exponent: Int, times factor: Double) -> Double {
        // A quotient of exact powers is the nearest double to a small power; a product is not.
        exponent < 0 ? factor / pow(10, Double(-exponent)) : factor * pow(10, Double(exponent))
    }

    private static func niceStep(over length: Double, count: Int) -> Double {
        let rough = length / Double(count)
        let exponent = Int(log10(rough).rounded(.down))
        let fraction = rough / power(exponent, times: 1)
        let factor: Double = fraction <= 1.5 ? 1 : fraction <= 3.5 ? 2 : fraction <= 7.5 ? 5 : 10
        return power(exponent, times: factor)
    }

    private static func multiples(of step: Double, in domain: Domain) -> [Double] {
        let first = (domain.lower / step - 1e-9).rounded(.up)
        let last = (domain.upper / step + 1e-9).rounded(.down)
        guard first <= last else { return [] }
        let inverse = (1 / step).rounded()
        return (0...Int(last - first)).map { index in
            let multiple = first + Double(index)
            let value = step < 1 && inverse < 1e15 ? multiple / inverse : multiple * step
            return min(max(value, domain.lower), domain.upper)
        }
    }
}
