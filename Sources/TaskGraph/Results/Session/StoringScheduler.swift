extension Scheduler {
    /// Returns a scheduler that takes results from a store instead of computing them, and keeps those of marked tasks.
    ///
    /// ```swift
    /// graph.keep(mean)
    /// let scheduler = ThreadedScheduler().storing(in: store)
    /// let result = try await scheduler.run(graph, outputs: [mean])  // runs no task the second time
    /// ```
    ///
    /// Tasks are marked by ``TaskGraph/keep(_:)``, and delayed values by `kept`. A session looks a task up before it reads
    /// on, from the outputs to the data: what only a result that was found needs is neither looked up nor run. Results
    /// that it finds are read before `submit` returns, and are in memory as long as the submission. They do not count as
    /// tasks that run, and have no events.
    ///
    /// ``Session/close()``, and thus `run`, waits until results are written.
    ///
    /// - Parameter store: The store, which other schedulers and sessions may use at the same time.
    public func storing(in store: some ResultStore) -> some Scheduler {
        StoringScheduler(scheduler: self, store: store)
    }
}

/// A scheduler with a store of results.
private struct StoringScheduler<Base: Scheduler>: Scheduler {
    let scheduler: Base
    let store: any ResultStore

    var workers: Int { scheduler.workers }
    var name: String { scheduler.name }
    var runsInProcess: Bool { scheduler.runsInProcess }

    func open(memoryLimit: Int?) async throws -> any Session {
        StoringSession(try await scheduler.open(memoryLimit: memoryLimit), store)
    }
}
