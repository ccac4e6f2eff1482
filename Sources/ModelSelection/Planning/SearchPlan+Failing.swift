import TaskGraph

extension SearchPlan {
    /// Whether a run ends at the first failure.
    var endsAtFailure: Bool { gathered != nil }

    /// Returns whether a run that ends at the first failure was stopped before its end, without a failure.
    func isNotEvaluated(in run: RunResult) -> Bool {
        guard let gathered, case .failure(let failure) = run.outcome(of: gathered.task) else { return false }
        return failure.error is NotEvaluated
    }

    /// Returns a function from scoring tasks to their results in a run.
    ///
    /// - Throws: ``SearchError/candidateFailed(parameters:failure:)`` if the run ended at a failure.
    func outcomes(of run: RunResult) throws -> (TaskID) -> Result<any Sendable, TaskFailure> {
        guard let gathered else { return run.outcome(of:) }
        do {
            let list = try run.value(of: gathered).values
            let values = Dictionary(zip(scores.all, list)) { first, _ in first }
            return { task in
                values[task].map { .success($0) }
                    ?? .failure(
                        TaskFailure(
                            of: task, in: graph,
                            throwing: OutputTypeError(expected: "score", found: "nothing")))
            }
        } catch let failure as TaskFailure {
            throw error(for: failure)
        }
    }

    /// Returns the error for a failure, with the first candidate that it affects.
    private func error(for failure: TaskFailure) -> SearchError {
        guard let origin = graph.task(withKey: failure.origin) else {
            return .candidateFailed(parameters: "", failure: failure)
        }
        // One of several candidates scored together may have failed alone.
        let isOfBatch = graph.operation(of: origin) is RequireScores
        let start = isOfBatch ? graph.inputs(of: origin).first ?? origin : origin
        let missing = failure.error as? MissingScore
        var reached = [Bool](repeating: false, count: graph.count)
        reached[start.index] = true
        for task in graph.tasks where graph.inputs(of: task).contains(where: { reached[$0.index] }) {
            reached[task.index] = true
        }
        let candidate = (0..<candidateCount).first { candidate in
            let tasks =
                scores.row(of: candidate, in: scores.test)
                + (scores.hasTrain ? scores.row(of: candidate, in: scores.train) : [])
            return tasks.contains { reached[$0.index] }
                && (missing.map { scores.entry(of: candidate) == $0.entry } ?? true)
        }
        let reported =
            isOfBatch
            ? TaskFailure(
                origin: graph.key(of: start), operation: graph.name(of: start), message: failure.message,
                error: missing?.failure.original)
            : failure
        return .candidateFailed(parameters: "\(parameters(of: candidate ?? 0))", failure: reported)
    }
}

extension TaskGraph {
    /// Inserts the task that returns all scores, or fails as soon as one is missing.
    mutating func gather(_ scores: ScoreTasks) -> TaskInput<GatheredScores> {
        let require = register(typed: RequireScores())
        let batches = scores.batches
        let complete = scores.all.map { task -> TaskInput<any Sendable> in
            guard batches.contains(task) else { return TaskInput(task) }
            return insert(require, RequireScores.Inputs(scores: TaskInput(task))).reading()
        }
        return insert(GatherScores(), GatherScores.Inputs(scores: complete))
    }
}
