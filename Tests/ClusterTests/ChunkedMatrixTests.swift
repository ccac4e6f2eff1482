import DaskCluster
import Foundation
import Testing
import Trellis

@Suite("Chunked matrices on a cluster", .serialized, .enabled(if: hasClusters), .timeLimit(.minutes(20)))
struct ClusterChunkedMatrixTests {
    @Test("have the bits of one thread, and so do fits to them")
    func matricesAndFits() async throws {
        let x = ChunkedMatrix.random(
            .normal, rows: 900, columns: 12, seed: 4, chunks: .size(rows: 200, columns: 7))
        let folder = FileManager.default.temporaryDirectory.appending(path: "chunks-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "x.npy").path
        try await x.write(npy: file, on: SerialScheduler())
        let stored = try ChunkedMatrix(npy: file, chunks: .size(rows: 300, columns: 12))
        let (_, s, vt) = x.singularValueDecomposition()
        let matrices = [
            (x + x.map(.exponential)).variance(.byColumn), s, vt, x.transposed.times(x),
            x.cumulativeSum(.byColumn),
            x.largest(3, .byColumn), stored.sum(.byRow), ChunkedMatrix.joined([x, stored])[5..<20, 10..<15],
        ]
        let target = x.columns(0..<1) .> 0
        let pipeline = Pipeline(StandardScaler(), PCA(nComponents: 6), LogisticRegression())
        let cluster = try await DaskScheduler.connect(
            to: .local(workers: 2), registry: .standard, runtime: ClusterSearchTests.runtime)
        do {
            let here = try await compute(matrices, on: SerialScheduler())
            let there = try await compute(matrices, on: cluster)
            for (index, (ours, theirs)) in zip(there, here).enumerated() {
                #expect(ours == theirs, "matrix \(index)")
            }
            let classes = ChunkedTarget.classes(target, names: ["no", "yes"])
            let models = [
                try await pipeline.fit(x, to: classes, on: SerialScheduler()),
                try await pipeline.fit(x, to: classes, on: cluster),
            ].map { $0["logistic-regression", as: LogisticRegression.self] }
            #expect(try #require(models[0]) == #require(models[1]))
        } catch {
            await cluster.close()
            throw error
        }
        await cluster.close()
    }
}
