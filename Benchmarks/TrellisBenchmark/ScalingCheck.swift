import DaskCluster
import Scaling
import Trellis

/// Compares the simulation of ``ScalingBenchmark`` with real runs on local Dask clusters of 1 and 2 workers.
///
/// Requires `make worker` and `make setup-cluster`, and the root of the project, which contains the data, as the
/// current folder.
struct ScalingCheck: Benchmark {
    let name = "scaling-check"

    func run() async throws {
        let (search, digits) = (DigitsSearch.search, try DigitsSearch.data())
        try await check("digits, 36 candidates", search.plan(digits))
        var large = search
        large.grid = ParameterGrid()
            .varying(\PCA.nComponents, over: [8, 16, 24, 32, 40, 48])
            .varying(\SVC.c, over: [0.01, 0.1, 1, 10, 100, 1000])
            .varying(\SVC.gamma, over: [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1])
        try await check("digits, 216 candidates", large.plan(digits))
    }

    private func check(_ search: String, _ plan: SearchPlan) async throws {
        let (graph, outputs) = (plan.graph, plan.outputs)
        let estimates = TaskCosts(of: graph)
        for workers in [1, 2] {
            // Use a new scheduler for each run, because it measures costs and divides the next graph accordingly.
            for _ in 0..<3 {
                let cluster = try await DaskScheduler.connect(
                    to: .local(workers: workers), registry: .standard)
                let run = try await cluster.run(graph, outputs: outputs)
                await cluster.close()
                var costs = estimates
                for task in graph.tasks { costs[task].seconds = run.seconds(of: task) }
                let study = ScalingStudy(graph, outputs: outputs, estimates: estimates, durations: costs)
                let simulated = study.onCluster(.dask(workers: workers))
                report(
                    name,
                    [
                        "search": "\"\(search)\"", "workers": "\(workers)", "jobs": "\(simulated.jobs)",
                        "busySeconds": decimals(simulated.busySeconds), "seconds": decimals(run.wallSeconds),
                        "simulated": decimals(simulated.makespan),
                        "ratio": decimals(simulated.makespan / run.wallSeconds),
                    ])
            }
        }
    }
}
