import Learning
import LinearAlgebra
import Machine
import Trellis

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The time per fit and per step of the solvers on one thread, on the problems that `peers/solvers.py` solves with
/// LIBSVM and scikit-learn.
///
/// Requires the root of the project, which contains the data, as the current folder.
struct SolverBenchmark: Benchmark {
    let name = "solvers"

    func run() async throws {
        try await Cores.$current.withValue(Cores(limit: 1)) { try await runOnOneCore() }
    }

    private func runOnOneCore() async throws {
        let x = try digits()
        for (number, c) in [0.1, 1, 100].enumerated() {
            // Every tenth label is wrong, so that many multipliers end at or between their bounds.
            try await supportVectors("svc-digits-\(["bounded", "middle", "hard"][number])", x, c: c) {
                row, digit in
                (digit < 5) != (row % 10 == 0)
            }
        }
        try await logistic(x)
    }

    /// Fits the ten classes of the digits, and two classes of many rows; the latter also for a path of eight values
    /// of C.
    private func logistic(_ digits: (x: Matrix, digits: [Int])) async throws {
        try await logistic("logistic-digits", digits.x, Labels(digits.digits), cs: [1])
        var generator = SplitMix64(state: 1)
        let x = Matrix(
            rows: 32_000, columns: 75,
            values: (0..<32_000 * 75).map { _ in Double.random(in: -1..<1, using: &generator) })
        // The sum of a few columns plus noise.
        let labels = Labels(
            (0..<x.rows).map { row in
                x[row: row].prefix(5).reduce(0, +) + 2 * x[row, 5] * x[row, 6] > 0 ? 1 : 0
            })
        try await logistic("logistic-rows", x, labels, cs: [1])
        try await logistic("logistic-path", x, labels, cs: (0..<8).map { pow(10, Double($0) - 4) })
    }

    private func logistic(_ problem: String, _ x: Matrix, _ labels: Labels, cs: [Double]) async throws {
        var steps = 0
        let median = try await median(of: 5) {
            try await seconds {
                let models = try LogisticRegression().fit(RowPanels(x), labels, cs: cs, in: FitContext())
                steps = models.map(\.iterations).reduce(0, +)
            }
        }
        report(
            problem,
            [
                "run": "\"trellis\"", "fits": "\(cs.count)", "milliseconds": decimals(median * 1e3),
                "steps": "\(steps)", "microsecondsPerStep": decimals(median / Double(steps) * 1e6),
            ])
    }

    /// The scaled digits and their class codes.
    private func digits() throws -> (Matrix, [Int]) {
        let digits = try Table(csv: "datasets/digits.csv").dataset(target: "digit")
        let scaled = try Pipeline(StandardScaler()).fit(digits).transform(digits.features)
        guard let labels = digits.target.labels else { fatalExit("datasets/digits.csv has no classes") }
        return (scaled, labels.codes.map(Int.init))
    }

    /// Separates the rows for which `isPositive` is true from the others.
    private func supportVectors(
        _ problem: String, _ data: (x: Matrix, digits: [Int]), c: Double, _ isPositive: (Int, Int) -> Bool
    ) async throws {
        let rows = data.digits.indices
        let positives = rows.filter { isPositive($0, data.digits[$0]) }
        let negatives = rows.filter { !isPositive($0, data.digits[$0]) }
        let function = SVC(c: c, gamma: 0.01).kernelFunction(for: data.x)
        var (steps, kernel) = (0, 0.0)
        let whole = try await median(of: 5) {
            try await seconds {
                let start = ContinuousClock.now
                let gram = try GramMatrix(
                    function, train: data.x.rows(at: positives + negatives),
                    others: Matrix(rows: 0, columns: data.x.columns))
                kernel = (ContinuousClock.now - start).seconds
                let solution = try SVC.solve(
                    gram: gram, positives: Array(0..<positives.count),
                    negatives: Array(positives.count..<gram.trainCount), bounds: (c, c))
                steps = solution.steps
            }
        }
        report(
            problem,
            [
                "run": "\"trellis\"", "milliseconds": decimals(whole * 1e3),
                "kernelMilliseconds": decimals(kernel * 1e3), "steps": "\(steps)",
                "microsecondsPerStep": decimals(whole / Double(steps) * 1e6),
            ])
    }
}
