import Learning

/// A search by several successive halvings, from many candidates with little resource to few with all of it.
///
/// How much resource shows which candidates are good is not known in advance, so each bracket starts from another: the
/// first from the least, the last from all. Brackets are proposed one after the other, and each has random points of
/// its own. Their candidates and resources are those of Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, "Hyperband:
/// a novel bandit-based approach to hyperparameter optimization", JMLR 2018, rounded down.
public struct Hyperband: SearchStrategy {
    /// The rungs of each bracket, in order.
    public let brackets: [[HalvingSchedule.Rung]]

    /// The largest ratio of resources, which is that of the candidates of a bracket.
    private static let mostCandidates = 1_000_000

    private var halvings: [SuccessiveHalving] = []
    private var current = 0

    /// Creates a search.
    ///
    /// If the space has fewer points than a bracket has candidates, the bracket begins with all of them.
    ///
    /// - Parameters:
    ///   - space: The parameters.
    ///   - maxResource: The most units that an evaluation may use, such as the number of rows.
    ///   - minResource: The least units that make sense, at least 1, which is the default; for rows,
    ///     ``HalvingSchedule/smallestRows(splits:classes:)``.
    ///   - factor: The factor from rung to rung, at least 2: 3 by default.
    ///   - seed: The seed of the random numbers.
    /// - Throws: ``StrategyError/invalidSetting(name:found:expected:)``.
    public init(
        _ space: SearchSpace, maxResource: Int, minResource: Int = 1, factor: Int = 3, seed: UInt64 = 0
    ) throws {
        try Setting.require(minResource, "minResource", atLeast: 1)
        try Setting.require(maxResource, "maxResource", atLeast: minResource)
        try Setting.require(factor, "factor", atLeast: 2)
        guard maxResource / minResource <= Self.mostCandidates else {
            throw StrategyError.invalidSetting(
                name: "minResource", found: "\(minResource)",
                expected: "at least a millionth of maxResource, which is \(maxResource)")
        }
        var generator = SeededGenerator(seed: seed)
        var brackets: [[HalvingSchedule.Rung]] = []
        var first = 0
        for most in Self.brackets(maxResource, minResource, factor) {
            let points = try RandomSearch(space, count: most[0].candidates, seed: generator.next()).points
            var rungs = most
            if points.count < most[0].candidates {
                var left = points.count
                for (position, rung) in most.enumerated() {
                    rungs[position] = .init(candidates: left, resource: rung.resource)
                    left = max(1, left / factor)
                }
            }
            brackets.append(rungs)
            halvings.append(SuccessiveHalving(points, rungs, from: first))
            first += points.count
        }
        self.brackets = brackets
    }

    /// Returns the rungs of each bracket for a space with enough points.
    static func brackets(_ maxResource: Int, _ minResource: Int, _ factor: Int) -> [[HalvingSchedule.Rung]] {
        // The powers of the factor up to the ratio of the resources.
        var powers = [1]
        while powers[powers.count - 1] <= maxResource / minResource / factor {
            powers.append(powers[powers.count - 1] * factor)
        }
        return powers.indices.reversed().map { last in
            // Candidates for which the bracket uses as much resource as each other: (s_max + 1) / (s + 1) · η^s,
            // rounded up.
            let candidates = (powers.count * powers[last] + last) / (last + 1)
            return (0...last).map { rung in
                HalvingSchedule.Rung(
                    candidates: candidates / powers[rung], resource: maxResource / powers[last - rung])
            }
        }
    }

    /// The sum of the candidates of all rungs.
    public var expectedEvaluations: Int { halvings.reduce(0) { $0 + $1.expectedEvaluations } }

    /// Returns the next rung of a bracket, or the first of the next bracket.
    public mutating func propose(after evaluations: [Evaluation]) -> Proposal? {
        while current < halvings.count {
            if let proposal = halvings[current].propose(after: evaluations) { return proposal }
            current += 1
        }
        return nil
    }
}
