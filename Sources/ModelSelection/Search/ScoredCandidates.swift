import Learning
import TaskGraph

/// What a run gave for every candidate, whether or not any of them has a score.
public struct ScoredCandidates: Sendable {
    /// The candidates in grid order.
    public let candidates: [CandidateResult]

    /// What candidates were scored by.
    public let scorers: [Scorer]

    /// How many splits each was scored on.
    public let splitCount: Int

    /// How many tasks there would be if candidates shared nothing, and how many ran.
    public let tasks: (naive: Int, run: Int)

    /// How long the graph ran, in seconds, without planning and refitting.
    public let runSeconds: Double

    /// What the user should know: of the folds, of fits that did not converge, and of candidates that failed.
    public let warnings: [String]

    /// The scorer that tells the best.
    private let decisive: String

    /// The features of the table, as the graph had them.
    let features: FeatureSource

    /// The best: of rank 1 by the scorer that decides, the first of equals.
    ///
    /// - Throws: ``SearchError/everyCandidateFailed(count:first:)`` if no candidate has a score on every split.
    public var best: CandidateResult {
        get throws {
            let best = candidates.lazy.filter { !$0.score.isNaN }
                .min { ($0.rank[decisive] ?? 0) < ($1.rank[decisive] ?? 0) }
            guard let best else {
                throw SearchError.everyCandidateFailed(
                    count: candidates.count,
                    first: candidates.lazy.compactMap(\.error).first ?? "every score is NaN")
            }
            return best
        }
    }

    /// Collects what a run gave.
    ///
    /// - Throws: ``SearchError/candidateFailed(parameters:failure:)`` for the first candidate that failed, if the search
    ///   is to raise errors.
    init(_ plan: SearchPlan, _ run: RunResult, search: GridSearch) throws {
        decisive = try search.bestScorer(among: plan.scorers).name
        let collector = ResultCollector(
            plan: plan, run: run, outcome: try plan.outcomes(of: run), decisive: decisive)
        var candidates = (0..<plan.candidateCount).map(collector.candidate)
        for scorer in plan.scorers {
            let places = ranks(candidates.map { $0.scores[scorer.name]?.mean ?? .nan })
            for (index, place) in places.enumerated() { candidates[index].rank[scorer.name] = place }
        }
        if search.errorScore == .raise, let failed = candidates.first(where: { !$0.failures.isEmpty }) {
            throw SearchError.candidateFailed(
                parameters: "\(failed.parameters)", failure: failed.failures[0].failure)
        }
        self.candidates = candidates
        scorers = plan.scorers
        splitCount = plan.splitCount
        tasks = (plan.naiveTaskCount, run.tasksRun)
        runSeconds = run.wallSeconds
        warnings = plan.warnings + collector.summary(of: candidates) + candidates.failureSummary
        features = plan.features
    }
}
