import Learning
import LinearAlgebra
import TaskGraph

/// Predicts each row by a model that is fitted to the other folds, as scikit-learn's `cross_val_predict`.
///
/// ```swift
/// let found = try await crossValidatePredict(
///     Pipeline(StandardScaler(), LogisticRegression()), iris, on: ThreadedScheduler())
/// print(found.predicted.texts[0], found.probabilities?[row: 0] ?? [])
/// ```
///
/// The predictions are those of a separate fit for each split. They suit diagnostics, such as a confusion matrix, and
/// the training rows of a second model. A score of all of them together is not the mean of the scores of the splits.
///
/// - Parameters:
///   - pipeline: The pipeline.
///   - data: The rows and their targets.
///   - folds: The splitter, whose test sets must be a partition of the rows; 5 folds by default.
///   - groups: The group of each row, for splitters that keep groups together.
///   - kinds: The kinds of predictions besides the class or value; nil for all that the model makes, without decision
///     values if they cannot be compared between splits.
///   - sharing: Whether mathematically equal computations are shared.
///   - memoryBudget: The number of bytes that all tasks together may use in addition to the data and the models.
///   - scheduler: Runs the tasks.
///   - onEvent: Receives the events of the run.
/// - Throws: The errors of ``GridSearch/plan(_:groups:workers:)``;
///   ``ModelSelectionError/noPartition(splitter:row:testSets:)``; ``SearchError/notPredicted(kinds:step:advice:)`` if the
///   model does not make predictions of a kind; ``SearchError/tooFewClasses(split:found:classes:)`` if decision values are
///   requested and cannot be compared; ``SearchError/predictionFailed(split:failure:)``; the errors of the
///   scheduler; `CancellationError`.
public func crossValidatePredict(
    _ pipeline: Pipeline, _ data: Dataset, folds: (any Splitter)? = nil, groups: Labels? = nil,
    kinds: PredictionKinds? = nil, sharing: Bool = true,
    memoryBudget: Int = SearchOptions.defaultMemoryBudget, on scheduler: any Scheduler,
    onEvent: SearchEvent.Handler? = nil
) async throws -> OutOfFoldPredictions {
    var options = SearchOptions(folds: folds, refit: .none, sharing: sharing, memoryBudget: memoryBudget)
    let available = pipeline.steps.last?.estimator.predictionKinds ?? []
    if let kinds, let last = pipeline.steps.last?.estimator, !available.isSuperset(of: kinds) {
        throw SearchError.notPredicted(
            kinds: kinds.subtracting(available), step: type(of: last).kind,
            advice: last.settingAdvice(toPredict: kinds))
    }
    let kept = kinds ?? available
    options.predictions = kept
    let splitter = options.splitter(for: data.target.problem)
    let (plan, splits) = try await offPool { [options] cancellation in
        let context = PlanningContext { cancellation.isCancelled }
        let plan = try Planner.plan(
            CandidateSpace(pipeline, ParameterGrid(), in: context), options, data, groups: groups,
            workers: scheduler.workers, in: context)
        let splits = try splitter.splits(of: data.target, groups: groups)
        try Split.requirePartition(splits, rows: data.rowCount, of: splitter)
        return (plan, splits)
    }
    LargeMemory.limitKept(to: memoryBudget / 8)
    defer { LargeMemory.drop() }
    let tasks = Array(plan.scores.predictions(of: 0))
    let run = try await scheduler.run(
        plan.graph, outputs: tasks, memoryLimit: memoryBudget,
        onEvent: SearchEvent.runHandler(onEvent))
    let outputs = try tasks.enumerated().map { split, task in
        let result = run.outcome(of: task).flatMap { value in
            let output =
                plan.scores.predictions(of: 0, in: value)
                ?? .failure(SharedFailure(description: "the task returned no predictions"))
            return output.mapError { TaskFailure(of: task, in: plan.graph, throwing: $0.original) }
        }
        return try result.mapError { SearchError.predictionFailed(split: split, failure: $0) }.get()
    }
    do {
        return try OutOfFoldPredictions(outputs, of: splits, data.target, keeping: kept)
    } catch SearchError.tooFewClasses where kinds == nil {
        return try OutOfFoldPredictions(
            outputs, of: splits, data.target, keeping: kept.subtracting(.decisionFunction))
    }
}

extension SearchOptions {
    /// Throws unless each row is in exactly one test set, as ``crossValidatePredict(_:_:folds:groups:kinds:sharing:memoryBudget:on:onEvent:)``
    /// requires.
    ///
    /// - Throws: ``ModelSelectionError``.
    package func requirePartition(of data: Dataset, groups: Labels?) throws {
        let splitter = splitter(for: data.target.problem)
        let splits = try splitter.splits(of: data.target, groups: groups)
        try Split.check(splits, rows: data.rowCount, weights: data.weights, of: splitter)
        try Split.requirePartition(splits, rows: data.rowCount, of: splitter)
    }
}
