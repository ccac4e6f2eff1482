/// A search that evaluates many candidates with little resource, and the best of them with more.
///
/// Each rung of the ``HalvingSchedule`` is one proposal, whose candidates are the best of the rung before. Which these
/// are equals scikit-learn's halving searches:
///
/// - Failed candidates, and those without an evaluation, are the worst.
/// - Of equals, the later one is kept.
/// - The next rung has them in ascending order of their scores.
///
/// scikit-learn sorts by an algorithm of NumPy that depends on the processor, so that there the order of equals
/// may differ.
///
/// The candidates are points of any origin: `space.grid()` for scikit-learn's `HalvingGridSearchCV`, and
/// ``RandomSearch/points`` for its `HalvingRandomSearchCV`.
///
/// Source: Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", 2016.
public struct SuccessiveHalving: SearchStrategy {
    /// The rungs, in order.
    public let rungs: [HalvingSchedule.Rung]

    private let candidates: [Proposal.Candidate]
    private var next = 0
    private var current: Proposal?

    /// Creates a search of points.
    ///
    /// - Parameters:
    ///   - points: The candidates of the first rung.
    ///   - schedule: The rungs.
    /// - Throws: ``StrategyError/invalidSetting(name:found:expected:)`` unless there are as many points as candidates in
    ///   the first rung.
    public init(_ points: [SearchSpace.Point], _ schedule: HalvingSchedule) throws {
        guard points.count == schedule.rungs[0].candidates else {
            throw StrategyError.invalidSetting(
                name: "points", found: "\(points.count)",
                expected:
                    "as many as the first rung has candidates, which are \(schedule.rungs[0].candidates)")
        }
        self.init(points, schedule.rungs, from: 0)
    }

    /// Creates a search of points, numbered from a first number on, as many as the first rung has.
    init(_ points: [SearchSpace.Point], _ rungs: [HalvingSchedule.Rung], from first: Int) {
        self.rungs = rungs
        candidates = Proposal(points, from: first).candidates
    }

    /// The sum of the candidates of all rungs.
    public var expectedEvaluations: Int { rungs.reduce(0) { $0 + $1.candidates } }

    /// Returns the next rung.
    ///
    /// - Complexity: O(*n* log *n*) for *n* candidates of the rung before, and O(*m*) for *m* evaluations.
    public mutating func propose(after evaluations: [Evaluation]) -> Proposal? {
        guard next < rungs.count else { return nil }
        let kept = current.map { Self.best(rungs[next].candidates, of: $0, evaluations) } ?? candidates
        let proposal = Proposal(kept, resource: rungs[next].resource)
        next += 1
        current = proposal
        return proposal
    }

    /// Returns the best candidates of a proposal in ascending order of their scores.
    private static func best(
        _ count: Int, of proposal: Proposal, _ evaluations: [Evaluation]
    ) -> [Proposal.Candidate] {
        let scores = Dictionary(
            evaluations.filter { $0.resource == proposal.resource }.map { ($0.id, $0.score) }
        ) { _, last in last }
        // Sorting is stable. Without a score, a candidate is below one that scored minus infinity.
        let ranked = proposal.candidates.map { (candidate: $0, score: scores[$0.id] ?? nil) }.sorted {
            left, right in
            guard let score = right.score else { return false }
            return left.score.map { $0 < score } ?? true
        }
        return ranked.suffix(count).map(\.candidate)
    }
}
