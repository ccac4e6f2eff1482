internal import TaskGraph

extension SessionCore {
    // MARK: - Admitting

    /// Puts a graph into the queue, and starts a thread to admit it unless one is waiting.
    ///
    /// Threads that run tasks may do so for hours.
    func submit(_ pending: PendingGraph) throws {
        try locked {
            guard !isClosing else { throw SessionClosedError() }
            if waiting == 0 { try startThreads(upTo: threads + 1) }
            queue.append(pending)
            if waiting > 0 { monitor.signal() }
        }
    }

    /// Admits the first graph of the queue.
    ///
    /// Called by the worker that set `isAdmitting`, without the lock.
    func admitNext() {
        let next: (PendingGraph, TaskGraph)? = locked {
            guard let pending = queue.popFirst(), case .queued(let graph) = pending.stage else {
                isAdmitting = false
                return nil
            }
            pending.stage = .admitting
            return (pending, graph)
        }
        if let (pending, graph) = next { admit(pending, graph) }
    }

    /// Orders the tasks of a graph that no submission has yet, and makes them known to the state machine.
    private func admit(_ pending: PendingGraph, _ graph: TaskGraph) {
        var indexed: [TaskGraph] = []
        let (start, shared) = locked {
            indexed = known.prepare()
            forgetReleased()
            let shared = knownTasks(neededBy: pending.outputs, of: graph)
            state.hold(shared.values)
            return (state.taskCount, shared)
        }
        indexed.removeAll()
        let order = ExecutionOrder(of: graph, outputs: pending.outputs, from: start, known: shared)
        let needs = memoryLimit == nil ? [] : order.memoryNeeds(TaskCosts(of: graph))
        let graph = AdmittedGraph(pending, graph, order)
        storage.add(graph)
        pending.onEvent?(
            .planned(
                RunStart(
                    graph.graph, taskCount: order.tasks.count - order.given.count, workers: workers,
                    instant: pending.instant)))
        var released: [Position] = []
        monitor.lock()
        add(graph, needs, releasing: &released)
        // If the new tasks failed at once, because an input has, they do not read what was held for them.
        state.endHold(of: shared.values, releasing: &released)
        let isCancelled = pending.isCancelledEarly || pending.refusal != nil || isClosing
        if !released.isEmpty { dropUnlocked(&released) }
        isAdmitting = false
        if waiting > 0 { monitor.broadcast() }
        monitor.unlock()
        if isCancelled { cancel(pending) }
    }

    /// Adds the tasks of a graph to the state, and starts threads for them.
    ///
    /// Called with the lock held.
    private func add(
        _ graph: AdmittedGraph, _ needs: [MemoryLedger.Need], releasing released: inout [Position]
    ) {
        let pending = graph.pending
        graph.number = state.add(
            graph.order, outputs: pending.outputs, priority: pending.priority, inOrder: pending.inOrder,
            needs: needs, releasing: &released)
        known.add(graph.graph, graph.order)
        admitted[graph.number] = graph
        holders[graph.number] = pending
        pending.stage = .admitted(graph)
        do throws(LocalSchedulingError) {
            try startThreads(upTo: state.unfinishedCount)
        } catch {
            pending.refusal = error
        }
    }

    /// Returns the tasks of earlier submissions that a graph can use.
    private func knownTasks(neededBy outputs: [TaskID], of graph: TaskGraph) -> [TaskID: Position] {
        guard state.taskCount > 0 else { return [:] }
        return graph.knownTasks(neededBy: outputs) { task in
            guard let position = known[graph.key(of: task)], state.isKnown(position) else {
                return nil
            }
            // An operation that was interrupted has no result.
            let owner = admitted[state.owner(of: position)]
            let isInterrupted = owner?.pending.isInterrupted ?? false
            return isInterrupted && state.state(of: position) != .done ? nil : position
        }
    }

