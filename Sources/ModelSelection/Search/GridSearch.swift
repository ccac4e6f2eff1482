import Learning
import LinearAlgebra
import Machine
import TaskGraph

/// An exhaustive search over a parameter grid by cross-validation, with a refit of the best candidate to all data.
///
/// ```swift
/// let search = GridSearch(
///     Pipeline(StandardScaler(), SVC()), grid: ParameterGrid().varying(\SVC.c, over: [0.1, 1, 10]))
/// let found = try await search.fit(iris, on: ThreadedScheduler())
/// print(found.best.parameters, found.best.score)
/// ```
///
/// Computations common to several candidates are shared. The results are those of fitting each candidate separately
/// (see ``SearchOptions/sharing``), and the same to the bit on every scheduler.
public struct GridSearch: PipelineSearch {
    /// The pipeline to tune.
    public var pipeline: Pipeline

    /// The parameters to vary.
    public var grid: ParameterGrid

    /// How candidates are evaluated.
    public var options: SearchOptions

    /// Creates a search with options.
    public init(_ pipeline: Pipeline, grid: ParameterGrid = ParameterGrid(), options: SearchOptions) {
        self.pipeline = pipeline
        self.grid = grid
        self.options = options
    }

    /// Creates a search.
    ///
    /// The parameters after the folds have scikit-learn's defaults.
    public init(
        _ pipeline: Pipeline, grid: ParameterGrid = ParameterGrid(), folds: (any Splitter)? = nil,
        scoring: [Scorer] = [], refit: SearchOptions.Refit = .first, trainScores: Bool = false,
        errorScore: SearchOptions.ErrorScore = .nan,
        merging: Bool = true, sharing: Bool = true, memoryBudget: Int = SearchOptions.defaultMemoryBudget
    ) {
        self.init(
            pipeline, grid: grid,
            options: SearchOptions(
                folds: folds, scoring: scoring, refit: refit, trainScores: trainScores,
                errorScore: errorScore,
                merging: merging, sharing: sharing, memoryBudget: memoryBudget))
    }

    /// Creates a search with k folds, stratified for classification.
    ///
    /// ```swift
    /// GridSearch(pipeline, grid: grid, folds: 10, scoring: ["f1_macro", "accuracy"])
    /// ```
    public init(
        _ pipeline: Pipeline, grid: ParameterGrid = ParameterGrid(), folds count: Int,
        scoring: [Scorer] = [], refit: SearchOptions.Refit = .first, trainScores: Bool = false,
        errorScore: SearchOptions.ErrorScore = .nan,
        merging: Bool = true, sharing: Bool = true, memoryBudget: Int = SearchOptions.defaultMemoryBudget
    ) {
        self.init(
            pipeline, grid: grid, folds: Folds(count), scoring: scoring, refit: refit,
            trainScores: trainScores,
            errorScore: errorScore, merging: merging, sharing: sharing, memoryBudget: memoryBudget)
    }

    /// Creates the task graph of the search for some data, without running it.
    ///
    /// Blocks the calling thread until it is done or the current task is cancelled; ``fit(_:groups:on:until:onEvent:)``
    /// plans outside of Swift's cooperative pool.
    ///
    /// - Complexity: O(distinct tasks).
    /// - Parameters:
    ///   - data: The rows and their targets.
    ///   - groups: The group of each row, for splitters that keep groups together.
    ///   - workers: The number of tasks that run at the same time and share the memory budget; nil for the number of
    ///     cores.
    /// - Throws: ``SearchError`` or `LearningError` for any error that can be found before the run, in the grid, the
    ///   parameters, the scorers, the folds or the data; `CancellationError`.
    public func plan(
        _ data: Dataset, groups: Labels? = nil, workers: Int? = nil
    ) throws -> SearchPlan {
        let context = PlanningContext()
        return try Planner.plan(
            CandidateSpace(pipeline, grid, in: context), options, data, groups: groups,
            workers: workers ?? MachineResources.cores, in: context)
    }

