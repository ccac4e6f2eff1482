#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The rungs of a successive halving: how many candidates each evaluates, and with how much resource.
///
/// Equal to the schedule of scikit-learn's `HalvingGridSearchCV` and `HalvingRandomSearchCV`, including the rounding of
/// its logarithms: 243 candidates with a factor of 3 have 5 rungs, although 3^5 = 243.
///
/// ```swift
/// let schedule = try HalvingSchedule(candidates: 27, smallest: 20, maxResource: 1000)
/// // rungs: 27 candidates with 37 units, 9 with 111, 3 with 333 and 1 with 999
/// ```
public struct HalvingSchedule: Sendable, Equatable {
    /// A round of evaluations with equal resource.
    public struct Rung: Sendable, Equatable {
        /// The number of candidates.
        public let candidates: Int

        /// The units that each evaluation may use.
        public let resource: Int

        /// Creates a rung.
        public init(candidates: Int, resource: Int) {
            self.candidates = candidates
            self.resource = resource
        }
    }

    /// The resource of the first rung.
    public enum MinResource: Sendable, Equatable {
        /// As much as lets the last rung use as many of the units as possible, at least the smallest.
        case exhaust

        /// The smallest that makes sense.
        case smallest

        /// A number of units.
        case units(Int)
    }

    /// The rungs in order, at least one.
    public let rungs: [Rung]

    /// The candidates that are left after the last rung: scikit-learn's `n_remaining_candidates_`.
    public let remaining: Int

    /// The rungs after which fewer candidates than the factor would be left: scikit-learn's `n_required_iterations_`.
    public let requiredRungs: Int

    /// The rungs that the resource allows: scikit-learn's `n_possible_iterations_`.
    public let possibleRungs: Int

    /// The factor by which the candidates decrease and the resource increases from rung to rung.
    public let factor: Double

    /// Creates a schedule.
    ///
    /// - Parameters:
    ///   - candidates: The candidates of the first rung, at least 1.
    ///   - minResource: The resource of the first rung, ``MinResource/exhaust`` by default.
    ///   - smallest: The smallest resource that makes sense, at least 1: 1 by default, and for rows
    ///     ``smallestRows(splits:classes:)``. Not used if the resource of the first rung is a number.
    ///   - maxResource: The most units that an evaluation may use, such as the number of rows.
    ///   - factor: The factor from rung to rung, greater than 1: 3 by default.
    ///   - aggressiveElimination: Whether more rungs than the resource allows begin with the least resource, so that
    ///     fewer candidates than the factor are left at the end; not by default.
    /// - Throws: ``StrategyError/invalidSetting(name:found:expected:)``.
    public init(
        candidates: Int, minResource: MinResource = .exhaust, smallest: Int = 1, maxResource: Int,
        factor: Double = 3, aggressiveElimination: Bool = false
    ) throws {
        try Setting.require(candidates, "candidates", atLeast: 1)
        guard factor > 1, factor < .infinity else {
            throw StrategyError.invalidSetting(
                name: "factor", found: "\(factor)", expected: "a finite number greater than 1")
        }
        var least = Double(try Self.least(minResource, smallest, maxResource))
        requiredRungs = 1 + Self.wholeLogarithm(Double(candidates), factor)
        if minResource == .exhaust {
            least = max(
                least, Self.wholeQuotient(Double(maxResource), pow(factor, Double(requiredRungs - 1))))
        }
        possibleRungs = 1 + Self.wholeLogarithm(Self.wholeQuotient(Double(maxResource), least), factor)
        self.factor = factor
        var rungs: [Rung] = []
        var left = candidates
        for rung in 0..<(aggressiveElimination ? requiredRungs : min(requiredRungs, possibleRungs)) {
            let power = aggressiveElimination ? max(0, rung - requiredRungs + possibleRungs) : rung
            let resource = (pow(factor, Double(power)) * least).rounded(.down)
            rungs.append(
                Rung(
                    candidates: left,
                    resource: resource < Double(maxResource) ? Int(resource) : maxResource))
            left = Self.kept(of: left, factor)
        }
        self.rungs = rungs
        remaining = left
    }

    /// Returns the least resource, after it has checked the settings.
    private static func least(_ minResource: MinResource, _ smallest: Int, _ maxResource: Int) throws -> Int {
        try Setting.require(smallest, "smallest", atLeast: 1)
        try Setting.require(maxResource, "maxResource", atLeast: 1)
        var least = smallest
        if case .units(let units) = minResource { least = units }
        try Setting.require(least, "minResource", atLeast: 1)
        guard least <= maxResource else {
            throw StrategyError.invalidSetting(
                name: "minResource", found: "\(least)",
                expected: "at most maxResource, which is \(maxResource)")
        }
        return least
    }

    /// Returns the candidates of a first rung that use as many of the units as possible in the last: scikit-learn's
    /// `n_candidates='exhaust'`.
    ///
    /// - Parameters:
    ///   - maxResource: The most units that an evaluation may use.
    ///   - leastResource: The units of the first rung, at least 1.
    public static func candidates(exhausting maxResource: Int, from leastResource: Int) -> Int {
        max(1, maxResource / max(1, leastResource))
    }

    /// Returns the smallest number of rows that makes sense: two for each split, and for each class if there are
    /// classes.
    public static func smallestRows(splits: Int, classes: Int? = nil) -> Int { splits * 2 * (classes ?? 1) }

    /// Returns how many candidates pass a rung.
    static func kept(of candidates: Int, _ factor: Double) -> Int {
        Int((Double(candidates) / factor).rounded(.up))
    }

    /// Returns a logarithm rounded down, computed as by Python's `floor(log(x, base))`.
    private static func wholeLogarithm(_ x: Double, _ base: Double) -> Int {
        Int((log(x) / log(base)).rounded(.down))
    }

    /// Returns a quotient rounded down, computed as by Python's `//`.
    private static func wholeQuotient(_ x: Double, _ y: Double) -> Double {
        ((x - x.truncatingRemainder(dividingBy: y)) / y).rounded()
    }
}
