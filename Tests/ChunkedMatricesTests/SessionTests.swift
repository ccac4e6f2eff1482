import ChunkedMatrices
import LinearAlgebra
import LocalScheduling
import Synchronization
import TaskGraph
import Testing

/// Matrices that a session holds, and blocks that closures return.
@Suite struct SessionTests {
    @Test func persistedBlocksAreComputedOnce() async throws {
        let calls = Atomic(0)
        let x = ChunkedMatrix(rows: 8, columns: 4, chunks: .size(rows: 2, columns: 4)) { rows, columns in
            calls.wrappingAdd(1, ordering: .relaxed)
            return Matrix(rows: rows.count, columns: columns.count, repeating: Double(rows.lowerBound))
        }
        let session = try await ThreadedScheduler(workers: 2).open()
        let held = try x.persist(in: session)
        let sum = try await held.sum().compute(in: session)
        let part = try await (held + 1)[2..<4, 0..<1].compute(in: session)
        #expect(sum == Matrix([[96]]))
        #expect(part == Matrix([[3], [3]]))
        #expect(calls.load(ordering: .relaxed) == 4)
        await #expect(throws: TaskFailure.self) { try await held.compute(on: SerialScheduler()) }
        await session.close()
    }

    @Test func aBlockOfAnotherShapeFails() async throws {
        let x = ChunkedMatrix(rows: 4, columns: 4) { _, _ in Matrix(rows: 1, columns: 4) }
        let failure = await #expect(throws: TaskFailure.self) { try await x.compute(on: SerialScheduler()) }
        #expect("\(try #require(failure))".contains("a block has the shape 1 × 4; expected 4 × 4"))
    }

    @Test func factorisationsRefuseNaN() async throws {
        let x = ChunkedMatrix(repeating: .nan, rows: 10, columns: 2, chunks: .size(rows: 5, columns: 2))
        await #expect(throws: TaskFailure.self) {
            try await x.singularValueDecomposition().s.compute(on: SerialScheduler())
        }
    }

    @Test func emptyMatrices() async throws {
        let x = ChunkedMatrix(repeating: 1, rows: 0, columns: 3)
        let results = try await compute(
            [x.sum(.byColumn), x.mean(.byColumn), x.variance(), x + 1, x.transposed.times(x), x.sum(.byRow)],
            on: SerialScheduler())
        #expect(results[0] == Matrix(rows: 1, columns: 3))
        #expect(results[1].values.allSatisfy(\.isNaN) && results[2][0, 0].isNaN)
        #expect(results[3].rows == 0 && results[3].columns == 3)
        #expect(results[4] == Matrix(rows: 3, columns: 3))
        #expect(results[5].rows == 0 && results[5].columns == 1)
    }
}
