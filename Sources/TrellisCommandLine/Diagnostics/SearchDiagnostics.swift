import Logging
import Synchronization
import Trellis

/// Turns the events of a search, or of other runs, into diagnostics.
final class SearchDiagnostics: Sendable {
    private let logger: Logger

    /// The graph of the current run, whose tasks the events name.
    private let graph = Mutex(TaskGraph())

    /// Creates diagnostics that a logger writes.
    init(_ logger: Logger) { self.logger = logger }

    /// Receives the events of a search; nil if their diagnostics are below the level of the logger.
    var onEvent: SearchEvent.Handler? {
        guard logger.logLevel <= .notice else { return nil }
        return { [self] event in receive(event) }
    }

    /// Receives the events of a run; nil as for ``onEvent``.
    var onRunEvent: RunEvent.Handler? {
        guard logger.logLevel <= .notice else { return nil }
        return { [self] event in receive(event) }
    }

    private func receive(_ event: SearchEvent) {
        switch event {
        case .planned(let plan): log(plan)
        case .run(let event): receive(event)
        case .scored(let candidate):
            logger.debug(
                "scored a candidate",
                metadata: [
                    "candidate": "\(candidate.candidate)", "parameters": "\(candidate.parameters)",
                    "score": "\(candidate.score)",
                ])
        case .passed(let progress):
            guard progress.chunks == 0 else { return }
            logger.info(
                "pass over the rows",
                metadata: ["chunks": "\(progress.chunkCount)", "pass": "\(progress.pass)"])
        case .evaluated(let progress):
            logger.info(
                "evaluated a proposal",
                metadata: ["evaluated": "\(progress.evaluated)", "expected": "\(progress.expected)"])
        case .refitting(let best):
            logger.info(
                "refitting the best candidate",
                metadata: ["parameters": "\(best.parameters)", "score": "\(best.score)"])
        }
    }

    private func receive(_ event: RunEvent) {
        switch event {
        case .planned(let run):
            graph.withLock { $0 = run.graph }
            logger.debug(
                "run started", metadata: ["tasks": "\(run.taskCount)", "workers": "\(run.workers)"])
        case .started(let task, let worker):
            logger.trace("task started", metadata: metadata(of: task, worker))
        case .finished(let run):
            guard let failure = run.failure else {
                logger.trace(
                    "task ended",
                    metadata: metadata(of: run.task, run.worker).merging(["seconds": "\(run.seconds)"]) { $1 }
                )
                return
            }
            logger.notice(
                "task failed",
                metadata: metadata(of: run.task, run.worker).merging(["error": "\(failure.message)"]) { $1 })
        case .arrived: break
        case .ended(let tasks, let seconds):
            logger.debug("run ended", metadata: ["tasks": "\(tasks)", "seconds": "\(seconds)"])
        }
    }

    private func metadata(of task: TaskID, _ worker: Int) -> Logger.Metadata {
        let graph = graph.withLock { $0 }
        return [
            "operation": "\(graph.name(of: task))", "task": "\(graph.key(of: task))", "worker": "\(worker)",
        ]
    }

    /// Logs the size of a plan, why it shares work, and why fits do not.
    private func log(_ plan: SearchPlan) {
        guard logger.logLevel <= .info else { return }
        logger.info(
            "planned",
            metadata: [
                "candidates": "\(plan.candidateCount)", "splits": "\(plan.splitCount)",
                "tasks": "\(plan.graph.count)", "tasks_before_merging": "\(plan.naiveTaskCount)",
                "scores_known": "\(plan.knownScoreCount)",
            ])
        for (fallback, count) in plan.fallbacks.sorted(by: {
            ($0.key.step, $0.key.reason) < ($1.key.step, $1.key.reason)
        }) {
            logger.info(
                "fits read rows",
                metadata: ["fits": "\(count)", "reason": "\(fallback.reason)", "step": "\(fallback.step)"])
        }
        guard logger.logLevel <= .debug else { return }
        for (operation, reason) in plan.reasons.sorted(by: { $0.key < $1.key }) {
            logger.debug("work is shared", metadata: ["operation": "\(operation)", "reason": "\(reason)"])
        }
    }
}

extension SearchEvent {
    /// Returns a function that calls all readers; nil if there are none.
    static func all(_ readers: [Handler?]) -> Handler? {
        let readers = readers.compactMap(\.self)
        if readers.count < 2 { return readers.first }
        return { event in
            for reader in readers { reader(event) }
        }
    }
}
