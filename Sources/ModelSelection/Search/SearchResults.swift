import Learning
import TaskGraph

/// The results of a search: every candidate's scores, the best candidate, and its pipeline fitted to all data.
public struct SearchResults: Sendable {
    /// The results of the run for every candidate.
    public let scored: ScoredCandidates

    private let refitted: FittedPipeline?

    /// The best candidate by ``SearchOptions/choice``: by default, the first with rank 1 by the deciding scorer.
    public let best: CandidateResult

    /// The duration of the refit in seconds; 0 without a refit.
    public let refitSeconds: Double

    /// The candidates in grid order, or in the order in which a strategy proposed them.
    public var candidates: [CandidateResult] { scored.candidates }

    /// The scorers.
    ///
    /// The first, or the one selected by ``SearchOptions/refit``, determines the best candidate.
    public var scorers: [Scorer] { scored.scorers }

    /// The number of splits.
    public var splitCount: Int { scored.splitCount }

    /// The number of tasks without any sharing between candidates, and the number of tasks that ran.
    public var tasks: (naive: Int, run: Int) { scored.tasks }

    /// The duration of the run in seconds, without planning and refitting.
    public var runSeconds: Double { scored.runSeconds }

    /// Whether the search was stopped, so that candidates are missing.
    public var isStopped: Bool { scored.isStopped }

    /// Warnings about the folds, about fits that did not converge, and about failed candidates.
    public var warnings: [String] { scored.warnings }

    /// The best pipeline, fitted to all data.
    ///
    /// - Throws: ``SearchError/notRefitted`` if the search did not refit.
    public var model: FittedPipeline {
        get throws {
            guard let refitted else { throw SearchError.notRefitted }
            return refitted
        }
    }

    init(_ scored: ScoredCandidates, best: CandidateResult, refitted: FittedPipeline?, refitSeconds: Double) {
        self.scored = scored
        self.best = best
        self.refitted = refitted
        self.refitSeconds = refitSeconds
    }
}
