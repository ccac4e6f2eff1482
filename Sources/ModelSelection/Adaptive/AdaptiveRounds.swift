import Learning
import Strategies
import TaskGraph

/// The evaluated proposals of an adaptive search.
struct AdaptiveRounds {
    /// The evaluations of all proposals, in order.
    private(set) var evaluations: [Evaluation] = []

    /// The scores of the best candidate that was evaluated with the whole resource; nil if there is none.
    private(set) var best: SplitScores?

    private let problem: AdaptiveProblem
    private let options: SearchOptions
    private var candidates: [CandidateResult] = []
    private var rounds = 0

    /// The error of the store; nil without one.
    private(set) var storeError: (any Error)?
    private var plan: SearchPlan?
    private var tasks = (naive: 0, run: 0)
    private var seconds = 0.0

    init(_ problem: AdaptiveProblem, _ options: SearchOptions) {
        (self.problem, self.options) = (problem, options)
    }

    /// Adds the run of a proposal.
    ///
    /// - Throws: ``SearchError/candidateFailed(parameters:failure:)`` for the first failed candidate, with
    ///   ``SearchOptions/ErrorScore/raise``.
    mutating func add(_ round: AdaptiveProblem.Round, _ run: PlanRun) throws {
        let decisive = try options.bestScorer(among: round.plan.scorers).name
        let results = try ScoredCandidates.candidates(of: round.plan, run, options, decisive)
        let byNumber = Dictionary(results.map { ($0.index, $0) }) { first, _ in first }
        if round.isWhole {
            for result in results where result.score > (best?.mean ?? -.infinity) {
                best = result.scores[decisive]
            }
        }
        for (candidate, number) in zip(round.proposal.candidates, round.numbers) {
            guard var result = byNumber[number] else { continue }
            result.index = candidates.count
            result.round = rounds
            result.resource = round.proposal.resource
            candidates.append(result)
            evaluations.append(
                Evaluation(
                    of: candidate, in: round.proposal, score: expectedScore(of: result, decisive),
                    splitScores: result.scores[decisive]?.splits ?? []))
        }
        rounds += 1
        storeError = run.storeError
        plan = plan ?? round.plan
        tasks.naive += round.plan.naiveTaskCount
        tasks.run += run.result.tasksRun
        seconds += run.result.wallSeconds
    }

    /// Returns the score of a candidate; of one that a race eliminated, the best mean less what the candidate was behind on
    /// the splits of both.
    private func expectedScore(of result: CandidateResult, _ decisive: String) -> Double {
        guard let count = result.eliminatedAfter, let own = result.scores[decisive]?.first(count).mean else {
            return result.score
        }
        return best.map { $0.mean + min(0, own - $0.first(count).mean) } ?? own
    }

    /// Returns how far the search is.
    func progress(of expected: Int) -> SearchProgress {
        let best = evaluations.indices.filter {
            evaluations[$0].score != nil && candidates[$0].eliminatedAfter == nil
        }.max {
            (evaluations[$0].resource ?? .max, evaluations[$0].score ?? -.infinity, -$0)
                < (evaluations[$1].resource ?? .max, evaluations[$1].score ?? -.infinity, -$1)
        }
        return SearchProgress(
            evaluated: evaluations.count, expected: max(expected, evaluations.count),
            bestScore: best.flatMap { evaluations[$0].score },
            bestParameters: best.map { candidates[$0].parameters })
    }

    /// Ranks the candidates.
    ///
    /// - Throws: ``SearchError/stoppedEarly`` if there are none.
    func scored(isStopped: Bool) throws -> ScoredCandidates {
        guard let plan else { throw SearchError.stoppedEarly }
        var scored = ScoredCandidates(
            candidates, of: plan, decisive: try options.bestScorer(among: plan.scorers).name,
            rule: options.choice, tasks: tasks, runSeconds: seconds, isStopped: isStopped)
        scored.storeError = storeError
        return scored
    }
}
