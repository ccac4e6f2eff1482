package import TaskGraph

/// Forecasts the run time of a graph on different numbers of workers.
///
/// For each number of workers, the graph is divided into pieces and its run is simulated.
package struct ScalingStudy: Sendable {
    private let graph: TaskGraph
    private let outputs: [TaskID]
    private let estimates: TaskCosts
    private let durations: TaskCosts

    /// Creates a study of the tasks that `outputs` depend on.
    ///
    /// - Parameters:
    ///   - graph: The graph.
    ///   - outputs: The tasks whose results are requested.
    ///   - estimates: The estimated costs, which determine the pieces.
    ///   - durations: The measured durations and result sizes of the tasks; by default, the estimates.
    package init(
        _ graph: TaskGraph, outputs: [TaskID], estimates: TaskCosts, durations: TaskCosts? = nil
    ) {
        self.graph = graph
        self.outputs = outputs
        self.estimates = estimates
        self.durations = durations ?? estimates
    }

    /// Divides the graph into pieces for the given number of workers.
    package func pieces(workers: Int) -> FusedGraph {
        graph.fused(outputs: outputs, workers: workers, costs: estimates)
    }

    /// Simulates the run in pieces on a cluster.
    package func onCluster(_ machines: Machines) -> SimulatedRun {
        Workload(pieces(workers: machines.workers), of: graph, outputs: outputs, costs: durations)
            .simulated(on: machines)
    }

    /// Simulates the run on threads of one process, task by task.
    package func onThreads(_ count: Int) -> SimulatedRun {
        Workload(graph, outputs: outputs, costs: durations).simulated(on: .threads(count))
    }

    /// Returns the largest number of workers that compute for at least half of their time.
    ///
    /// The number of workers is doubled until the efficiency falls below one half. A binary search then narrows the
    /// result to within a sixteenth. Efficiency does not decrease monotonically with the number of workers, so the
    /// result is approximate.
    ///
    /// - Parameters:
    ///   - limit: The maximum number of workers to consider, at least 1.
    ///   - machines: Returns the cluster with a given number of workers.
    /// - Returns: The number of workers, or 0 if even a single worker is idle for more than half of its time.
    package func usefulWorkers(
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
