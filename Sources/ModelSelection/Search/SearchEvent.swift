import TaskGraph

/// What happens during a search, for progress, dashboards, journals and reports.
///
/// The whole search passes its events to one function, in the order in which things happen, under the rules of
/// `RunEvent`. A search by a strategy plans and runs each of its proposals. A refit is a run of its own, too.
///
/// ```swift
/// let found = try await search.fit(data, on: scheduler) { event in
///     if case .scored(let candidate) = event { print(candidate.parameters, candidate.score) }
/// }
/// ```
public enum SearchEvent: Sendable {
    /// Candidates are planned, and run next.
    case planned(SearchPlan)

    /// An event of the run of the plan, or of the refit.
    case run(RunEvent)

    /// A candidate has a score on every split.
    ///
    /// Candidates that fail, or whose scores a study had before, have no such event. With
    /// ``SearchOptions/ErrorScore/raise``, all scores arrive at the end of the run.
    case scored(CandidateScore)

    /// A search over rows in chunks has gone on with a pass over them, which consists of several runs.
    case passed(PassProgress)

    /// A proposal of a strategy has been evaluated.
    case evaluated(SearchProgress)

    /// The best candidate is known, and its pipeline is fitted to all data next.
    case refitting(CandidateResult)

    /// A function that receives the events of a search.
    public typealias Handler = @Sendable (SearchEvent) -> Void
}

extension SearchEvent {
    /// Returns a function that passes the events of a run on as those of the search.
    package static func runHandler(_ onEvent: Handler?) -> RunEvent.Handler? {
        guard let onEvent else { return nil }
        return { onEvent(.run($0)) }
    }
}

/// How far a search over rows in chunks is with a pass over them.
///
/// How many passes there are is not known before, because an iterative step ends when it has converged.
public struct PassProgress: Sendable, Equatable {
    /// The number of the pass, from 1.
    public let pass: Int

    /// The number of chunks that have been read for all that needs them.
    public let chunks: Int

    /// The number of all chunks.
    public let chunkCount: Int
}

/// The scores of a candidate, as soon as it has one on every split.
public struct CandidateScore: Sendable {
    /// The number of the candidate in its plan.
    public let candidate: Int

    /// What the candidate changes in the pipeline.
    public let parameters: ParameterAssignment

    /// The scores on the test rows, by scorer.
    public let scores: [String: SplitScores]

    /// The mean score over the splits by the scorer that selects the best candidate.
    public let score: Double
}
