import Learning
import LinearAlgebra
import Strategies
import TaskGraph

/// A search whose candidates depend on the results so far, with a refit of the best candidate to all data.
///
/// ```swift
/// let space = ParameterGrid()
///     .varying(\PCA.nComponents, over: .integers(2, 60))
///     .varying(\SVC.c, over: .logUniform(0.01, 1000))
/// let search = AdaptiveSearch(Pipeline(StandardScaler(), PCA(), SVC()), over: space, by: .tpe(50))
/// let found = try await search.fit(digits, on: ThreadedScheduler())
/// ```
///
/// A *strategy* proposes candidates, is given what they scored, and proposes others. Each proposal is planned and run as
/// ``GridSearch`` does, so its candidates share their common work. The same seed gives the same candidates on every
/// scheduler and any number of workers.
public struct AdaptiveSearch: PipelineSearch {
    /// The pipeline to tune.
    public var pipeline: Pipeline

    /// The parameters to vary: lists of values, distributions, and steps to swap.
    public var grid: ParameterGrid

    /// How candidates are chosen.
    public var method: SearchMethod

    /// The seed of the random numbers.
    public var seed: UInt64

    /// How candidates are evaluated.
    public var options: SearchOptions

    /// Creates a search.
    ///
    /// - Parameters:
    ///   - pipeline: The pipeline to tune.
    ///   - grid: The parameters to vary: lists of values, distributions, and steps to swap.
    ///   - method: How candidates are chosen.
    ///   - seed: The seed of the random numbers; 0 by default.
    ///   - options: How candidates are evaluated.
    public init(
        _ pipeline: Pipeline, over grid: ParameterGrid, by method: SearchMethod, seed: UInt64 = 0,
        options: SearchOptions = SearchOptions()
    ) {
        self.pipeline = pipeline
        self.grid = grid
        self.method = method
        self.seed = seed
        self.options = options
    }

    /// Evaluates what the strategy proposes, and fits the best pipeline to all data.
    ///
    /// The best candidate is the one with the best mean score among those that were evaluated with the most of the
    /// resource.
    ///
    /// - Parameters:
    ///   - data: The rows and their targets.
    ///   - groups: The group of each row, for splitters that keep groups together.
    ///   - scheduler: Runs the tasks.
    ///   - stop: Ends the search early.
    ///   - onEvent: Receives the events of the search.
    /// - Throws: The errors of ``GridSearch/fit(_:groups:on:until:onEvent:)``; `StrategyError` for an invalid
    ///   distribution or setting of the strategy.
    public func fit(
        _ data: Dataset, groups: Labels? = nil, on scheduler: any Scheduler, until stop: SearchStop? = nil,
        onEvent: SearchEvent.Handler? = nil
    ) async throws -> SearchResults {
        let scored = try await score(
            data, groups: groups, on: scheduler, until: stop, onEvent: onEvent)
        return try await fitBest(of: scored, data, on: scheduler, onEvent: onEvent)
    }

    /// Evaluates what the strategy proposes, without selecting the best candidate.
    ///
    /// Returns the candidates even if all of them failed. A candidate that was evaluated several times with more and more
    /// of the resource occurs as often.
    ///
    /// - Throws: With ``SearchOptions/ErrorScore/raise``, ``SearchError/candidateFailed(parameters:failure:)``; errors
    ///   that can be found before the run; the errors of the scheduler; `CancellationError`.
    public func score(
        _ data: Dataset, groups: Labels? = nil, on scheduler: any Scheduler, until stop: SearchStop? = nil,
        onEvent: SearchEvent.Handler? = nil
    ) async throws -> ScoredCandidates {
        let problem = try AdaptiveProblem(self, data, groups: groups)
        var strategy = try method.strategy(problem.facts)
        LargeMemory.limitKept(to: options.memoryBudget / 8)
        defer { LargeMemory.drop() }
        return try await options.withSession(of: scheduler) { session in
            var rounds = AdaptiveRounds(problem, options)
            var isStopped = false
            // A strategy that ends just before the stop is complete.
            while !isStopped, let proposal = strategy.propose(after: rounds.evaluations),
                !proposal.candidates.isEmpty
            {
                try Task.checkCancellation()
                if let stop, stop.isStopped {
                    isStopped = true
                    break
                }
                let round = try await problem.plan(proposal, workers: scheduler.workers)
                let run = try await round.options.run(
                    round.plan, in: session, until: stop, onEvent: onEvent, races: round.isWhole,
                    against: rounds.best?.splits)
                try rounds.add(round, run)
                onEvent?(.evaluated(rounds.progress(of: strategy.expectedEvaluations)))
                isStopped = run.isStopped || rounds.storeError != nil
            }
            return try rounds.scored(isStopped: isStopped)
        }
    }

    /// Selects the best candidate and fits its pipeline to all data, unless ``SearchOptions/refit`` is
    /// ``SearchOptions/Refit/none``.
    ///
    /// - Throws: The errors of ``GridSearch/fitBest(of:_:on:onEvent:)``.
    public func fitBest(
        of scored: ScoredCandidates, _ data: Dataset, on scheduler: any Scheduler,
        onEvent: SearchEvent.Handler? = nil
    ) async throws -> SearchResults {
        try await options.fitBest(of: scored, data, on: scheduler, onEvent: onEvent)
    }
}
