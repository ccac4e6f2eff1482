internal import Machine
internal import TaskGraph

/// The shared part of a local session: its state, its threads, and the tasks.
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
/// A submitted graph waits in a queue until a worker *admits* it: the worker orders its tasks without the lock, so that
/// neither the submitting function nor the other workers wait. Threads are started as there are tasks for them, and end
/// with the session.
///
/// A worker occupies one of the scheduler's cores while it runs a batch. While no other worker does, a task may use all
/// of them.
///
/// Cancelling a submission closes all batches, so that no further task of it starts.
///
/// Destroying results, graphs and submissions may run arbitrary code, which may use the session. The lock is therefore
/// never held while a last reference to one of them ends.
///
/// # Glossary
///
/// - `state`: the state machine.
/// - `waiting`: the number of workers that wait for a signal of the monitor.
/// - `queue`: the submitted graphs that no worker has admitted yet, and `isAdmitting`: whether a worker admits one.
/// - `admitted`: the graphs that have not ended, by number.
/// - `holders`: the submissions whose outputs are held, by number.
/// - `known`: the tasks by key.
/// - `threads`: the number of threads, and `isClosing`: whether they should end.
/// - `batches`: the tasks assigned to each worker; see `Batch` for what the lock guards.
/// - `cores`: the cores of the scheduler, which are bound to the threads of the session.
/// - `storage`: results and durations; access is controlled by the state machine.
///
/// All of them except `batches` and `cores` are guarded by the lock; what `storage` contains is guarded by the state.
///
/// `@unchecked Sendable`: mutable state is guarded as described in the glossary.
final class SessionCore: @unchecked Sendable {
    let workers: Int
    let cores: Cores
    let memoryLimit: Int?
    let monitor = Monitor()
    let batches: [Batch]
    var state: ExecutionState
    var waiting = 0
    var queue = FirstInFirstOut<PendingGraph>()
    var isAdmitting = false
    var admitted: [Int: AdmittedGraph] = [:]
    var holders: [Int: PendingGraph] = [:]
    var storage = SessionStorage()
    /// The number of threads that destroy released results without the lock.
    var dropping = 0
    /// The number of tasks at which the session forgets those that are released.
    var forgetsAt = 4096
    var known = KnownTasks()
    private(set) var threads = 0
    private(set) var isClosing = false
    private var closing: [CheckedContinuation<Void, Never>] = []

    init(workers: Int, cores: Cores, memoryLimit: Int?) {
        self.workers = workers
        self.cores = cores
        // One worker runs one task at a time; waiting for memory would not help.
        self.memoryLimit = workers == 1 ? nil : memoryLimit
        state = ExecutionState(memoryLimit: self.memoryLimit)
        batches = (0..<workers).map { _ in Batch() }
    }

    /// Runs `body` with the lock held.
    func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
        monitor.lock()
        defer { monitor.unlock() }
        return try body()
    }

    // MARK: - Threads

    /// Starts threads until there are `count` of them, but at most one for each worker.
    ///
    /// Called with the lock held.
    func startThreads(upTo count: Int) throws(LocalSchedulingError) {
        while threads < min(count, workers) {
            let worker = threads
            try OwnedThread { self.cores.bound { self.work(as: worker) } }.detach()
            threads += 1
        }
    }

    /// Ends a thread; the last one ends the session.
    ///
    /// Called with the lock held.
    func endThread() -> [CheckedContinuation<Void, Never>] {
        threads -= 1
        guard threads == 0 else { return [] }
        defer { closing = [] }
        return closing
    }

    /// Cancels what has not ended, and lets the threads end.
    func beginClosing() {
        let unfinished: [PendingGraph] = locked {
            isClosing = true
            return queue.all + admitted.values.map(\.pending)
        }
        for pending in unfinished { cancel(pending) }
        locked { monitor.broadcast() }
    }

    /// Waits until all threads have ended.
    func closed() async {
        await withCheckedContinuation { continuation in
            let isOver = locked {
                if threads > 0 { closing.append(continuation) }
                return threads == 0
            }
            if isOver { continuation.resume() }
        }
    }
}
