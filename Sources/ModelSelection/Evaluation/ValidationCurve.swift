import Learning
import TaskGraph

/// Scores a pipeline for several values of one parameter on training and test rows, as scikit-learn's
/// `validation_curve`.
///
/// ```swift
/// let curve = try await validationCurve(
///     pipeline, digits, over: ParameterGrid().varying(\SVC.gamma, over: [0.001, 0.01, 0.1]), on: ThreadedScheduler())
/// ```
///
/// A grid search over one parameter with scores of the training rows, so its candidates share their common work.
///
/// - Parameters:
///   - pipeline: The pipeline.
///   - data: The rows and their targets.
///   - grid: The parameter and its values.
///   - folds: The splitter; 5 folds by default, stratified for classification.
///   - scoring: The scorers; if empty, accuracy for classification and r2 for regression.
///   - groups: The group of each row, for splitters that keep groups together.
///   - scheduler: Runs the tasks.
///   - onEvent: Receives the events of the run.
/// - Throws: ``SearchError/notOneParameter(found:)`` unless the grid varies one parameter; the errors of
///   ``GridSearch/plan(_:groups:workers:)``; ``SearchError/everyCandidateFailed(count:first:)`` if no point has a score;
///   the errors of the scheduler; `CancellationError`.
public func validationCurve(
    _ pipeline: Pipeline, _ data: Dataset, over grid: ParameterGrid, folds: (any Splitter)? = nil,
    scoring: [Scorer] = [], groups: Labels? = nil, on scheduler: any Scheduler,
    onEvent: SearchEvent.Handler? = nil
) async throws -> ScoreCurve {
    try await SearchOptions(folds: folds, scoring: scoring).validationCurve(
        pipeline, data, over: grid, groups: groups, on: scheduler, onEvent: onEvent)
}

extension SearchOptions {
    /// Scores a pipeline for several values of one parameter; see
    /// ``validationCurve(_:_:over:folds:scoring:groups:on:onEvent:)``.
    package func validationCurve(
        _ pipeline: Pipeline, _ data: Dataset, over grid: ParameterGrid, groups: Labels?,
        on scheduler: any Scheduler, onEvent: SearchEvent.Handler?
    ) async throws -> ScoreCurve {
        var options = self
        options.refit = .none
        options.trainScores = true
        options.store = nil
        options.racing = nil
        let search = GridSearch(pipeline, grid: grid, options: options)
        let plan = try await offPool { cancellation in
            let context = PlanningContext { cancellation.isCancelled }
            return try Planner.plan(
                CandidateSpace(pipeline, grid, in: context), search.options, data, groups: groups,
                workers: scheduler.workers, in: context)
        }
        let first = plan.parameters(of: 0).entries.map(\.name)
        for candidate in 0..<plan.candidateCount {
            let names = plan.parameters(of: candidate).entries.map(\.name)
            guard names.count == 1, names == first else {
                throw SearchError.notOneParameter(found: Set(first + names).sorted())
            }
        }
        let scored = try await search.score(plan, on: scheduler, onEvent: onEvent)
        let points = scored.candidates.map { candidate in
            let entry = candidate.parameters.entries[0]
            return ScoreCurve.Point(
                value: entry.value, text: entry.text, scores: candidate.scores,
                trainScores: candidate.trainScores, error: candidate.error)
        }
        return try ScoreCurve(first[0], points, of: scored, splitCount: scored.splitCount)
    }
}
