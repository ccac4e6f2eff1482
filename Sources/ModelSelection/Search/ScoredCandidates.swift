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

    /// The error of the ``SearchOptions/store``, for which the search was stopped; nil without one.
    public internal(set) var storeError: (any Error)?

    /// Whether the search was stopped, so that candidates are missing.
    public let isStopped: Bool

    /// Warnings about the folds, about fits that did not converge, and about failed candidates.
    public let warnings: [String]

    /// The scorer that selects the best candidate.
    private let decisive: String

    /// The rule that selects the best candidate.
    private let rule: SearchOptions.Choice

    /// The numbers of rows of the splits; nil if a store kept the scores, which does not know them.
    let rowCounts: SplitRowCounts?

    /// The sources of the table's features; nil without a plan.
    let sources: FeatureSources?

    /// The best candidate by ``SearchOptions/choice``.
    ///
    /// - Throws: The errors of ``choice``.
    public var best: CandidateResult { get throws { try choice.candidate } }

    /// The best candidate by ``SearchOptions/choice``, and the reason.
    ///
    /// - Throws: ``SearchError/everyCandidateFailed(count:first:)`` if no candidate has a score on every split;
    ///   ``SearchError/stoppedEarly`` if the search was stopped before one had.
    public var choice: CandidateChoice {
        get throws {
            let best = candidates.lazy.filter { !$0.score.isNaN }
                .min { ($0.rank[decisive] ?? 0) < ($1.rank[decisive] ?? 0) }
            guard let best else {
                if candidates.isEmpty, isStopped { throw SearchError.stoppedEarly }
                throw SearchError.everyCandidateFailed(
                    count: candidates.count,
                    first: candidates.lazy.compactMap(\.error).first ?? "every score is NaN")
            }
            return CandidateChoice(by: rule, highest: best, among: candidates)
        }
    }

    /// Collects the results of a run.
    ///
    /// - Throws: ``SearchError/candidateFailed(parameters:failure:)`` for the first failed candidate, with
    ///   ``SearchOptions/ErrorScore/raise``.
    init(_ plan: SearchPlan, _ run: PlanRun, _ options: SearchOptions) throws {
        let decisive = try options.bestScorer(among: plan.scorers).name
        self.init(
            try Self.candidates(of: plan, run, options, decisive), of: plan, decisive: decisive,
            rule: options.choice,
            tasks: (plan.naiveTaskCount, run.result.tasksRun), runSeconds: run.result.wallSeconds,
            isStopped: run.isStopped)
        storeError = run.storeError
    }

    /// Ranks candidates of one or several runs.
    ///
    /// - Parameter plan: The plan of one of the runs.
    init(
        _ candidates: [CandidateResult], of plan: SearchPlan, decisive: String, rule: SearchOptions.Choice,
        tasks: (naive: Int, run: Int), runSeconds: Double, isStopped: Bool
    ) {
        self.candidates = candidates.ranked(by: plan.scorers)
        self.decisive = decisive
        self.rule = rule
        rowCounts = plan.rowCounts
        self.tasks = tasks
        self.runSeconds = runSeconds
        self.isStopped = isStopped
        scorers = plan.scorers
        splitCount = plan.splitCount
        warnings = plan.warnings + candidates.warningSummary + candidates.failureSummary
        sources = plan.sources
    }

    /// Ranks the candidates of a search over rows in chunks, which has no plan.
    init(
        chunked candidates: [CandidateResult], by scorers: [Scorer], decisive: String,
        rule: SearchOptions.Choice, rowCounts: SplitRowCounts, splitCount: Int, tasks: (naive: Int, run: Int),
        runSeconds: Double, warnings: [String]
    ) {
        self.candidates = candidates.ranked(by: scorers)
        (self.scorers, self.decisive, self.rule) = (scorers, decisive, rule)
        (self.rowCounts, self.splitCount, self.tasks) = (rowCounts, splitCount, tasks)
        self.runSeconds = runSeconds
        self.warnings = warnings + candidates.warningSummary + candidates.failureSummary
        (isStopped, sources) = (false, nil)
    }

    /// Ranks candidates whose scores a store kept.
    ///
    /// - Parameters:
    ///   - candidates: The candidates, in the order of their indices.
    ///   - scorers: The scorers, of which the first selects the best candidate.
    ///   - splitCount: The number of splits.
    ///   - isStopped: Whether candidates are missing.
    ///   - warnings: Warnings besides those about failed candidates.
    package init(
        kept candidates: [CandidateResult], by scorers: [Scorer], splitCount: Int, isStopped: Bool,
        warnings: [String]
    ) {
        self.candidates = candidates.ranked(by: scorers)
        self.scorers = scorers
        self.splitCount = splitCount
        self.isStopped = isStopped
        self.warnings = warnings + candidates.failureSummary
        decisive = scorers.first?.name ?? ""
        rule = .best
        (tasks, runSeconds) = ((0, 0), 0)
        (rowCounts, sources) = (nil, nil)
    }

    /// Returns the candidates of a run without ranks; if it was stopped, those that were scored on every split.
    static func candidates(
        of plan: SearchPlan, _ run: PlanRun, _ options: SearchOptions, _ decisive: String
    ) throws -> [CandidateResult] {
        // Of a search that ends at the first failure, all scores are one output.
        if run.isStopped, !run.isPartial, plan.isNotEvaluated(in: run.result) { return [] }
        let collector = ResultCollector(
            plan: plan, run: run.result,
            outcome: run.isPartial ? run.result.outcome(of:) : try plan.outcomes(of: run.result),
            decisive: decisive)
        let evaluated = (0..<plan.candidateCount).filter {
            !run.isStopped || run.eliminated[$0] != nil || collector.isEvaluated($0)
        }
        var candidates = evaluated.map { number in
            var candidate = collector.candidate(number)
            if let splits = run.eliminated[number], !collector.isEvaluated(number) {
                candidate.eliminatedAfter = splits
            }
            return candidate
        }
        if let stored = plan.stored, stored.whole.count > plan.candidateCount {
            candidates += stored.left.map { collector.kept($0, by: stored) }
            candidates.sort { $0.index < $1.index }
        }
        if options.errorScore == .raise, let failed = candidates.first(where: { !$0.failures.isEmpty }) {
            throw SearchError.candidateFailed(
                parameters: "\(failed.parameters)", failure: failed.failures[0].failure)
        }
        return candidates
    }
}

extension [CandidateResult] {
    /// Returns the candidates with their ranks by each scorer.
    fileprivate func ranked(by scorers: [Scorer]) -> [CandidateResult] {
        var candidates = self
        for scorer in scorers {
            let places = ranks(
                map { $0.scores[scorer.name]?.mean ?? .nan }, resources: map { $0.resource ?? .max })
            for (index, place) in places.enumerated() { candidates[index].rank[scorer.name] = place }
        }
        return candidates
    }
}
