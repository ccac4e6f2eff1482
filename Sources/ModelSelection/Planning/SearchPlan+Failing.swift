import TaskGraph

extension SearchPlan {
    /// Whether a run ends at the first failure.
    var endsAtFailure: Bool { gathered != nil }

    /// Returns a function from scoring tasks to their results in a run.
    ///
    /// - Throws: ``SearchError/candidateFailed(parameters:failure:)`` if the run ended at a failure.
    func outcomes(of run: RunResult) throws -> (TaskID) -> Result<any Sendable, TaskFailure> {
        guard let gathered else { return run.outcome(of:) }
        switch run.outcome(of: gathered) {
        case .failure(let failure): throw error(for: failure)
        case .success(let value):
            let list = try TaskInputs([value]).value(0, as: GatheredScores.self).values
            let values = Dictionary(zip(scores.all, list)) { first, _ in first }
            return { task in
                values[task].map { .success($0) }
                    ?? .failure(
                        TaskFailure(
                            of: task, in: graph,
                            throwing: TaskInputError(position: 0, expected: "score", found: nil)))
            }
        }
    }

    /// Returns the error for a failure, with the first candidate that it affects.
    private func error(for failure: TaskFailure) -> SearchError {
        guard let origin = graph.task(withKey: failure.origin) else {
            return .candidateFailed(parameters: "", failure: failure)
        }
        // One of several candidates scored together may have failed alone.
        let isOfBatch = graph.operation(of: origin) is RequireScores
        let start = isOfBatch ? graph.inputs(of: origin)[graph.inputs(of: origin).startIndex] : origin
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
    mutating func gather(_ scores: ScoreTasks) -> TaskID {
        let require = register(RequireScores())
        let batches = scores.batches
        return insert(
            GatherScores(),
            inputs: scores.all.map { batches.contains($0) ? insert(require, inputs: $0) : $0 })
    }
}
