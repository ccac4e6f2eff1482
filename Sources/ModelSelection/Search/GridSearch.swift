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
/// (see ``sharing``), and the same to the bit on every scheduler.
public struct GridSearch: Sendable {
    /// The pipeline to tune.
    public var pipeline: Pipeline

    /// The parameters to vary.
    public var grid: ParameterGrid

    /// The cross-validation splitter; nil for 5 folds, stratified for classification.
    public var folds: (any Splitter)?

    /// The scorers; if empty, accuracy for classification and r2 for regression.
    public var scoring: [Scorer]

    /// How the best candidate is selected, and whether it is refitted.
    public var refit: Refit

    /// Whether to score the training rows as well.
    public var trainScores: Bool

    /// How to handle a candidate that fails.
    public var errorScore: ErrorScore

    /// Whether tasks common to several candidates are merged.
    ///
    /// Disable it only for measurements.
    public var merging: Bool

    /// Whether mathematically equal computations are shared, based on the sharing traits of the steps.
    ///
    /// Disable it for measurements, or to fit each candidate separately.
    ///
    /// Defaults to true; requires ``merging``. Scores are the same to rounding if the algebra is exact, and to the
    /// solver's tolerance for iterative solvers.
    public var sharing: Bool

    /// The number of bytes that all tasks together may use in addition to the data and the models, for kernel matrices
    /// and other large data structures.
    ///
    /// Defaults to an eighth of the machine's memory. It determines which intermediate results are stored and which are
    /// recomputed.
    public var memoryBudget: Int

    /// How the best candidate is selected, and whether it is refitted to all data.
    public enum Refit: Sendable, Equatable {
        /// Refit the best candidate by the first scorer.
        case first
        /// Refit the best candidate by the scorer with this name.
        case by(String)
        /// Do not refit. The best candidate by the first scorer is reported.
        case none
    }

    /// How to handle a candidate with a failed fit or score.
    public enum ErrorScore: String, Sendable, CaseIterable {
        /// Set the score of that split to NaN, and rank the candidate last.
        case nan
        /// End the search with ``SearchError/candidateFailed(parameters:failure:)``. The remaining tasks do not run.
        case raise
    }

    /// Creates a search.
    ///
    /// The parameters after the folds have scikit-learn's defaults.
    public init(
        _ pipeline: Pipeline, grid: ParameterGrid = ParameterGrid(), folds: (any Splitter)? = nil,
        scoring: [Scorer] = [], refit: Refit = .first, trainScores: Bool = false,
        errorScore: ErrorScore = .nan,
        merging: Bool = true, sharing: Bool = true, memoryBudget: Int = GridSearch.defaultMemoryBudget
    ) {
        self.pipeline = pipeline
        self.grid = grid
        self.folds = folds
        self.scoring = scoring
        self.refit = refit
        self.trainScores = trainScores
        self.errorScore = errorScore
        self.merging = merging
        self.sharing = sharing
        self.memoryBudget = memoryBudget
    }

    /// Creates a search with k folds, stratified for classification.
    ///
    /// ```swift
    /// GridSearch(pipeline, grid: grid, folds: 10, scoring: ["f1_macro", "accuracy"])
    /// ```
    public init(
        _ pipeline: Pipeline, grid: ParameterGrid = ParameterGrid(), folds count: Int,
        scoring: [Scorer] = [], refit: Refit = .first, trainScores: Bool = false,
        errorScore: ErrorScore = .nan,
        merging: Bool = true, sharing: Bool = true, memoryBudget: Int = GridSearch.defaultMemoryBudget
    ) {
        self.init(
            pipeline, grid: grid, folds: Folds(count), scoring: scoring, refit: refit,
            trainScores: trainScores,
            errorScore: errorScore, merging: merging, sharing: sharing, memoryBudget: memoryBudget)
    }

