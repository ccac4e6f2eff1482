import TaskGraph

extension SearchPlan {
    /// Whether a run ends at the first failure.
    var endsAtFailure: Bool { gathered != nil }

    /// What a run gave for each task that scores.
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

    /// The first candidate that has no score because of a failure, and the failure.
    private func error(for failure: TaskFailure) -> SearchError {
        guard let origin = graph.task(withKey: failure.origin) else {
            return .candidateFailed(parameters: "", failure: failure)
        }
        // One of several that are scored together may have failed alone.
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
        let told =
            isOfBatch
            ? TaskFailure(
                origin: graph.key(of: start), operation: graph.name(of: start), message: failure.message,
                error: missing?.failure.original)
            : failure
        return .candidateFailed(parameters: "\(parameters(of: candidate ?? 0))", failure: told)
    }
}

extension TaskGraph {
    /// Adds the task that gives all scores, or fails as soon as one is missing.
    mutating func gather(_ scores: ScoreTasks) -> TaskID {
        let require = register(RequireScores())
        let batches = scores.batches
        return insert(
            GatherScores(),
            inputs: scores.all.map { batches.contains($0) ? insert(require, inputs: $0) : $0 })
    }
}
