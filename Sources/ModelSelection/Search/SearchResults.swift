import Learning
import TaskGraph

/// What a search found: every candidate's scores, the best, and the best fitted to all of the data.
public struct SearchResults: Sendable {
    /// What the run gave for every candidate.
    public let scored: ScoredCandidates

    private let refitted: FittedPipeline?

    /// The best: of rank 1 by the scorer that decides, the first of equals.
    public let best: CandidateResult

    /// How long fitting the best to all of the data took, in seconds; 0 if that was not wanted.
    public let refitSeconds: Double

    /// The candidates in grid order.
    public var candidates: [CandidateResult] { scored.candidates }

    /// What candidates were scored by; the first, or the one named to refit by, tells the best.
    public var scorers: [Scorer] { scored.scorers }

    /// How many splits each was scored on.
    public var splitCount: Int { scored.splitCount }

    /// How many tasks there would be if candidates shared nothing, and how many ran.
    public var tasks: (naive: Int, run: Int) { scored.tasks }

    /// How long the graph ran, in seconds, without planning and refitting.
    public var runSeconds: Double { scored.runSeconds }

    /// What the user should know: of the folds, of fits that did not converge, and of candidates that failed.
    public var warnings: [String] { scored.warnings }

    /// The best pipeline, fitted to all of the data.
    ///
    /// - Throws: ``SearchError/notRefitted`` if the search was told to refit none.
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
