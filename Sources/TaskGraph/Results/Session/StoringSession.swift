/// A session that looks tasks up in a store before they run.
///
/// The session behind it computes what is not found: the graph that it receives has the found results in place of their
/// tasks, and the marked tasks as additional outputs.
final class StoringSession: Session {
    var workers: Int { session.workers }

    private let session: any Session
    private let results: SessionResults

    init(_ session: any Session, _ store: any ResultStore) {
        self.session = session
        results = SessionResults(store)
    }

    func submit(
        _ graph: TaskGraph, outputs: [TaskID], inOrder: Bool, priority: Int, onEvent: RunEvent.Handler?
    ) throws -> any Submission {
        let found = results.found(in: graph, outputs)
        let graph = graph.providing(found.mapValues(\.value))
        let keeper = ResultKeeper(graph, outputs, found: Array(found.values), results)
        let submission = try session.submit(
            graph, outputs: outputs + keeper.additionalOutputs.sorted(), inOrder: inOrder,
            priority: priority, onEvent: keeper.handler(passingOnTo: onEvent))
        return StoringSubmission(submission, keeper)
    }

    func close() async {
        await session.close()
        await results.store.flush()
    }
}

/// A submission to a session with a store, whose result has only the outputs that were asked for.
private final class StoringSubmission: Submission {
    private let submission: any Submission
    private let keeper: ResultKeeper

    init(_ submission: any Submission, _ keeper: ResultKeeper) {
        (self.submission, self.keeper) = (submission, keeper)
    }

    func result() async throws -> RunResult {
        let result = try await submission.result()
        keeper.keepRest(of: result)
        return result.without(keeper.additionalOutputs)
    }

    func cancel() { submission.cancel() }
}
