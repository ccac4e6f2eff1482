import Learning
import TaskGraph

/// Keeps the scores of a run in a ``ScoreStore`` as they arrive.
struct ScoreKeeper: Sendable {
    private let plan: SearchPlan
    private let stored: StoredSearch
    private let arrivals: ScoreArrivals

    init(_ plan: SearchPlan, _ stored: StoredSearch, _ arrivals: ScoreArrivals) {
        (self.plan, self.stored, self.arrivals) = (plan, stored, arrivals)
    }

    /// Keeps the failures of a run that has ended.
    func keepFailures(of run: RunResult) {
        for output in run.failedOutputs { keep(output, run.outcome(of: output)) }
    }

    /// Keeps the scores that a task computes.
    func keep(_ task: TaskID, _ outcome: Result<any Sendable, TaskFailure>) {
        let scores = arrivals.places(of: task).compactMap { place -> (key: ScoreKey, score: StoredScore)? in
            let candidate = Int(place.candidate)
            let score = outcome.flatMap { value in
                plan.scores.score(of: candidate, in: value)?.mapError {
                    TaskFailure(of: task, in: plan.graph, throwing: $0.original)
                }
                    ?? .failure(
                        TaskFailure(
                            of: task, in: plan.graph, throwing: SharedFailure(description: "no score")))
            }
            let key = stored.plan.key(
                stored.planned[candidate], Int(place.split), Int(place.scorer), isTrain: place.isTrain)
            // What was interrupted, or was not evaluated, is not known to fail.
            if case .failure(let failure) = score,
                failure.error is CancellationError || failure.error is NotEvaluated
            {
                return nil
            }
            return (key, StoredScore(score))
        }
        stored.store.keep(scores, of: stored.plan.problem)
    }
}

extension StoredScore {
    init(_ outcome: Result<Score.Output, TaskFailure>) {
        switch outcome {
        case .success(let output): self = .score(output.score, warnings: output.warnings)
        case .failure(let failure): self = .failure(operation: failure.operation, message: failure.message)
        }
    }

    /// The score, or a failure of a task that ran before.
    var outcome: Result<Score.Output, TaskFailure> {
        switch self {
        case .score(let score, let warnings): .success(Score.Output(score: score, warnings: warnings))
        case .failure(let operation, let message):
            .failure(TaskFailure(origin: TaskKey(high: 0, low: 0), operation: operation, message: message))
        }
    }
}
