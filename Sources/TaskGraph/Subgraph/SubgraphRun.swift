import Machine

/// The result of running a subgraph.
package struct SubgraphResult: Sendable {
    /// The results of the outputs, in order; a `FailedTask` for one that failed.
    package let outputs: [any Sendable]

    /// The times and failures of the tasks.
    package let report: SubgraphReport
}

extension Subgraph {
    /// Runs the tasks on the current thread, one after the other.
    ///
    /// A task that throws fails those that depend on it and no others, as in any run; so does an input that is a
    /// `FailedTask`. Results are released when the last task that reads them has ended.
    ///
    /// - Parameters:
    ///   - inputs: The values that the subgraph reads, in order.
    ///   - cancel: A word that is set to a non-zero value to cancel the run; nil if it is never cancelled.
    ///   - cores: The cores that the run shares with other runs; the run counts as one task.
    /// - Throws: `WireError.wrongInputCount`; `CancellationError`. Errors of operations are part of the result.
    package func run(
        on inputs: [any Sendable], cancel: UnsafePointer<Int32>? = nil,
        cores: Cores = Cores(limit: 1)
    ) throws -> SubgraphResult {
        guard inputs.count == inputCount else {
            throw WireError.wrongInputCount(found: inputs.count, expected: inputCount)
        }
        var run = SubgraphRun(
            self, inputs: inputs, context: TaskContext(cancelledBy: cancel, cores: cores))
        return try cores.bound { try cores.occupied { try run.result() } }
    }
}

/// A run of a subgraph.
struct SubgraphRun {
    private let subgraph: Subgraph
    private let context: TaskContext
    /// The inputs, followed by the results of the tasks; `()` before a result exists and after its release.
    private var values: [any Sendable]
    /// The number of remaining reads of each of `values`.
    private var readers: [Int]
    private var report = SubgraphReport()
    private let start = ContinuousClock.now

    init(_ subgraph: Subgraph, inputs: [any Sendable], context: TaskContext) {
        self.subgraph = subgraph
        self.context = context
        let count = inputs.count + subgraph.tasks.count
        values = inputs + [any Sendable](repeating: (), count: subgraph.tasks.count)
        readers = [Int](repeating: 0, count: count)
        for task in subgraph.tasks {
            for input in task.inputs { readers[input] += 1 }
        }
        for output in subgraph.outputs { readers[inputs.count + output] += 1 }
    }

    mutating func result() throws -> SubgraphResult {
        let firstTask = subgraph.inputs.count
        for (index, task) in subgraph.tasks.enumerated() {
            try context.checkCancellation()
            let result = try result(of: task)
            if readers[firstTask + index] > 0 { values[firstTask + index] = result }
            for input in task.inputs {
                readers[input] -= 1
                if readers[input] == 0 { values[input] = () }
            }
        }
        return SubgraphResult(outputs: subgraph.outputs.map { values[firstTask + $0] }, report: report)
    }

    private mutating func result(of task: Subgraph.Task) throws -> any Sendable {
        let arguments = task.inputs.map { values[$0] }
        let failed = arguments.compactMap { $0 as? FailedTask }.min { $0.urgency < $1.urgency }
        if let failed { return failed }

        let operation = subgraph.operations[task.operation]
        let started = seconds
        do {
            let result = try operation.run(TaskInputs(arguments), in: context)
            record(task, from: started, failure: nil)
            return result
        } catch {
            // After a cancellation, the error is `CancellationError`, whatever the operation returned.
            try context.checkCancellation()
            let failure = TaskFailure(
                origin: task.key, operation: operation.name, message: String(describing: error),
                error: error)
            record(task, from: started, failure: failure)
            return FailedTask(failure: failure, urgency: task.urgency)
        }
    }

    private mutating func record(_ task: Subgraph.Task, from started: Double, failure: TaskFailure?) {
        report.entries.append(
            SubgraphReport.Entry(
                task: task.key, startSeconds: started, endSeconds: seconds, failure: failure))
    }

    private var seconds: Double { (ContinuousClock.now - start).seconds }
}