    /// Plans and runs the search, and fits the best pipeline to all data.
    ///
    /// - Throws: The errors of ``plan(_:groups:workers:)``; ``SearchError/everyCandidateFailed(count:first:)``; with
    ///   ``SearchOptions/ErrorScore/raise``, ``SearchError/candidateFailed(parameters:failure:)``; `CancellationError`.
    public func fit(
        _ data: Dataset, groups: Labels? = nil, on scheduler: any Scheduler,
        until stop: SearchStop? = nil, onEvent: SearchEvent.Handler? = nil
    ) async throws -> SearchResults {
        let plan = try await offPool { cancellation in
            let context = PlanningContext { cancellation.isCancelled }
            return try Planner.plan(
                CandidateSpace(pipeline, grid, in: context), options, data, groups: groups,
                workers: scheduler.workers, in: context)
        }
        return try await run(plan, data, on: scheduler, until: stop, onEvent: onEvent)
    }

    /// Runs a plan created by ``plan(_:groups:workers:)`` for the same data, and fits the best pipeline to all data.
    ///
    /// - Throws: The errors of ``score(_:on:until:onEvent:)`` and ``fitBest(of:_:on:onEvent:)``.
    public func run(
        _ plan: SearchPlan, _ data: Dataset, on scheduler: any Scheduler,
        until stop: SearchStop? = nil, onEvent: SearchEvent.Handler? = nil
    ) async throws -> SearchResults {
        try await options.fitBest(
            of: options.score(plan, on: scheduler, until: stop, onEvent: onEvent), data, on: scheduler,
            onEvent: onEvent)
    }

    /// Runs a plan created by ``plan(_:groups:workers:)`` without selecting the best candidate.
    ///
    /// Returns the candidates even if all of them failed.
    ///
    /// - Throws: With ``SearchOptions/ErrorScore/raise``, ``SearchError/candidateFailed(parameters:failure:)``; the
    ///   errors of the scheduler; `CancellationError`.
    public func score(
        _ plan: SearchPlan, on scheduler: any Scheduler, until stop: SearchStop? = nil,
        onEvent: SearchEvent.Handler? = nil
    ) async throws -> ScoredCandidates {
        try await options.score(plan, on: scheduler, until: stop, onEvent: onEvent)
    }

    /// Selects the best candidate and fits its pipeline to all data, unless ``SearchOptions/refit`` is
    /// ``SearchOptions/Refit/none``.
    ///
    /// - Throws: ``SearchError/everyCandidateFailed(count:first:)``, ``SearchError/refitFailed(parameters:failure:)``;
    ///   the errors of the scheduler; `CancellationError`.
    public func fitBest(
        of scored: ScoredCandidates, _ data: Dataset, on scheduler: any Scheduler,
        onEvent: SearchEvent.Handler? = nil
    ) async throws -> SearchResults {
        try await options.fitBest(of: scored, data, on: scheduler, onEvent: onEvent)
    }

    /// Returns the estimated peak memory of the search, in bytes, in addition to that of the process itself.
    ///
    /// It includes the data, the rows of the splits, and the memory of ``run(_:_:on:until:onEvent:)`` by the estimates of the operations.
    ///
    /// Local schedulers stay within ``SearchOptions/memoryBudget``, but one task always runs, whatever its size. The refit is assumed
    /// to be that of the last candidate.
    ///
    /// - Complexity: O(n log n) in the number of tasks.
    /// - Parameters:
    ///   - plan: The plan of the search for the data.
    ///   - data: The rows and their targets.
    ///   - workers: The number of tasks that run at the same time; nil for the number of cores.
    public func expectedPeakBytes(_ plan: SearchPlan, _ data: Dataset, workers: Int? = nil) -> Int {
        options.expectedPeakBytes(plan, data, workers: workers)
    }
}
