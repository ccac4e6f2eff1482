import ChunkedMatrices
import LinearAlgebra
import LocalScheduling
import TaskGraph
import Testing

/// Results do not depend on the chunks, nor on the scheduler.
@Suite struct ChunkingPropertyTests {
    /// Elements are multiples of 1/8, so that sums of products are exact in any order.
    @Test(arguments: 0..<150)
    func randomExpressionsAreThoseOfOneChunk(_ seed: Int) async throws {
        var cases = RandomCases(seed: seed)
        let (rows, columns) = (cases.next(0...14), cases.next(0...14))
        let matrices = (0..<3).map { _ in cases.matrix(rows, columns) }
        let whole = matrices.map {
            ChunkedMatrix($0, rows: .init(sizes: [rows]), columns: .init(sizes: [columns]))
        }
        let divided = matrices.map { cases.chunked($0) }
        let (firstRow, firstColumn) = (cases.next(0...rows), cases.next(0...columns))
        let slice = (firstRow..<cases.next(firstRow...rows), firstColumn..<cases.next(firstColumn...columns))
        func expressions(_ x: [ChunkedMatrix]) -> [ChunkedMatrix] {
            let mixed = (x[0] + x[1] * 2 - x[2]).map(.absolute)
            return [
                mixed, mixed[slice.0, slice.1], mixed.sum(.byColumn) * mixed, mixed + mixed.sum(.byRow),
                x[0].transposed + x[1].transposed, x[0].times(x[1].transposed), x[0].transposed.times(x[2]),
                ((x[0] - x[1]).transposed * x[2].transposed)[slice.1, slice.0],
                x[0].cumulativeSum(.byColumn), x[1].cumulativeSum(.byRow), x[2].largest(3, .byRow),
                ChunkedMatrix.stacked([x[0], x[1]]) .< 0, ChunkedMatrix.joined([x[0], mixed, x[2]]),
                x[0].rechunked(.size(rows: 3, columns: 2)).rechunked(.size(rows: 2, columns: 5)),
            ]
        }
        let expected = try await compute(expressions(whole), on: SerialScheduler())
        let results = try await compute(expressions(divided), on: ThreadedScheduler(workers: 2))
        for (index, (ours, theirs)) in zip(results, expected).enumerated() {
            #expect(ours == theirs, "expression \(index)")
        }
    }

    @Test(arguments: [1, 2, 3])
    func bitsDoNotDependOnTheScheduler(_ workers: Int) async throws {
        let x = ChunkedMatrix.random(
            .normal, rows: 300, columns: 40, seed: 7, chunks: .size(rows: 37, columns: 9))
        let matrices = [
            x.variance(.byColumn), (x + x.map(.exponential)).sum(), x.singularValueDecomposition().u,
            x.transposed.times(x),
        ]
        let serial = try await compute(matrices, on: SerialScheduler())
        let threaded = try await compute(matrices, on: ThreadedScheduler(workers: workers))
        for (ours, theirs) in zip(threaded, serial) { #expect(ours == theirs) }
    }

    @Test func randomNumbersDoNotDependOnTheChunks() async throws {
        for distribution in RandomDistribution.allCases {
            func matrix(_ chunks: ChunkShape) -> ChunkedMatrix {
                .random(distribution, rows: 200, columns: 50, seed: 3, chunks: chunks)
            }
            let whole = try await matrix(.automatic).compute(on: SerialScheduler())
            let divided = try await matrix(.size(rows: 13, columns: 7)).compute(on: SerialScheduler())
            let part = try await matrix(.size(rows: 9, columns: 50))[20..<33, 5..<6].compute(
                on: SerialScheduler())
            #expect(whole == divided)
            #expect(part == whole.rows(20..<33).columns(5..<6))
            let moments = try await compute(
                [matrix(.automatic).mean(), matrix(.automatic).variance()], on: SerialScheduler())
            // Four standard errors of 10,000 numbers.
            let (mean, variance) = distribution == .uniform ? (0.5, 1.0 / 12) : (0, 1)
            #expect(abs(moments[0][0, 0] - mean) < 0.04 && abs(moments[1][0, 0] - variance) < 0.06)
            let other = try await ChunkedMatrix.random(distribution, rows: 200, columns: 50, seed: 4)
                .compute(on: SerialScheduler())
            #expect(other != whole)
        }
    }
}
