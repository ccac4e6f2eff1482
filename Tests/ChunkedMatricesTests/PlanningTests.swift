import ChunkedMatrices
import LinearAlgebra
import LocalScheduling
import TaskGraph
import Testing

/// What tasks a computation has.
@Suite struct PlanningTests {
    private let x = ChunkedMatrix.random(rows: 40, columns: 40, seed: 1, chunks: .size(rows: 10, columns: 10))

    private func counts(_ matrix: ChunkedMatrix) -> [String: Int] { matrix.graph.graph.countsByName }

    @Test func chainsOfElementsAreOnePass() {
        let chain = ((x + 1) * 2).map(.exponential) - x
        #expect(counts(chain) == ["random-block": 16, "compute-elements": 16])
        #expect(counts(chain.sum())["compute-elements"] == nil)
        #expect(counts(chain.sum())["reduce-block"] == 16)
    }

    @Test func transposesAreNotWrittenOut() {
        #expect(counts((x + x.transposed).sum())["compute-elements"] == nil)
        #expect(
            counts(x.transposed.times(x)).keys.sorted() == ["add-blocks", "multiply-blocks", "random-block"])
        #expect(counts(x.transposed.transposed) == ["random-block": 16])
    }

    /// A matrix that two others read is computed once.
    @Test func whatSeveralReadIsComputedOnce() {
        let shared = x.map(.exponential)
        #expect(counts(shared.times(shared + 1))["compute-elements"] == 32)
        #expect(counts(shared + shared.transposed)["compute-elements"] == 32)
    }

    @Test func onlyTheBlocksOfASliceAreComputed() {
        #expect(counts(((x + 1) * x)[0..<10, 0..<10]) == ["random-block": 1, "compute-elements": 1])
        #expect(counts((x + 1).transposed[5..<15, 0..<3].sum(.byRow))["random-block"] == 2)
        #expect(counts(x.times(x)[0..<10, 0..<10])["multiply-blocks"] == 4)
    }

    @Test func equalBlocksAreOne() {
        let ones = ChunkedMatrix(repeating: 1, rows: 100, columns: 100, chunks: .size(rows: 10, columns: 10))
        #expect(counts(ones + 1) == ["fill-block": 1, "compute-elements": 1])
    }

    /// Trees are of bounded width, so that few partial results wait.
    @Test func reductionsAreTrees() {
        let tall = ChunkedMatrix.random(rows: 1000, columns: 2, seed: 1, chunks: .size(rows: 10, columns: 2))
        let (graph, _) = tall.sum(.byColumn).graph
        #expect(graph.tasks.map { graph.inputs(of: $0).count }.max() == 8)
        #expect(graph.countsByName["combine-partial-results"] == 13 + 2 + 1)
    }

    @Test func longChainsAreComputedAndReleased() async throws {
        var sum = ChunkedMatrix(repeating: 0, rows: 2, columns: 2)
        for _ in 0..<20_000 { sum = sum + 1 }
        let result = try await sum[0..<1, 0..<2].compute(on: SerialScheduler())
        #expect(result == Matrix(rows: 1, columns: 2, repeating: 20_000))
    }

    @Test func chunksFollowTheMemory() {
        let x = ChunkedMatrix.random(
            rows: 100_000, columns: 100, seed: 1, chunks: .fitting(memory: 1 << 24, workers: 2))
        #expect(x.rowChunks[0].count * 100 * 8 <= (1 << 24) / 32)
        #expect(x.columnChunks.count == 1)
        let square = ChunkedMatrix.random(rows: 20_000, columns: 20_000, seed: 1)
        #expect(square.rowChunks[0].count == 512 && square.columnChunks[0].count == 512)
    }

    /// Within a limit far below the size of the matrix.
    @Test func peakMemoryIsThatOfFewBlocks() async throws {
        let x = ChunkedMatrix.random(rows: 4096, columns: 512, seed: 1, chunks: .size(rows: 64, columns: 512))
        let (graph, blocks) = (x + 1).map(.square).variance(.byColumn).graph
        let peak = graph.expectedPeakBytes(outputs: blocks, workers: 1, memoryLimit: nil)
        #expect(peak < 3 * 64 * 512 * 8)
    }
}
