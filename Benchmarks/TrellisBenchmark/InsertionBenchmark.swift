import Trellis

/// The cost of inserting a task in a graph of 50,000 candidates on three folds, with a fit, a prediction and a score
/// each.
struct InsertionBenchmark: Benchmark {
    let name = "insertion"

    private let candidates = 50_000
    private let folds = 3

    func run() async throws {
        let tasks = 3 * candidates * folds
        let new = await median(of: 5) {
            var graph = TaskGraph()
            return await seconds { plan(&graph) }
        }
        report(
            "insertion-new", ["tasks": "\(tasks)", "nanosecondsPerTask": decimals(new / Double(tasks) * 1e9)])

        var graph = TaskGraph()
        plan(&graph)
        let merged = await median(of: 5) { await seconds { plan(&graph) } }
        report(
            "insertion-merged",
            ["tasks": "\(tasks)", "nanosecondsPerTask": decimals(merged / Double(tasks) * 1e9)])
    }

    /// Registers one operation per candidate, and inserts its tasks.
    private func plan(_ graph: inout TaskGraph) {
        let nothing = graph.register(Nothing())
        let score = graph.register(Fit(candidate: -1))
        let data = (0..<folds).map { graph.insert(nothing, salt: UInt64($0)) }
        for candidate in 0..<candidates {
            let fit = graph.register(Fit(candidate: candidate))
            for fold in data {
                let model = graph.insert(fit, inputs: fold)
                let prediction = graph.insert(nothing, inputs: model, fold)
                _ = graph.insert(score, inputs: prediction, fold, data[0])
            }
        }
    }
}

/// A placeholder for an operation with parameters.
private struct Fit: TaskOperation {
    let candidate: Int
    let name = "fit"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append("C")
        encoder.append(Double(candidate))
    }

    func run(_ inputs: TaskInputs, in context: TaskContext) -> any Sendable { candidate }
}
