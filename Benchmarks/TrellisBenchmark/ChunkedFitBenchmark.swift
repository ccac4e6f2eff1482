import Trellis

/// A fit to 10,000,000 rows of 50 columns in chunks, on two threads, with a sixteenth of the memory that the rows would take.
///
/// The target is a noisy sum of three columns.
struct ChunkedFitBenchmark: Benchmark {
    /// One benchmark for each kind of step.
    static let all = [
        ChunkedFitBenchmark(name: "fit-ridge", pipeline: Pipeline(Ridge())),
        ChunkedFitBenchmark(name: "fit-pca", pipeline: Pipeline(PCA(nComponents: 10))),
        ChunkedFitBenchmark(name: "fit-logistic-regression", pipeline: Pipeline(LogisticRegression())),
    ]

    private static let rows = 10_000_000
    private static let columns = 50

    let name: String
    let pipeline: Pipeline

    func run() async throws {
        let x = ChunkedMatrix.random(.normal, rows: Self.rows, columns: Self.columns, seed: 2)
        let noise = ChunkedMatrix.random(.normal, rows: Self.rows, columns: 1, seed: 3)
        let y = x.columns(0..<1) * 2 - x.columns(1..<2) + x.columns(2..<3) * 0.5 + noise
        let isClassifier = pipeline.problem == .classification
        let target = isClassifier ? ChunkedTarget.classes(y .> 0, names: ["no", "yes"]) : .values(y)
        let seconds = try await seconds {
            _ = try await pipeline.fit(
                x, to: target, on: ThreadedScheduler(workers: 2),
                memoryLimit: Self.rows * Self.columns * MemoryLayout<Double>.stride / 16)
        }
        report(name, ["seconds": decimals(seconds)])
    }
}
