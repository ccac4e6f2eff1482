internal import TaskGraph

extension TaskGraph {
    /// Runs the graph and returns the value of a task.
    ///
    /// - Throws: The error of the first task that failed.
    func value<Value>(
        of task: TaskInput<Value>, on scheduler: some Scheduler, memoryLimit: Int?, onEvent: RunEvent.Handler?
    ) async throws -> Value {
        try await values(of: [task], on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent)[0]
    }

    /// Runs the graph and returns the values of tasks.
    ///
    /// - Throws: The error of the first task that failed.
    func values<Value>(
        of tasks: [TaskInput<Value>], on scheduler: some Scheduler, memoryLimit: Int?,
        onEvent: RunEvent.Handler?
    ) async throws -> [Value] {
        let result = try await scheduler.run(
            self, outputs: tasks.map(\.task), memoryLimit: memoryLimit, onEvent: onEvent)
        do {
            return try tasks.map { try result.value(of: $0) }
        } catch let failure as TaskFailure {
            throw failure.error ?? ChunkedTableError.taskFailed(reason: failure.message)
        }
    }
}
