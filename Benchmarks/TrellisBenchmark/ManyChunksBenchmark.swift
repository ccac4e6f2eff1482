import Trellis

/// The time of a task, planning included, where a matrix has a million chunks of one number.
struct ManyChunksBenchmark: Benchmark {
    let name = "many_chunks"

    func run() async throws {
        let one = ChunkShape.size(rows: 1, columns: 1)
        let sum = (ChunkedMatrix.random(rows: 1000, columns: 1000, seed: 1, chunks: one) + 1).sum()
        let tasks = sum.graph.graph.count
        let seconds = try await seconds { _ = try await sum.compute(on: ThreadedScheduler(workers: 2)) }
        report(
            "many-chunks",
            ["tasks": "\(tasks)", "microsecondsPerTask": decimals(seconds * 1e6 / Double(tasks))])
    }
}