    /// Creates the task graph of the search for some data, without running it.
    ///
    /// Blocks the calling thread until it is done or the current task is cancelled; ``fit(_:groups:on:observer:)``
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
        try Planner.plan(
            self, data, groups: groups, workers: workers ?? MachineResources.cores, in: PlanningContext())
    }

    /// Plans and runs the search, and fits the best pipeline to all data.
    ///
    /// - Throws: The errors of ``plan(_:groups:workers:)``; ``SearchError/everyCandidateFailed(count:first:)``; with
    ///   ``ErrorScore/raise``, ``SearchError/candidateFailed(parameters:failure:)``; `CancellationError`.
    public func fit(
        _ data: Dataset, groups: Labels? = nil, on scheduler: any Scheduler,
        observer: (any TaskObserver)? = nil
    ) async throws -> SearchResults {
        let plan = try await offPool { cancellation in
            try Planner.plan(
                self, data, groups: groups, workers: scheduler.workers,
                in: PlanningContext { cancellation.isCancelled })
        }
        return try await run(plan, data, on: scheduler, observer: observer)
    }

    /// Runs a plan created by ``plan(_:groups:workers:)`` for the same data, and fits the best pipeline to all data.
    ///
    /// - Throws: The errors of ``score(_:on:observer:)`` and ``fitBest(of:_:on:)``.
    public func run(
        _ plan: SearchPlan, _ data: Dataset, on scheduler: any Scheduler,
        observer: (any TaskObserver)? = nil
    ) async throws -> SearchResults {
        try await fitBest(of: score(plan, on: scheduler, observer: observer), data, on: scheduler)
    }

    /// Runs a plan created by ``plan(_:groups:workers:)`` without selecting the best candidate.
    ///
    /// Returns the candidates even if all of them failed.
    ///
    /// - Throws: With ``ErrorScore/raise``, ``SearchError/candidateFailed(parameters:failure:)``; the errors of the
    ///   scheduler; `CancellationError`.
    public func score(
        _ plan: SearchPlan, on scheduler: any Scheduler, observer: (any TaskObserver)? = nil
    ) async throws -> ScoredCandidates {
        LargeMemory.limitKept(to: memoryBudget / 8)
        defer { LargeMemory.drop() }
        let run = try await scheduler.run(
            plan.graph, outputs: plan.outputs, memoryLimit: memoryBudget, observer: observer)
        return try await offPool { _ in try ScoredCandidates(plan, run, search: self) }
    }

    /// Selects the best candidate and fits its pipeline to all data, unless ``refit`` is ``Refit/none``.
    ///
    /// - Throws: ``SearchError/everyCandidateFailed(count:first:)``, ``SearchError/refitFailed(parameters:failure:)``;
    ///   the errors of the scheduler; `CancellationError`.
    public func fitBest(
        of scored: ScoredCandidates, _ data: Dataset, on scheduler: any Scheduler
    ) async throws -> SearchResults {
        LargeMemory.limitKept(to: memoryBudget / 8)
        defer { LargeMemory.drop() }
        let best = try scored.best
        guard refit != .none else {
            return SearchResults(scored, best: best, refitted: nil, refitSeconds: 0)
        }
        let start = ContinuousClock.now
        let model = try await refitted(best, scored.sources, data, on: scheduler)
        return SearchResults(
            scored, best: best, refitted: model, refitSeconds: (ContinuousClock.now - start).seconds)
    }

    /// Returns the scorers for a problem.
    func scorers(for problem: Problem) -> [Scorer] {
        scoring.isEmpty ? [.standard(for: problem)] : scoring
    }

    /// Returns the splitter for a problem.
    func splitter(for problem: Problem) -> any Splitter {
        folds ?? (problem == .classification ? StratifiedKFold(5) : KFold(5))
    }

    /// Returns the scorer that selects the best candidate.
    func bestScorer(among scorers: [Scorer]) throws -> Scorer {
        guard case .by(let name) = refit else { return scorers[0] }
        guard let scorer = scorers.first(where: { $0.name == name }) else {
            throw SearchError.unknownRefit(name: name, scorers: scorers.map(\.name))
        }
        return scorer
    }
}
