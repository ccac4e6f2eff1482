import Trellis

/// What planning a large search takes: 50,000 candidates of a two-step pipeline on three folds, and ten times as many, from
/// the grid to the finished graph.
///
/// `peers/planning.py` has dask-ml do the same.
struct PlanningBenchmark: Benchmark {
    let name = "planning"

    private let folds = 3

    /// Grids over ``LogisticRegression``: of 50,000 candidates one that makes as many distinct steps by one parameter, and
    /// one that makes them by two; and the first with ten times as many.
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
        let data = Self.data()
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

    /// A table the size of the iris flowers': planning reads it only to tell it from others.
    private static func data() -> Supervised {
        var generator = SplitMix64(state: 1)
        let values = (0..<150 * 4).map { _ in Double.random(in: 0..<1, using: &generator) }
        return Supervised(
            features: Matrix(rows: 150, columns: 4, values: values),
            target: .labels(Labels((0..<150).map { $0 % 3 })))
    }
}
