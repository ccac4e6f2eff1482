import Learning
import TaskGraph

/// Measures how much the scores of a pipeline on rows that it has not seen drop if the values of one column are put in
/// random order.
///
/// ```swift
/// let found = try await permutationImportance(pipeline, iris, on: ThreadedScheduler())
/// for (column, mean) in zip(found.columns, found.means) { print(column, mean) }
/// ```
///
/// For each split, the pipeline is fitted to the training rows, and the columns of the test rows are permuted, with the
/// random orders of scikit-learn's `permutation_importance` for this seed (see
/// `FittedPipeline.permutationImportance(on:by:repeats:seed:checkCancellation:)`). Each column thus has splits × repeats
/// importances.
///
/// - Parameters:
///   - pipeline: The pipeline.
///   - data: The rows and their targets.
///   - folds: The splitter; 5 folds by default, stratified for classification.
///   - scoring: The scorer; accuracy for classification and r2 for regression by default.
///   - groups: The group of each row, for splitters that keep groups together.
///   - repeats: The number of random orders for each split, at least 1.
///   - seed: The seed of the random orders.
///   - memoryBudget: The number of bytes that fits may use in addition to the data and the models.
///   - scheduler: Runs a task for each split.
///   - onEvent: Receives the events of the run.
/// - Throws: `LearningError` and ``ModelSelectionError`` for data that the pipeline or the splitter do not accept;
///   ``SearchError/predictionFailed(split:failure:)`` if a fit or a score fails; the errors of the scheduler;
///   `CancellationError`.
/// - Precondition: There is at least one repetition.
public func permutationImportance(
    _ pipeline: Pipeline, _ data: Dataset, folds: (any Splitter)? = nil, scoring: Scorer? = nil,
    groups: Labels? = nil, repeats: Int = 5, seed: UInt32 = 0,
    memoryBudget: Int = SearchOptions.defaultMemoryBudget, on scheduler: any Scheduler,
    onEvent: SearchEvent.Handler? = nil
) async throws -> PermutationImportance {
    precondition(repeats > 0, "there must be at least one repetition")
    let splitter = SearchOptions(folds: folds).splitter(for: data.target.problem)
    let splits = try splitter.splits(rows: data.rowCount, target: data.target, groups: groups)
    try Split.check(splits, rows: data.rowCount, weights: data.weights, of: splitter)
    var graph = TaskGraph()
    let inputs = HeldOutImportance.Inputs(
        x: TaskInput<Features>(graph.insert(FeatureSource(features: data.features), inputs: [])),
        target: TaskInput<WeightedTarget>(
            graph.insert(TargetSource(target: WeightedTarget(of: data)), inputs: [])))
    let tasks = splits.map { split in
        graph.insert(
            HeldOutImportance(
                pipeline: pipeline, featureNames: data.featureNames, split: split,
                scorer: scoring ?? .standard(for: data.target.problem), repeats: repeats, seed: seed,
                memoryBudget: memoryBudget / max(1, scheduler.workers)), inputs
        ).task
    }
    let run = try await scheduler.run(
        graph, outputs: tasks, memoryLimit: memoryBudget, onEvent: SearchEvent.runHandler(onEvent))
    return PermutationImportance(
        try tasks.enumerated().map { split, task in
            do {
                return try run.value(of: task, as: PermutationImportance.self)
            } catch let failure as TaskFailure {
                throw SearchError.predictionFailed(split: split, failure: failure)
            }
        })
}
