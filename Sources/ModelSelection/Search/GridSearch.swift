import Learning
import LinearAlgebra
import TaskGraph

/// Tries every combination of a grid on every split, and fits the best to all of the data.
///
/// ```swift
/// let search = GridSearch(
///     Pipeline(StandardScaler(), SVC()), grid: ParameterGrid().varying(\SVC.c, over: [0.1, 1, 10]))
/// let found = try await search.fit(iris, on: ThreadedScheduler())
/// print(found.best.parameters, found.best.score)
/// ```
///
/// What candidates share is computed once; the results are those of fitting each on its own (see ``sharing``), and the
/// same to the bit on whatever scheduler.
public struct GridSearch: Sendable {
    /// What is searched for the best of.
    public var pipeline: Pipeline

    /// What is varied.
    public var grid: ParameterGrid

    /// How rows are split into those to train on and those to test on; 5 folds if nil, stratified for classes.
    public var folds: (any Splitter)?

    /// What candidates are scored by; accuracy or r2 if empty.
    public var scoring: [Scorer]

    /// Which scorer tells the best candidate.
    public var refit: Refit

    /// Whether the training rows are scored as well.
    public var trainScores: Bool

    /// What becomes of a candidate that fails.
    public var errorScore: ErrorScore

    /// Whether what candidates share is computed once; off only to measure what that buys.
    public var merging: Bool

    /// Whether what is mathematically the same is computed once, as the sharing traits of the steps tell; off only to
    /// measure what that buys, or to have each fit by itself.
    ///
    /// True unless given; needs ``merging``. Scores are the same to rounding where the algebra is exact, and to the
    /// solvers' tolerance where they iterate.
    public var sharing: Bool

    /// The bytes that all tasks together may hold beyond the data and the models: the kernel matrices and other large
    /// things they work with.
    ///
    /// An eighth of the machine's memory unless given. It decides what is held and what is computed when it is needed.
    public var memoryBudget: Int

    /// Which candidate is best, and whether it is fitted to all of the data.
    public enum Refit: Sendable, Equatable {
        /// The best by the first scorer is refitted.
        case first
        /// The best by the scorer of that name is refitted.
        case by(String)
        /// None is refitted; the best by the first scorer is told.
        case none
    }

    /// What becomes of a candidate one of whose fits or scores fails.
    public enum ErrorScore: String, Sendable, CaseIterable {
        /// The score of that split is NaN, and the candidate ranks last.
        case nan
        /// The search ends there, with ``SearchError/candidateFailed(parameters:failure:)``: what is then left is not run.
        case raise
    }

    /// A search; everything after the folds has the default of scikit-learn's.
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

    /// A search in k folds, stratified by class for classification.
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

    /// The task graph of the search on some data, without running it.
    ///
    /// Linear in the number of distinct tasks. It keeps the thread that it is called on until it is done, or the task that
    /// it is called in is cancelled; ``fit(_:groups:on:observer:)`` plans outside Swift's cooperative pool.
    ///
    /// - Parameters:
    ///   - data: the rows and their targets.
    ///   - groups: each row's group, for the splitters that keep groups together.
    ///   - workers: how many tasks will run at the same time and so have to share the memory budget; as many as there
    ///     are cores unless given.
    /// - Throws: ``SearchError`` or `LearningError` for whatever can be known to be wrong before anything
    ///   runs: the grid, the parameters, the scorers, the folds, the data; `CancellationError`.
    public func plan(
        _ data: Dataset, groups: Labels? = nil, workers: Int = MachineResources.cores
    ) throws -> SearchPlan {
        try Planner.plan(self, data, groups: groups, workers: workers, in: PlanningContext())
    }

    /// Plans and runs the search, and fits the best pipeline to all of the data.
    ///
    /// - Throws: what ``plan(_:groups:workers:)`` throws; ``SearchError/everyCandidateFailed(count:first:)``; with
    ///   ``ErrorScore/raise`` ``SearchError/candidateFailed(parameters:failure:)``; `CancellationError`.
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

    /// Runs a plan that ``plan(_:groups:workers:)`` made of the same data, and fits the best pipeline to all of
    /// the data.
    ///
    /// - Throws: what ``score(_:on:observer:)`` and ``fitBest(of:_:on:)`` throw.
    public func run(
        _ plan: SearchPlan, _ data: Dataset, on scheduler: any Scheduler,
        observer: (any TaskObserver)? = nil
    ) async throws -> SearchResults {
        try await fitBest(of: score(plan, on: scheduler, observer: observer), data, on: scheduler)
    }

    /// Runs a plan that ``plan(_:groups:workers:)`` made, without choosing the best: the candidates are there even if all
    /// of them failed.
    ///
    /// - Throws: with ``ErrorScore/raise`` ``SearchError/candidateFailed(parameters:failure:)``; what the scheduler
    ///   throws; `CancellationError`.
    public func score(
        _ plan: SearchPlan, on scheduler: any Scheduler, observer: (any TaskObserver)? = nil
    ) async throws -> ScoredCandidates {
        LargeMemory.limitKept(to: memoryBudget / 8)
        defer { LargeMemory.drop() }
        let watched = SearchObserver(observer)
        let run = try await scheduler.run(
            plan.graph, outputs: plan.outputs, memoryLimit: memoryBudget, observer: watched)
        return try await offPool { _ in try ScoredCandidates(plan, run, search: self) }
    }

    /// Chooses the best of the candidates and fits its pipeline to all of the data, unless ``refit`` says that none is
    /// to be fitted.
    ///
    /// - Throws: ``SearchError/everyCandidateFailed(count:first:)``,
    ///   ``SearchError/refitFailed(parameters:failure:)``; what the scheduler throws; `CancellationError`.
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
        let model = try await refitted(
            best, scored.features, data, on: scheduler, observer: SearchObserver(nil))
        return SearchResults(
            scored, best: best, refitted: model, refitSeconds: (ContinuousClock.now - start).seconds)
    }

    /// The scorers to use for a problem.
    func scorers(for problem: Problem) -> [Scorer] {
        scoring.isEmpty ? [problem == .classification ? .accuracy : .r2] : scoring
    }

    /// The splitter to use for a problem.
    func splitter(for problem: Problem) -> any Splitter {
        folds ?? (problem == .classification ? StratifiedKFold(5) : KFold(5))
    }

    /// The scorer that tells the best.
    func bestScorer(among scorers: [Scorer]) throws -> Scorer {
        guard case .by(let name) = refit else { return scorers[0] }
        guard let scorer = scorers.first(where: { $0.name == name }) else {
            throw SearchError.unknownRefit(name: name, scorers: scorers.map(\.name))
        }
        return scorer
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
