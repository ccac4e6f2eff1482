/// The decisions of a ``ThreadExecutor``: when a thread takes a job, starts or ends.
///
/// It has no threads and no clock.
///
/// # Policy
///
/// Jobs run in the order in which they arrive. As many threads as the scheduler has workers are started as there are jobs
/// for them. A thread that finds no job waits, and ends after a while.
///
/// A job may block its thread: it waits for a lock, for a file, or for another job. While jobs wait, a *watcher* therefore
/// looks at the threads from time to time. If fewer of them compute than there are workers, and no job was taken since it
/// last looked, another thread is started. If more of them compute, because blocked ones have gone on, as many end with
/// the job that they run. Jobs that compute thus share the cores, however many there are, and jobs that block delay no
/// others for long.
///
/// # Glossary
///
/// - `waiting`: the jobs that no thread has taken.
/// - `threads`, `idle`: the number of threads, and of those that wait for a job.
/// - `isWatched`: whether there is a watcher.
/// - `taken`, `takenBefore`: the number of jobs taken so far, and when the watcher last looked.
/// - `excess`: the number of threads that end with the job that they run.
struct ExecutorState<Job> {
    /// What a new job needs to be run.
    enum Need: Equatable {
        /// The threads that run jobs, or the watcher, see to it.
        case nothing
        /// A signal to a thread that waits.
        case signal
        /// A thread, which is counted already.
        case thread
        /// A watcher.
        case watcher
    }

    /// What a thread does next.
    enum Step {
        case run(Job)
        /// Wait for a signal.
        case wait
        case exit
    }

    /// The maximum number of threads in addition to those of the workers.
    static var mostAdditional: Int { 256 }

    let workers: Int
    private var waiting = FirstInFirstOut<Job>()
    private(set) var threads = 0
    private(set) var idle = 0
    private(set) var isWatched = false
    private var taken = 0
    private var takenBefore = 0
    private(set) var excess = 0

    init(workers: Int) { self.workers = workers }

    /// Adds a job.
    mutating func add(_ job: Job) -> Need {
        waiting.append(job)
        if waiting.count <= idle { return .signal }
        if threads < workers {
            threads += 1
            return .thread
        }
        if isWatched { return .nothing }
        isWatched = true
        takenBefore = taken
        return .watcher
    }

    /// Decides what a thread does that has started, has run a job, or was woken.
    mutating func next() -> Step {
        if excess > 0, threads > workers {
            excess -= 1
            threads -= 1
            return .exit
        }
        guard let job = waiting.popFirst() else { return .wait }
        taken += 1
        return .run(job)
    }

    /// Records that a thread begins to wait for a job.
    mutating func beginWaiting() { idle += 1 }

    /// Records that a thread was woken.
    ///
    /// - Parameter isLate: Whether it has waited as long as a thread waits.
    /// - Returns: Whether the thread ends.
    mutating func endWaiting(isLate: Bool) -> Bool {
        idle -= 1
        guard isLate, waiting.isEmpty else { return false }
        threads -= 1
        return true
    }

    /// Decides what the watcher does that has looked at the threads.
    ///
    /// - Parameter computing: The number of threads that are not blocked.
    /// - Returns: Whether another thread is started, which is counted already; nil if the watcher ends.
    mutating func watch(computing: Int) -> Bool? {
        guard !waiting.isEmpty else {
            isWatched = false
            excess = 0
            return nil
        }
        defer { takenBefore = taken }
        excess = max(0, computing - workers)
        guard taken == takenBefore, idle == 0, computing < workers, threads < workers + Self.mostAdditional
        else {
            return false
        }
        threads += 1
        return true
    }

    /// Records that a counted thread, or the watcher, could not be started.
    ///
    /// - Returns: The jobs that nothing would run.
    mutating func couldNotStart(_ need: Need) -> [Job] {
        if need == .watcher { isWatched = false } else { threads -= 1 }
        guard threads == 0 else { return [] }
        defer { waiting = FirstInFirstOut() }
        return waiting.all
    }
}
