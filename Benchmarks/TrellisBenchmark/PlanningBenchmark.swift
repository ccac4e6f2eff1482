import Trellis

/// The time of planning 50,000 and 500,000 candidates of a two-step pipeline on three folds, from the grid to the
/// graph.
///
/// `peers/planning.py` measures dask-ml.
struct PlanningBenchmark: Benchmark {
    let name = "planning"

    private let folds = 3

    /// Grids over ``LogisticRegression``: 50,000 values of one parameter, ten times as many values, and 50,000
    /// combinations of two parameters.
    private var grids: [(name: String, grid: ParameterGrid)] {
        func multiples(_ count: Int, of unit: Double) -> [Double] { (1...count).map { Double($0) * unit } }
        return [
            ("planning", ParameterGrid().varying(\LogisticRegression.c, over: multiples(50_000, of: 0.01))),
            (
                "planning-ten-times",
                ParameterGrid().varying(\LogisticRegression.c, over: multiples(500_000, of: 0.001))
            ),
            (
                "planning-two-parameters",
                ParameterGrid()
                    .varying(\LogisticRegression.c, over: multiples(250, of: 0.01))
                    .varying(\LogisticRegression.tol, over: multiples(200, of: 1e-5))
            ),
        ]
    }

    func run() async throws {
        let data = try Self.data()
        for (name, grid) in grids {
            let search = GridSearch(
                Pipeline(StandardScaler(), LogisticRegression()), grid: grid, folds: StratifiedKFold(folds))
            let plan = try search.plan(data)
            let median = try await median(of: 5) { try await seconds { _ = try search.plan(data) } }
            report(
                name,
                [
                    "candidates": "\(plan.candidateCount)", "folds": "\(plan.splitCount)",
                    "tasks": "\(plan.graph.count)", "seconds": decimals(median),
                ])
        }
    }

    /// A table of the size of iris, which planning only hashes.
    private static func data() throws -> Dataset {
        var generator = SplitMix64(state: 1)
        let values = (0..<150 * 4).map { _ in Double.random(in: 0..<1, using: &generator) }
        return try Dataset(
            features: Matrix(rows: 150, columns: 4, values: values),
            target: .labels(Labels((0..<150).map { $0 % 3 })))
    }
}
