internal import Locking
internal import TaskGraph

/// A session on a cluster.
///
/// Each submission is a run of its own. It waits for the outputs of earlier submissions that it needs, and sends their
/// values to the workers.
final class DaskSession: Session {
    let workers: Int

    private let scheduler: DaskScheduler
    private let shared = Lock(Shared())

    private struct Shared {
        var isClosed = false
        /// The outputs of submissions that somebody refers to, by key.
        var outputs: [TaskKey: [Output]] = [:]
        /// The submissions that have not ended.
        var running: [ObjectIdentifier: Task<RunResult, any Error>] = [:]
    }

    /// An output of a submission.
    struct Output {
        let task: TaskID
        let run: Task<RunResult, any Error>
        let submission: ObjectIdentifier
    }

    init(_ scheduler: DaskScheduler) {
        self.scheduler = scheduler
        workers = scheduler.workers
    }

    deinit {
        for run in shared.withLock({ $0.running }).values { run.cancel() }
    }

    func submit(
        _ graph: TaskGraph, outputs: [TaskID], inOrder: Bool, priority: Int, onEvent: RunEvent.Handler?
    ) throws -> any Submission {
        let submission = DaskSubmission(self)
        let identifier = ObjectIdentifier(submission)
        try shared.withLock { shared in
            guard !shared.isClosed else { throw SessionClosedError() }
            let known = graph.knownTasks(neededBy: outputs) { shared.outputs[graph.key(of: $0)]?.last }
            let run = Task { [scheduler, weak self] in
                defer { self?.ended(identifier) }
                return try await scheduler.run(graph, outputs: outputs, known: known, onEvent: onEvent)
            }
            shared.running[identifier] = run
            for output in Set(outputs) {
                shared.outputs[graph.key(of: output), default: []].append(
                    Output(task: output, run: run, submission: identifier))
            }
            submission.start(run, keys: Set(outputs).map { graph.key(of: $0) })
        }
        return submission
    }

    func close() async {
        let running = shared.withLock { shared in
            shared.isClosed = true
            return shared.running.values
        }
        for run in running { run.cancel() }
        for run in running { _ = await run.result }
    }

    private func ended(_ submission: ObjectIdentifier) {
        shared.withLock { $0.running[submission] = nil }
    }

    /// Forgets the outputs of a submission.
    fileprivate func release(_ submission: ObjectIdentifier, _ keys: [TaskKey]) {
        shared.withLock { shared in
            for key in keys {
                shared.outputs[key]?.removeAll { $0.submission == submission }
                if shared.outputs[key]?.isEmpty == true { shared.outputs[key] = nil }
            }
        }
    }
}

/// A graph that was submitted to a session on a cluster.
final class DaskSubmission: Submission {
    private let session: DaskSession
    private let shared = Lock<(run: Task<RunResult, any Error>, keys: [TaskKey])?>(nil)

    init(_ session: DaskSession) { self.session = session }

    deinit {
        cancel()
        session.release(ObjectIdentifier(self), shared.withLock { $0?.keys ?? [] })
    }

    /// Records the run; called once, before the submission is returned.
    func start(_ run: Task<RunResult, any Error>, keys: [TaskKey]) { shared.withLock { $0 = (run, keys) } }

    func result() async throws -> RunResult {
        guard let run = shared.withLock({ $0?.run }) else {
            preconditionFailure("a submission that was returned has a run")
        }
        return try await run.value
    }

    func cancel() { shared.withLock { $0?.run }?.cancel() }
}

extension DaskScheduler {
    /// Runs the tasks that `outputs` depend on, except known ones.
    fileprivate func run(
        _ graph: TaskGraph, outputs: [TaskID], known: [TaskID: DaskSession.Output],
        onEvent: RunEvent.Handler?
    ) async throws -> RunResult {
        var values: [TaskID: any Sendable] = [:]
        var failures: [TaskID: TaskFailure] = [:]
        for (task, output) in known {
            // What was cancelled, or lost with the cluster, is computed again.
            guard case .success(let earlier) = await output.run.result else { continue }
            switch earlier.outcome(of: output.task) {
            case .success(let value): values[task] = value
            case .failure(let failure): failures[task] = failure
            }
        }
        for task in graph.tasksNeeded(for: outputs) where values[task] == nil && failures[task] == nil {
            failures[task] = graph.unknownResult(task)
        }
        try Task.checkCancellation()
        return try await execute(
            graph.providing(values), outputs: outputs, failures: failures, onEvent: onEvent)
    }
}
