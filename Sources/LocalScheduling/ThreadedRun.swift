internal import TaskGraph

/// One run of a graph on several threads.
///
/// # Policy
///
/// Which tasks may run, and which should first, is for `ExecutionState` to say; it stands behind one lock. A
/// worker takes the lock to report what it has ended and to take what is ready, and runs tasks and destroys
/// results without it.
///
/// While tasks are tiny, going through the lock for each would cost more than the tasks. So a worker takes a
/// *batch*: as many tasks as, by the duration of those it ran last, make up `batchNanoseconds`. Longer tasks
/// go one by one, and a batch in which one turns up ends with it, so that what it made ready, and reads its result, comes
/// next. A batch is at most a fair share of what is ready, so the others find work too; what is left
/// over, if anybody waits, wakes one of them. Before a worker waits it closes the batches of the others (see
/// `Batch`), so that while somebody waits, the others hold nothing but the one task that each is running.
/// Hence a worker waits only if no task is ready.
///
/// The conductor, which is the thread the run started on, is worker 0; it starts the others and joins them.
///
/// Cancelling raises a flag and wakes nobody: a worker that waits does so for another one that runs, which
/// sees the flag when its task returns, cancels what has not begun, and wakes the rest to leave.
///
/// # Glossary
///
/// - `state`: the state machine. Under the lock.
/// - `waiting`: how many workers wait for the monitor's signal. Under the lock.
/// - `batches`: what each worker was handed. See there for what the lock guards.
/// - `storage`: graph, results and durations; by the rights that the state machine gives.
/// - `released` (a worker's own): tasks whose results it is to drop, as soon as it has let go of the lock.
/// - `nanosecondsPerTask` (a worker's own): how long its tasks take. Believed at once when it rises and by
///   halves when it falls, so that one batch of tiny tasks among long ones changes little.
///
/// `@unchecked Sendable`: what is mutable is guarded as the glossary says.
final class ThreadedRun: @unchecked Sendable {
    /// How long a batch should take: long against the lock (0.1 µs, or some µs if it must be waited for),
    /// short against anything a person notices.
    private static let batchNanoseconds = 50_000

    private let workers: Int
    private let cancellation: CancellationFlag
    private let storage: RunStorage
    private let monitor = Monitor()
    private let batches: [Batch]
    private var state: ExecutionState
    private var waiting = 0

    /// Orders the tasks that `outputs` need.
    init(
        _ graph: TaskGraph, outputs: [TaskID], workers: Int, memoryLimit: Int?,
        observer: (any TaskObserver)?, cancellation: CancellationFlag
    ) {
        storage = RunStorage(graph, outputs: outputs, observer: observer, cancellation: cancellation)
        let order = storage.order
        state = ExecutionState(
            order, outputs: outputs,
            memory: workers == 1 ? nil : MemoryLedger(of: graph, order, limit: memoryLimit))
        // More workers than tasks would only wait.
        self.workers = max(1, min(workers, storage.order.tasks.count))
        batches = (0..<self.workers).map { _ in Batch() }
        self.cancellation = cancellation
    }

    /// Runs the tasks: on the calling thread, and on others which have ended when this returns.
    ///
    /// - Throws: `CancellationError`; `LocalSchedulingError` if a thread could not be started.
    func run() throws -> RunResult {
        storage.begin(workers: workers)
        var threads: [OwnedThread] = []
        var refusal: LocalSchedulingError?
        do throws(LocalSchedulingError) {
            for worker in 1..<workers {
                threads.append(try OwnedThread { self.work(as: worker) })
            }
        } catch {
            refusal = error
            cancellation.cancel()
        }
        work(as: 0)
        for thread in threads { thread.join() }
        let result = Result { try storage.end(state) }
        if let refusal { throw refusal }
        return try result.get()
    }

    // MARK: - A worker

    /// What a worker does next.
    private enum Step {
        /// Runs its batch of this many tasks.
        case run(Int)
        /// Waits until there may be something to do.
        case wait
        /// Leaves: every task has come to its end.
        case leave
    }

    private func work(as worker: Int) {
        var released: [Position] = []
        var failure: TaskFailure?
        var nanosecondsPerTask = Self.batchNanoseconds
        monitor.lock()
        while true {
            batches[worker].close(
                reportingTo: &state, ownerIsRunning: false, failure: failure, releasing: &released)
            failure = nil
            // What is to start next may need the memory.
            if state.hasMemoryLimit, !released.isEmpty { dropUnlocked(&released) }
            let limit = Self.batchNanoseconds / max(1, nanosecondsPerTask)
            let step = nextStep(of: worker, limit: limit, state: &state, released: &released)
            switch step {
            case .run(let count):
                if waiting > 0, state.hasNext { monitor.signal() }
                if state.hasMemoryLimit, !released.isEmpty { dropUnlocked(&released) }
                monitor.unlock()
                storage.drop(&released)
                failure = runBatch(of: worker, count: count, nanosecondsPerTask: &nanosecondsPerTask)
                monitor.lock()
            case .wait where !released.isEmpty:
                // Rather than hold dead results while waiting; then look again, for time has passed.
                dropUnlocked(&released)
            case .wait:
                waiting += 1
                monitor.wait()
                waiting -= 1
            case .leave:
                monitor.broadcast()
                monitor.unlock()
                storage.drop(&released)
                return
            }
        }
    }

    /// Destroys results that were released, which may run any code, without the lock.
    ///
    /// Called and left with the lock.
    private func dropUnlocked(_ released: inout [Position]) {
        monitor.unlock()
        let dropped = state.hasMemoryLimit ? released : []
        storage.drop(&released)
        monitor.lock()
        state.drop(dropped)
    }

    /// Fills the worker's batch with ready tasks.
    ///
    /// With the lock.
    private func nextStep(
        of worker: Int, limit: Int, state: inout ExecutionState, released: inout [Position]
    ) -> Step {
        if cancellation.isCancelled { state.cancel() }
        if !state.hasNext {
            for other in batches.indices where other != worker {
                batches[other].close(reportingTo: &state, ownerIsRunning: true, releasing: &released)
            }
        }
        if state.isFinished { return .leave }
        if !state.hasNext { return .wait }
        let fairShare = (state.readyCount + workers - 1) / workers
        return .run(batches[worker].fill(from: &state, upTo: max(1, min(limit, fairShare))))
    }

    /// Runs tasks of the worker's batch until there is none left to claim, one fails, the run is cancelled, or the
    /// batch has taken its time.
    ///
    /// What is left of one that has, for a task in it was not tiny after all, is given back: what that task made ready
    /// comes before it.
    ///
    /// - Returns: why the last task has no result; nil if all have.
    private func runBatch(of worker: Int, count: Int, nanosecondsPerTask: inout Int) -> TaskFailure? {
        let batch = batches[worker]
        let start = MonotonicClock.nanoseconds
        var clock = start
        var ran = 0
        var failure: TaskFailure?
        while failure == nil, ran < count, clock - start < UInt64(Self.batchNanoseconds),
            !cancellation.isCancelled, let task = batch.claim(of: count)
        {
            failure = storage.execute(task, worker: worker, clock: &clock)
            ran += 1
        }
        if ran > 0 {
            let mean = Int(clock - start) / ran
            nanosecondsPerTask = max(mean, (nanosecondsPerTask + mean) / 2)
        }
        return failure
    }
}
