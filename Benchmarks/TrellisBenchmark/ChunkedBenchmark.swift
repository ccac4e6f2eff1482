import Trellis

/// Computations with matrices in chunks, on two threads; most of the matrices are larger than the memory they may use.
struct ChunkedBenchmark: Benchmark {
    let name = "chunked"

    private let scheduler = ThreadedScheduler(workers: 2)
    private let memory = 1 << 30

    func run() async throws {
        let square = ChunkedMatrix.random(rows: 20_000, columns: 20_000, seed: 1)
        try await measure("sum-of-transposes", [(square + square.transposed).sum()])
        let table = ChunkedMatrix.random(rows: 5_000_000, columns: 100, seed: 1)
        try await measure("column-moments", [table.mean(.byColumn), table.variance(.byColumn)])
        let tall = ChunkedMatrix.random(.normal, rows: 1_000_000, columns: 100, seed: 1)
        try await measure("singular-values", [tall.singularValueDecomposition().s])
        let one = ChunkShape.size(rows: 1, columns: 1)
        let many = ChunkedMatrix.random(rows: 1000, columns: 1000, seed: 1, chunks: one)
        try await measure("million-chunks", [(many + 1).sum()])
        try await learn()
    }

    private func measure(_ name: String, _ matrices: [ChunkedMatrix]) async throws {
        try await measure(name) { _ = try await compute(matrices, on: scheduler, memoryLimit: memory) }
    }

    private func measure(_ name: String, _ body: () async throws -> Void) async throws {
        report(name, ["seconds": decimals(try await seconds(body))])
    }

    /// Fits to rows of 50 columns, whose target is a noisy sum of three of them.
    private func learn() async throws {
        let x = ChunkedMatrix.random(.normal, rows: 2_000_000, columns: 50, seed: 2)
        let noise = ChunkedMatrix.random(.normal, rows: 2_000_000, columns: 1, seed: 3)
        let y = x.columns(0..<1) * 2 - x.columns(1..<2) + x.columns(2..<3) * 0.5 + noise
        let fits: [(String, Pipeline, ChunkedTarget)] = [
            ("ridge", Pipeline(Ridge()), .values(y)),
            ("pca", Pipeline(PCA(nComponents: 10)), .values(y)),
            (
                "logistic-regression", Pipeline(LogisticRegression()),
                .classes(y .> 0, names: ["no", "yes"])
            ),
        ]
        for (name, pipeline, target) in fits {
            try await measure("fit-\(name)") {
                _ = try await pipeline.fit(x, to: target, on: scheduler, memoryLimit: memory)
            }
        }
    }
}
