import Learning
import TaskGraph

/// What a search found: every candidate's scores, the best, and the best fitted to all of the data.
public struct SearchResults: Sendable {
    /// The candidates in grid order.
    public let candidates: [CandidateResult]

    /// The best: of rank 1 by the scorer that decides, the first of equals.
    public let best: CandidateResult

    /// What candidates were scored by; the first, or the one named to refit by, tells the best.
    public let scorers: [Scorer]

    /// How many splits each was scored on.
    public let splitCount: Int

    /// How many tasks there would be if candidates shared nothing, and how many ran.
    public let tasks: (naive: Int, run: Int)

    /// How long the graph ran, in seconds, without planning and refitting.
    public let runSeconds: Double

    /// How long fitting the best to all of the data took, in seconds; 0 if that was not wanted.
    public internal(set) var refitSeconds = 0.0

    /// What the user should know: of the folds, and of fits that did not converge.
    public let warnings: [String]

    var refitted: FittedPipeline?

    /// The best pipeline, fitted to all of the data.
    ///
    /// - Throws: ``SearchError/notRefitted`` if the search was told to refit none.
    public var model: FittedPipeline {
        get throws {
            guard let refitted else { throw SearchError.notRefitted }
            return refitted
        }
    }

    init(_ plan: SearchPlan, _ run: RunResult, search: GridSearch) throws {
        let decisive = try search.bestScorer(among: plan.scorers).name
        let collector = ResultCollector(plan: plan, run: run, decisive: decisive)
        var candidates = (0..<plan.candidateCount).map(collector.candidate)
        for scorer in plan.scorers {
            let places = ranks(candidates.map { $0.scores[scorer.name]?.mean ?? .nan })
            for (index, place) in places.enumerated() { candidates[index].rank[scorer.name] = place }
        }
        if search.errorScore == .raise, let failed = candidates.first(where: { !$0.failures.isEmpty }) {
            throw SearchError.candidateFailed(
                parameters: "\(failed.parameters)", failure: failed.failures[0])
        }
        guard
            let best = candidates.filter({ !$0.score.isNaN }).min(by: {
                ($0.rank[decisive] ?? 0) < ($1.rank[decisive] ?? 0)
            })
        else {
            throw SearchError.everyCandidateFailed(
                count: candidates.count,
                first: candidates.lazy.compactMap(\.failures.first).first?.message ?? "every score is NaN"
            )
        }
        self.candidates = candidates
        self.best = best
        scorers = plan.scorers
        splitCount = plan.splitCount
        tasks = (plan.naiveTaskCount, run.tasksRun)
        runSeconds = run.wallSeconds
        warnings = plan.warnings + collector.summary(of: candidates)
    }
}
