import Trellis

/// The cost of dividing a graph into pieces for a cluster, and the accuracy of the cost estimates.
///
/// Requires the root of the project, which contains the data, as the current folder.
struct FusingBenchmark: Benchmark {
    let name = "fusing"

    func run() async throws {
        let plan = try DigitsSearch.search.plan(DigitsSearch.data())
        try await cut(plan, "fusing digits")
        try await compareEstimates(plan)
        try await compareRuns(plan)

        let many = GridSearch(
            Pipeline(StandardScaler(), LogisticRegression()),
            grid: ParameterGrid().varying(
                \LogisticRegression.c, over: (1...50_000).map { Double($0) * 0.01 }),
            folds: StratifiedKFold(3))
        let iris = try Table(csv: "datasets/iris.csv").dataset(target: "species")
        try await cut(many.plan(iris), "fusing 50,000 candidates")
    }

    /// Costs, pieces and their bytes, for 2 workers and for 100.
    private func cut(_ plan: SearchPlan, _ name: String) async throws {
        let graph = plan.graph
        for workers in [2, 100] {
            var cut = graph.fused(outputs: plan.outputs, workers: workers, costs: TaskCosts(of: graph))
            let cutting = await median(of: 3) {
                await seconds {
                    cut = graph.fused(outputs: plan.outputs, workers: workers, costs: TaskCosts(of: graph))
                }
            }
            var bytes = 0
            let encoding = try await seconds {
                for piece in cut.pieces {
                    bytes += try OperationRegistry.standard.encode(piece, of: graph).count
                }
            }
            let work = cut.pieces.map(\.seconds).sorted()
            report(
                name,
                [
                    "workers": "\(workers)", "tasks": "\(graph.count)", "pieces": "\(cut.pieces.count)",
                    "seconds": decimals(cutting), "encodeSeconds": decimals(encoding), "bytes": "\(bytes)",
                    "leastSeconds": decimals(work.first ?? 0),
                    "medianSeconds": decimals(work.isEmpty ? 0 : work[work.count / 2]),
                    "mostSeconds": decimals(work.last ?? 0),
                ])
        }
    }

    /// Runs the plan on the serial scheduler, and in encoded pieces with encoded values between them.
    private func compareRuns(_ plan: SearchPlan) async throws {
        let registry = OperationRegistry.standard
        let graph = plan.graph
        let cut = graph.fused(outputs: plan.outputs, workers: 2, costs: TaskCosts(of: graph))
        let serial = try await median(of: 3) {
            try await seconds { _ = try await SerialScheduler().run(graph, outputs: plan.outputs) }
        }
        let piecewise = try await median(of: 3) {
            try await seconds {
                var values: [TaskID: EncodedValue] = [:]
                for source in cut.sources {
                    guard let operation = graph.operation(of: source) as? any DataSource else { continue }
                    values[source] = try registry.encode(operation.value)
                }
                for piece in cut.pieces {
                    let inputs = try piece.inputs.compactMap { values[$0] }.map { try registry.decode($0) }
                    let subgraph = try registry.encode(piece, of: graph).withUnsafeBytes {
                        try registry.decodeSubgraph($0)
                    }
                    for (output, value) in zip(piece.outputs, try subgraph.run(on: inputs).outputs) {
                        values[output] = try registry.encode(value)
                    }
                }
            }
        }
        report(
            "fusing runs",
            [
                "pieces": "\(cut.pieces.count)", "serialSeconds": decimals(serial),
                "piecewiseSeconds": decimals(piecewise),
            ])
    }

    /// The mean measured and estimated time of the tasks of each operation, in milliseconds.
    private func compareEstimates(_ plan: SearchPlan) async throws {
        let costs = TaskCosts(of: plan.graph)
        let run = try await SerialScheduler().run(plan.graph, outputs: plan.outputs)
        var sums: [String: (count: Double, measured: Double, estimated: Double)] = [:]
        for task in plan.graph.tasks {
            let sum = sums[plan.graph.name(of: task)] ?? (0, 0, 0)
            sums[plan.graph.name(of: task)] = (
                sum.count + 1, sum.measured + run.seconds(of: task), sum.estimated + costs[task].seconds
            )
        }
        for (operation, sum) in sums.sorted(by: { $0.key < $1.key }) {
            report(
                "estimates",
                [
                    "operation": "\"\(operation)\"", "measured": decimals(1e3 * sum.measured / sum.count),
                    "estimated": decimals(1e3 * sum.estimated / sum.count),
                ])
        }
    }
}