    /// Frees the memory of tasks that are released, if there are many and nothing runs.
    private func forgetReleased() {
        guard state.taskCount >= forgetsAt, state.isFinished, !state.hasEnded, dropping == 0 else { return }
        let kept = state.forgetReleased()
        storage = storage.moved(kept.tasks)
        known.move(kept.tasks)
        var moved: [Int: PendingGraph] = [:]
        for (old, new) in kept.submissions {
            holders[old]?.stage = .ended(number: new)
            moved[new] = holders[old]
        }
        holders = moved
        forgetsAt = max(4096, 2 * state.taskCount)
    }

    // MARK: - Ending

    /// Ends the submissions of which all tasks and outputs have ended.
    ///
    /// The lock is held before and after the call, but not while events are passed on.
    ///
    /// - Parameter released: Results that the caller will destroy.
    func endSubmissions(before released: [Position]) {
        var ended = state.takeEnded().compactMap { number in
            admitted.removeValue(forKey: number).map { graph in
                defer { graph.pending.stage = .ended(number: number) }
                return (graph, outcome: outcome(of: graph), tasksRun: state.tasksRun(in: number))
            }
        }
        unlocked(before: released) {
            var waiting: [CheckedContinuation<Void, Never>] = []
            for (graph, outcome, tasksRun) in ended {
                graph.onEvent?(.ended(tasksRun: tasksRun, seconds: graph.seconds))
                waiting += graph.pending.end(outcome)
            }
            // Whoever waits is then the only one that holds the results.
            ended.removeAll()
            for continuation in waiting { continuation.resume() }
        }
    }

    private func outcome(of graph: AdmittedGraph) -> Result<RunResult, any Error> {
        if let refusal = graph.pending.refusal { return .failure(refusal) }
        if state.isCancelled(graph.number) { return .failure(CancellationError()) }
        let outputs = state.outputs(of: graph.number)
        let kept = outputs.filter { state.failure(of: $0) == nil }
        var failures: [TaskID: TaskFailure] = [:]
        if kept.count < outputs.count {
            for output in graph.pending.outputs {
                failures[output] = graph.order.position(of: output).flatMap { state.failure(of: $0) }
            }
        }
        let positions = graph.order.start..<graph.order.start + graph.order.tasks.count
        return .success(
            RunResult(
                order: graph.order, positions: kept, values: kept.map(storage.value), failures: failures,
                seconds: positions.map { storage.seconds(at: Position($0)) },
                tasksRun: state.tasksRun(in: graph.number), wallSeconds: graph.seconds))
    }

    /// Cancels a submission; see `Submission.cancel`.
    func cancel(_ pending: PendingGraph) {
        end(pending, keepingResults: true)
    }

    /// Ends the interest in a submission.
    func release(_ pending: PendingGraph) {
        end(pending, keepingResults: false)
    }

    /// Cancels a submission that has not ended, and releases the results of one that has, unless they are kept.
    private func end(_ pending: PendingGraph, keepingResults: Bool) {
        var released: [Position] = []
        var endsNow = false
        /// Destroyed after the lock is released.
        var cancelled: TaskGraph?
        defer { withExtendedLifetime(cancelled) {} }
        monitor.lock()
        switch pending.stage {
        case .queued(let graph):
            cancelled = graph
            queue.removeAll { $0 === pending }
            pending.stage = .over
            endsNow = true
        case .admitting:
            pending.isCancelledEarly = true
        case .admitted(let graph):
            let isUnneeded = state.cancel(graph.number, releasing: &released)
            for batch in batches {
                batch.close(reportingTo: &state, ownerIsRunning: true, releasing: &released)
            }
            if isUnneeded { pending.interrupt() } else { endsNow = true }
        case .ended(let number) where !keepingResults && !isClosing:
            state.release(number, releasing: &released)
            holders[number] = nil
            pending.stage = .over
        case .ended, .over:
            break
        }
        if state.hasEnded { endSubmissions(before: released) }
        if !released.isEmpty { dropUnlocked(&released) }
        if waiting > 0 { monitor.broadcast() }
        monitor.unlock()
        guard endsNow else { return }
        for continuation in pending.end(.failure(CancellationError())) { continuation.resume() }
    }
}
