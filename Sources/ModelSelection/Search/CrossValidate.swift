import Learning
import TaskGraph

/// Evaluates one pipeline by cross-validation, as scikit-learn's `cross_validate`.
///
/// ```swift
/// let result = try await crossValidate(Pipeline(StandardScaler(), SVC()), iris, on: ThreadedScheduler())
/// print(result.score, result.scores["accuracy"]?.splits ?? [])
/// ```
///
/// - Throws: The errors of ``GridSearch/fit(_:groups:on:until:onEvent:)``.
public func crossValidate(
    _ pipeline: Pipeline, _ data: Dataset, folds: (any Splitter)? = nil, scoring: [Scorer] = [],
    groups: Labels? = nil, trainScores: Bool = false, errorScore: SearchOptions.ErrorScore = .nan,
    on scheduler: any Scheduler, onEvent: SearchEvent.Handler? = nil
) async throws -> CandidateResult {
    let search = GridSearch(
        pipeline, folds: folds, scoring: scoring, refit: .none, trainScores: trainScores,
        errorScore: errorScore)
    return try await search.fit(data, groups: groups, on: scheduler, onEvent: onEvent).best
}
