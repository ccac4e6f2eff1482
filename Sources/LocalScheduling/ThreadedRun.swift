internal import Machine
internal import TaskGraph

/// One run of a graph on several threads.
///
/// # Policy
///
/// `ExecutionState` decides which tasks may run and in what order. One lock guards it. A worker acquires the lock to
/// report finished tasks and to take ready ones. It runs tasks and destroys results without the lock.
///
/// For tiny tasks, acquiring the lock once per task would cost more than the tasks. A worker therefore takes a
/// *batch* of as many tasks as take `batchNanoseconds` in total, judging by its recent tasks. Longer tasks are taken
/// one by one. A long task ends its batch, so that the tasks that it made ready, which read its result, run next. A
/// batch is at most a fair share of the ready tasks, so that the other workers find work; if tasks remain and a
/// worker is waiting, it is woken. Before a worker waits, it closes the batches of the others (see `Batch`), so that
/// each of them holds only the task that it is running. A worker thus waits only if no task is ready.
///
/// The thread that started the run is worker 0; it starts the other threads and joins them.
///
/// A worker occupies one of the scheduler's cores while it runs a batch. While no other worker does, a task may use all
/// of them.
///
/// Cancellation sets a flag and wakes no thread: a waiting worker waits for a running one, which checks the flag when
/// its task returns, cancels the tasks that have not started, and wakes the other workers to exit.
///
/// # Glossary
///
/// - `state`: the state machine; guarded by the lock.
/// - `waiting`: the number of workers that wait for a signal of the monitor; guarded by the lock.
/// - `batches`: the tasks assigned to each worker; see `Batch` for what the lock guards.
/// - `cores`: the cores of the scheduler, which are bound to the threads of the run.
/// - `storage`: graph, results and durations; access is controlled by the state machine.
/// - `released` (local to a worker): tasks whose results the worker drops after it has released the lock.
/// - `nanosecondsPerTask` (local to a worker): the estimated duration of a task. Increases take effect immediately;
///   decreases are averaged, so that one batch of tiny tasks among long ones has little effect.
///
/// `@unchecked Sendable`: mutable state is guarded as described in the glossary.
final class ThreadedRun: @unchecked Sendable {
    /// The target duration of a batch: long compared with the lock (0.1 µs, or a few µs under contention), but
    /// imperceptibly short.
    private static let batchNanoseconds = 50_000

    private let workers: Int
    private let cores: Cores
    private let cancellation: CancellationFlag
    private let storage: RunStorage
    private let monitor = Monitor()
    private let batches: [Batch]
    private var state: ExecutionState
    private var waiting = 0

    /// Orders the tasks that `outputs` depend on.
    init(
        _ graph: TaskGraph, outputs: [TaskID], workers: Int, cores: Cores, memoryLimit: Int?,
        observer: (any TaskObserver)?, cancellation: CancellationFlag
    ) {
        self.cores = cores
        storage = RunStorage(
            graph, outputs: outputs, cores: cores, observer: observer, cancellation: cancellation)
        let order = storage.order
        state = ExecutionState(
            order, outputs: outputs,
            memory: workers == 1 ? nil : MemoryLedger(of: graph, order, limit: memoryLimit))
        // Workers beyond the number of tasks would only wait.
        self.workers = max(1, min(workers, storage.order.tasks.count))
        batches = (0..<self.workers).map { _ in Batch() }
        self.cancellation = cancellation
    }

    /// Runs the tasks on the calling thread and on other threads, and waits for all of them to finish.
    ///
    /// - Throws: `CancellationError` if the run is cancelled; `LocalSchedulingError` if a thread cannot be created.
    func run() throws -> RunResult {
        storage.begin(workers: workers)
        var threads: [OwnedThread] = []
        var refusal: LocalSchedulingError?
        do throws(LocalSchedulingError) {
            for worker in 1..<workers {
                threads.append(try OwnedThread { self.cores.bound { self.work(as: worker) } })
            }
        } catch {
            refusal = error
            cancellation.cancel()
        }
        cores.bound { work(as: 0) }
        for thread in threads { thread.join() }
        let result = Result { try storage.end(state) }
        if let refusal { throw refusal }
        return try result.get()
    }

    // MARK: - Workers

    /// The next action of a worker.
    private enum Step {
        /// Run the batch, which has the given number of tasks.
        case run(Int)
        /// Wait for ready tasks.
        case wait
        /// Exit, because all tasks have finished.
        case exit
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
            // The next task may need the memory.
            if state.hasMemoryLimit, !released.isEmpty { dropUnlocked(&released) }
            let limit = Self.batchNanoseconds / max(1, nanosecondsPerTask)
            let step = nextStep(of: worker, limit: limit, state: &state, released: &released)
            switch step {
            case .run(let count):
                if waiting > 0, state.hasNext { monitor.signal() }
                if state.hasMemoryLimit, !released.isEmpty { dropUnlocked(&released) }
                monitor.unlock()
                storage.drop(&released)
                failure = cores.occupied {
                    runBatch(of: worker, count: count, nanosecondsPerTask: &nanosecondsPerTask)
                }
                monitor.lock()
            case .wait where !released.isEmpty:
                // Do not hold released results while waiting. Then check again, because the lock was released.
                dropUnlocked(&released)
            case .wait:
                waiting += 1
                monitor.wait()
                waiting -= 1
            case .exit:
                monitor.broadcast()
                monitor.unlock()
                storage.drop(&released)
                return
            }
        }
    }

    /// Releases the lock to destroy released results, because deinitializers may run arbitrary code.
    ///
    /// The lock is held before and after the call.
    private func dropUnlocked(_ released: inout [Position]) {
        monitor.unlock()
        let dropped = state.hasMemoryLimit ? released : []
        storage.drop(&released)
        monitor.lock()
        state.drop(dropped)
    }

    /// Fills the batch of the worker with ready tasks, or decides that the worker waits or exits.
    ///
    /// Called with the lock held.
    private func nextStep(
        of worker: Int, limit: Int, state: inout ExecutionState, released: inout [Position]
    ) -> Step {
        if cancellation.isCancelled { state.cancel() }
        if !state.hasNext {
            for other in batches.indices where other != worker {
                batches[other].close(reportingTo: &state, ownerIsRunning: true, releasing: &released)
            }
        }
        if state.isFinished { return .exit }
        if !state.hasNext { return .wait }
        let fairShare = (state.readyCount + workers - 1) / workers
        return .run(batches[worker].fill(from: &state, upTo: max(1, min(limit, fairShare))))
    }

    /// Runs tasks of the worker's batch until none is left to claim, one fails, the run is cancelled, or the batch
    /// exceeds its target duration.
    ///
    /// The remaining tasks of a batch that exceeds it are returned, because the tasks that the long task made ready
    /// take precedence.
    ///
    /// - Returns: The failure of the last task; nil if all tasks succeeded.
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
