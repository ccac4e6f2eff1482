import Learning
import TaskGraph

/// The results of a run for every candidate, even if none of them has a score.
public struct ScoredCandidates: Sendable {
    /// The candidates in grid order.
    public let candidates: [CandidateResult]

    /// The scorers.
    public let scorers: [Scorer]

    /// The number of splits.
    public let splitCount: Int

    /// The number of tasks without any sharing between candidates, and the number of tasks that ran.
    public let tasks: (naive: Int, run: Int)

    /// The duration of the run in seconds, without planning and refitting.
    public let runSeconds: Double

    /// Warnings about the folds, about fits that did not converge, and about failed candidates.
    public let warnings: [String]

    /// The scorer that selects the best candidate.
    private let decisive: String

    /// The sources of the table's features.
    let sources: FeatureSources

    /// The best candidate: the first with rank 1 by the deciding scorer.
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

    /// Collects the results of a run.
    ///
    /// - Throws: ``SearchError/candidateFailed(parameters:failure:)`` for the first failed candidate, with
    ///   ``GridSearch/ErrorScore/raise``.
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
        sources = plan.sources
    }
}
