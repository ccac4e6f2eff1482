/// What each task of a graph is likely to take: what operations estimate, corrected by what was measured.
public struct TaskCosts: Sendable {
    private var estimates: [TaskEstimate]

    /// What operations estimate, from the first task to the last, each time multiplied by the correction of
    /// the operation's name.
    ///
    /// Linear in the tasks and inputs.
    public init(of graph: TaskGraph, measured: MeasuredCosts = MeasuredCosts()) {
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

    /// The estimate of a task.
    public subscript(task: TaskID) -> TaskEstimate {
        get { estimates[task.index] }
        set {
            estimates[task.index] = newValue
            estimates[task.index].seconds = Self.sound(newValue.seconds)
        }
    }

    /// An operation may estimate nonsense from a shape it does not know; sums must stay finite.
    private static func sound(_ seconds: Double) -> Double { seconds.isFinite ? max(0, seconds) : 0 }
}
