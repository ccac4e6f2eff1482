internal import TaskGraph

extension SessionCore {
    /// The target duration of a batch: long compared with the lock (0.1 µs, or a few µs under contention), but
    /// imperceptibly short.
    private static let batchNanoseconds = 50_000

    /// The next action of a worker.
    private enum Step {
        /// Admit a submitted graph.
        case admit
        /// Run the batch, which has the given number of tasks.
        case run(Int)
        /// Wait for ready tasks.
        case wait
        /// Exit, because the session is closed.
        case exit
    }

    /// Works until the session is closed.
    ///
    /// - `released`: tasks whose results the worker drops after it has released the lock.
    /// - `nanosecondsPerTask`: the estimated duration of a task. Increases take effect immediately; decreases are
    ///   averaged, so that one batch of tiny tasks among long ones has little effect.
    func work(as worker: Int) {
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
            let step = nextStep(of: worker, limit: limit, released: &released)
            let hadEnded = state.hasEnded
            if hadEnded { endSubmissions(before: released) }
            switch step {
            case .admit:
                if !released.isEmpty { dropUnlocked(&released) }
                unlocked { admitNext() }
            case .run(let count):
                if waiting > 0, state.hasNext { monitor.signal() }
                if state.hasMemoryLimit, !released.isEmpty { dropUnlocked(&released) }
                let storage = storage
                unlocked(before: released) {
                    storage.drop(&released)
                    failure = cores.occupied {
                        runBatch(
                            of: worker, in: storage, count: count, nanosecondsPerTask: &nanosecondsPerTask)
                    }
                }
            case .wait where !released.isEmpty:
                // Do not hold released results while waiting. Then check again, because the lock was released.
                dropUnlocked(&released)
            case .wait where hadEnded:
                // The lock was released.
                continue
            case .wait:
                waiting += 1
                monitor.wait()
                waiting -= 1
            case .exit:
                let closing = endThread()
                monitor.broadcast()
                monitor.unlock()
                storage.drop(&released)
                for continuation in closing { continuation.resume() }
                return
            }
        }
    }

    /// Releases the lock to destroy released results, because deinitializers may run arbitrary code.
    ///
    /// The lock is held before and after the call.
    func dropUnlocked(_ released: inout [Position]) {
        let dropped = state.hasMemoryLimit ? released : []
        let storage = storage
        unlocked(before: released) { storage.drop(&released) }
        state.drop(dropped)
    }

    /// Runs `body` without the lock, which is held before and after the call.
    ///
    /// - Parameter released: Results that are destroyed in `body`, or after it. Until then, the session forgets no tasks,
    ///   so that their positions stay valid.
    func unlocked<Result>(before released: [Position] = [], _ body: () -> Result) -> Result {
        let isDropping = !released.isEmpty
        if isDropping { dropping += 1 }
        monitor.unlock()
        defer {
            monitor.lock()
            if isDropping { dropping -= 1 }
        }
        return body()
    }

    /// Decides what the worker does next, and fills its batch if it runs tasks.
    ///
    /// Called with the lock held.
    private func nextStep(of worker: Int, limit: Int, released: inout [Position]) -> Step {
        if !isAdmitting, !queue.isEmpty {
            isAdmitting = true
            return .admit
        }
        if !state.hasNext {
            for other in batches.indices where other != worker {
                batches[other].close(reportingTo: &state, ownerIsRunning: true, releasing: &released)
            }
        }
        if isClosing, state.isFinished, !isAdmitting { return .exit }
        if !state.hasNext { return .wait }
        let fairShare = (state.readyCount + workers - 1) / workers
        return .run(batches[worker].fill(from: &state, upTo: max(1, min(limit, fairShare))))
    }

    /// Runs tasks of the worker's batch until none is left to claim, one fails, or the batch exceeds its target
    /// duration.
    ///
    /// The remaining tasks of a batch that exceeds it are returned, because the tasks that the long task made ready
    /// take precedence.
    ///
    /// - Returns: The failure of the last task; nil if all tasks succeeded.
    private func runBatch(
        of worker: Int, in storage: SessionStorage, count: Int, nanosecondsPerTask: inout Int
    ) -> TaskFailure? {
        let batch = batches[worker]
        let start = MonotonicClock.nanoseconds
        var clock = start
        var ran = 0
        var failure: TaskFailure?
        while failure == nil, ran < count, clock - start < UInt64(Self.batchNanoseconds),
            let task = batch.claim(of: count)
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
