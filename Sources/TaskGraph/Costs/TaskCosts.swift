/// The estimated cost of each task of a graph: the operations' estimates, corrected by measured times.
package struct TaskCosts: Sendable {
    private var estimates: [TaskEstimate]

    /// Computes the estimates, from the first task to the last, and multiplies each time by the correction for the
    /// operation's name.
    ///
    /// - Complexity: Linear in the tasks and inputs.
    package init(of graph: TaskGraph, measured: MeasuredCosts = MeasuredCosts()) {
        let corrections = graph.operations.map { measured.correction(of: $0.name) }
        estimates = []
        estimates.reserveCapacity(graph.count)
        var inputs: [TaskEstimate] = []
        for task in graph.tasks {
            let operation = graph.operationID(of: task).index
            inputs.removeAll(keepingCapacity: true)
            for input in graph.inputs(of: task) { inputs.append(estimates[input.index]) }
            var estimate = graph.operations[operation].estimate(for: inputs)
            estimate.seconds = Self.sound(estimate.seconds) * corrections[operation]
            estimate.bytes = max(0, estimate.bytes)
            estimate.workBytes = max(0, estimate.workBytes)
            estimates.append(estimate)
        }
    }

    /// Returns the estimate of a task.
    package subscript(task: TaskID) -> TaskEstimate {
        get { estimates[task.index] }
        set {
            estimates[task.index] = newValue
            estimates[task.index].seconds = Self.sound(newValue.seconds)
        }
    }

    /// Replaces an invalid estimate, as an operation may return for an unknown shape, so that sums stay finite.
    private static func sound(_ seconds: Double) -> Double { seconds.isFinite ? max(0, seconds) : 0 }
}
