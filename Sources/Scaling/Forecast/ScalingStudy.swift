public import TaskGraph

/// How long a graph would take on more workers or fewer: it is cut anew for each number of them, and simulated.
public struct ScalingStudy: Sendable {
    private let graph: TaskGraph
    private let outputs: [TaskID]
    private let estimates: TaskCosts
    private let durations: TaskCosts

    /// A study of the tasks that `outputs` need.
    ///
    /// - Parameters:
    ///   - graph: the tasks.
    ///   - outputs: the tasks whose results are wanted.
    ///   - estimates: what the graph is cut by.
    ///   - durations: what tasks take and how large their results are, if that was measured; else the estimates.
    public init(
        _ graph: TaskGraph, outputs: [TaskID], estimates: TaskCosts, durations: TaskCosts? = nil
    ) {
        self.graph = graph
        self.outputs = outputs
        self.estimates = estimates
        self.durations = durations ?? estimates
    }

    /// What the graph is cut into for so many workers.
    public func pieces(workers: Int) -> FusedGraph {
        graph.fused(outputs: outputs, workers: workers, costs: estimates)
    }

    /// The run in pieces, on a cluster.
    public func onCluster(_ machines: Machines) -> SimulatedRun {
        Workload(pieces(workers: machines.workers), of: graph, outputs: outputs, costs: durations)
            .simulated(on: machines)
    }

    /// The run on threads of one process, task by task.
    public func onThreads(_ count: Int) -> SimulatedRun {
        Workload(graph, outputs: outputs, costs: durations).simulated(on: .threads(count))
    }

    /// How many workers of a cluster a search can use: the most that compute for at least half of their time.
    ///
    /// Past it, more than half of what the workers cost is paid for waiting. The number of workers is doubled
    /// until that is so, and then narrowed down to a sixteenth: efficiency falls with the number of workers,
    /// though not at every step, and the answer is no more exact than that.
    ///
    /// - Parameters:
    ///   - limit: the most workers that come into question, at least 1.
    ///   - machines: what a cluster of so many workers is.
    /// - Returns: 0 if not even one worker computes for half of its time.
    public func usefulWorkers(
        limit: Int = 16_384, _ machines: (_ workers: Int) -> Machines = Machines.dask(workers:)
    ) -> Int {
        func isUseful(_ workers: Int) -> Bool { onCluster(machines(workers)).efficiency >= 0.5 }
        var useful = 0
        var wasted = 1
        while isUseful(wasted) {
            useful = wasted
            guard wasted < limit else { return limit }
            wasted = min(2 * wasted, limit)
        }
        while wasted - useful > max(1, useful / 16) {
            let middle = (useful + wasted) / 2
            if isUseful(middle) { useful = middle } else { wasted = middle }
        }
        return useful
    }
}
