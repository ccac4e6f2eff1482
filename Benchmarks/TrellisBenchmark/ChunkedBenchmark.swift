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
    }

    private func measure(_ name: String, _ matrices: [ChunkedMatrix]) async throws {
        let seconds = try await seconds {
            _ = try await compute(matrices, on: scheduler, memoryLimit: memory)
        }
        report(name, ["seconds": decimals(seconds)])
    }
}
