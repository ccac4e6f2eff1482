import Scaling
import Trellis

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The simulated run time of searches on 1 to 5,000 workers of a Dask cluster, and the number of useful workers.
///
/// The search of 36 pipelines over the digits uses measured durations; the larger searches use estimates that are
/// corrected by these measurements. Requires the root of the project, which contains the data, as the current folder.
struct ScalingBenchmark: Benchmark {
    let name = "scaling"

    private let workerCounts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]

    func run() async throws {
        let (search, digits) = (DigitsSearch.search, try DigitsSearch.data())
        let plan = try search.plan(digits)
        let measured = try await Measured(plan)
        study(
            "digits, 36 candidates, measured", plan,
            ScalingStudy(
                plan.graph, outputs: plan.outputs, estimates: TaskCosts(of: plan.graph),
                durations: measured.costs))

        var large = search
        large.grid = ParameterGrid()
            .varying(\PCA.nComponents, over: stride(from: 3, through: 60, by: 3).map { .count($0) })
            .varying(\SVC.c, over: Self.powers(50, from: 0.01, to: 1000))
            .varying(\SVC.gamma, over: Self.powers(50, from: 0.0001, to: 1).map { .value($0) })
        try estimated("digits, 50,000 candidates, estimated", large.plan(digits), measured.corrections)

        large.grid = ParameterGrid()
            .varying(\PCA.nComponents, over: stride(from: 6, through: 60, by: 6).map { .count($0) })
            .varying(\SVC.c, over: Self.powers(20, from: 0.01, to: 1000))
            .varying(\SVC.gamma, over: Self.powers(25, from: 0.0001, to: 1).map { .value($0) })
        try estimated(
            "20,000 rows, 5,000 candidates, estimated", large.plan(Self.table(rows: 20_000)),
            measured.corrections)
    }

    private func estimated(_ name: String, _ plan: SearchPlan, _ corrections: MeasuredCosts) {
        let costs = TaskCosts(of: plan.graph, measured: corrections)
        study(name, plan, ScalingStudy(plan.graph, outputs: plan.outputs, estimates: costs))
    }

    private func study(_ search: String, _ plan: SearchPlan, _ study: ScalingStudy) {
        for workers in workerCounts {
            let run = study.onCluster(.dask(workers: workers))
            report(
                name,
                [
                    "search": "\"\(search)\"", "tasks": "\(plan.graph.count)", "workers": "\(workers)",
                    "jobs": "\(run.jobs)", "makespan": decimals(run.makespan),
                    "efficiency": decimals(run.efficiency), "busySeconds": decimals(run.busySeconds),
                    "schedulerShare": decimals(run.schedulerSeconds / run.makespan),
                    "megabytesMoved": decimals(Double(run.bytesMoved) / 1e6),
                ])
        }
        report(name, ["search": "\"\(search)\"", "usefulWorkers": "\(study.usefulWorkers())"])
    }

    /// Returns `count` numbers in geometric progression.
    private static func powers(_ count: Int, from first: Double, to last: Double) -> [Double] {
        let ratio = last / first
        return (0..<count).map { first * pow(ratio, Double($0) / Double(count - 1)) }
    }

    /// Random numbers in the shape of the digits, with another number of rows.
    private static func table(rows: Int) throws -> Dataset {
        var generator = SplitMix64(state: 1)
        let values = (0..<rows * 64).map { _ in Double.random(in: 0..<1, using: &generator) }
        return try Dataset(
            features: Matrix(rows: rows, columns: 64, values: values),
            target: .labels(Labels((0..<rows).map { $0 % 10 })))
    }
}

/// The measured durations and result sizes of the tasks of a search.
private struct Measured {
    /// The costs of each task.
    private(set) var costs: TaskCosts

    /// The corrections by operation, for other searches.
    private(set) var corrections = MeasuredCosts()

    /// Runs every task five times and keeps the minimum, because other load on the machine only adds time.
    init(_ plan: SearchPlan) async throws {
        let graph = plan.graph
        let estimates = TaskCosts(of: graph)
        costs = estimates
        var runs: [RunResult] = []
        for _ in 0..<5 { runs.append(try await SerialScheduler().run(graph, outputs: Array(graph.tasks))) }
        for task in graph.tasks {
            let seconds = runs.map { $0.seconds(of: task) }.min() ?? 0
            costs[task].seconds = seconds
            costs[task].bytes = try OperationRegistry.standard.byteCount(of: runs[0].outcome(of: task).get())
            corrections.record(
                operation: graph.name(of: task), seconds: seconds, estimated: estimates[task].seconds)
        }
    }
}
