import DaskCluster
import Foundation
import TestOperations
import Testing
import Trellis

@Suite("Tables in files on a cluster", .serialized, .enabled(if: hasClusters), .timeLimit(.minutes(20)))
struct ClusterChunkedTableTests {
    /// Calls `body` with a table of 20 parts and a folder.
    private func withTable(_ body: (ChunkedTable, URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tables-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var lines = ["k,a,b,y,c"]
        for row in 0..<20_000 {
            let (a, b) = (Double(row * 7919 % 1009) / 8, Double(row * 31 % 977) / 16)
            lines.append(
                "key \(row * 13 % 401),\(a),\(b),\(a - 2 * b + Double(row % 7)),\(row % 3 == 0 ? "x" : "z")")
        }
        let path = folder.appending(path: "t.csv").path
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        try await body(try ChunkedTable(csv: path, chunkBytes: lines.joined().utf8.count / 20), folder)
    }

    /// Calls `body` with a table, a folder and a cluster of two workers.
    private func withCluster(
        _ body: (ChunkedTable, URL, DaskScheduler) async throws -> Void
    ) async throws {
        let cluster = try await DaskScheduler.connect(
            to: .local(workers: 2), registry: .standard, runtime: ClusterSearchTests.runtime)
        do {
            try await withTable { try await body($0, $1, cluster) }
        } catch {
            await cluster.close()
            throw error
        }
        await cluster.close()
    }

    @Test("have the bits of threads")
    func tables() async throws {
        try await withCluster { table, folder, cluster in
            let threads = ThreadedScheduler(workers: 2)
            let out = folder.appending(path: "out.csv").path
            let rows = try table.filter { $0.a > 3 }.with("r") { $0.a / $0.b }
            let summary = try rows.grouped(by: "k", "c").aggregated(
                .rows, .mean("r"), .variance("y"), .median("b"), .distinct("a"), .first("k", as: "first"))
            #expect(
                try await summary.compute(on: cluster).csv == summary.compute(on: threads).csv)
            let orders = [RowOrder("c"), RowOrder("r", isDescending: true)]
            let expected = try await rows.compute(on: threads, sortedBy: orders).csv
            let sorted = try await rows.sorted(by: orders, on: cluster, memoryLimit: 1 << 20)
            #expect(sorted.chunkCount > 1)
            try await sorted.write(csv: out, on: cluster)
            #expect(try String(contentsOfFile: out, encoding: .utf8) == expected)

            // The other table is too large for the memory, so that both are shuffled.
            let other = try rows.select(["k", "b", "c"]).filter { $0.b < 20 }
            let (here, there) = (
                try await rows.joined(with: other, by: ["k", "b"], on: threads, memoryLimit: 1 << 20),
                try await rows.joined(with: other, by: ["k", "b"], on: cluster, memoryLimit: 1 << 20)
            )
            #expect(try await there.compute(on: cluster).csv == here.compute(on: threads).csv)
            let counts = (try here.valueCounts("c_y"), try there.valueCounts("c_y"))
            #expect(try await counts.1.compute(on: cluster).csv == counts.0.compute(on: threads).csv)
        }
    }

    @Test("are searched, fitted and predicted with the bits of threads")
    func learning() async throws {
        try await withCluster { table, _, cluster in
            let threads = ThreadedScheduler(workers: 2)
            func models(
                _ problem: Problem, _ pipeline: Pipeline, of columns: [String] = ["a", "b"]
            ) async throws -> [FittedPipeline] {
                let rows = try table.select([problem == .regression ? "y" : "c"] + columns)
                let target = problem == .regression ? "y" : "c"
                let (here, there) = (
                    try await rows.dataset(target: target, for: problem, on: threads),
                    try await rows.dataset(target: target, for: problem, on: cluster)
                )
                #expect(here.features.rowChunks == there.features.rowChunks)
                let models = [
                    try await pipeline.fit(here, on: threads), try await pipeline.fit(there, on: cluster),
                ]
                let search = GridSearch(pipeline, folds: KFold(3), trainScores: true)
                let found = [
                    try await search.fit(here, on: threads), try await search.fit(there, on: cluster),
                ]
                let scores = found.map { found in
                    found.candidates.flatMap { candidate in
                        [candidate.scores, candidate.trainScores].flatMap {
                            $0.sorted { $0.key < $1.key }.flatMap { $0.value.splits.map(\.bitPattern) }
                        }
                    }
                }
                #expect(scores[0] == scores[1] && scores[0].count >= 6)
                let predictions = (
                    try await models[0].predict(here.features).compute(on: threads),
                    try await models[1].predict(there.features).compute(on: cluster)
                )
                #expect(predictions.0 == predictions.1)
                return models
            }
            let ridge = try await models(.regression, Pipeline(StandardScaler(), PCA(), Ridge()))
                .map { $0["ridge", as: Ridge.self] }
            #expect(try #require(ridge[0]) == #require(ridge[1]))
            let logistic = try await models(.classification, Pipeline(StandardScaler(), LogisticRegression()))
                .map { $0["logistic-regression", as: LogisticRegression.self] }
            #expect(try #require(logistic[0]) == #require(logistic[1]))
            let branches = try Pipeline(
                text: """
                    columns(numeric: simple-imputer | standard-scaler; \
                    categorical: one-hot-encoder(handle_unknown=ignore)) | ridge
                    """)
            let ofAll = try await models(.regression, branches, of: ["a", "b", "k", "c"])
                .map { $0["ridge", as: Ridge.self] }
            #expect(try #require(ofAll[0]) == #require(ofAll[1]))
        }
    }

    /// Pieces that were on the worker are computed again, from the files.
    @Test("are sorted when a worker is killed")
    func killedWorker() async throws {
        try await withTable { table, folder in
            let processes = try TestCluster()
            let nanny = try processes.addWorker()
            try processes.addWorker()
            let cluster = try await processes.connect(
                workers: 2, registry: .standard, runtime: ClusterSearchTests.runtime)
            let orders = [RowOrder("a"), RowOrder("k", isDescending: true)]
            let sorted = try await table.sorted(by: orders, on: cluster, memoryLimit: 1 << 20)
            let killed = Locked(0)
            let trigger = Trigger(after: 25) {
                let children = TestCluster.descendants(of: nanny)
                for child in children { kill(child, SIGKILL) }
                killed.withLock { $0 = children.count }
            }
            let found = try await sorted.compute(on: cluster) { trigger.receive($0) }
            let expected = try await table.compute(on: SerialScheduler(), sortedBy: orders)
            #expect(found.csv == expected.csv)
            #expect(killed.withLock { $0 } > 0)
            await cluster.close()
        }
    }

    /// The workers of a cluster on other machines may lack a file.
    @Test("name a file that a worker lacks")
    func missingFile() async throws {
        try await withCluster { table, folder, cluster in
            let path = folder.appending(path: "t.csv").path
            try FileManager.default.removeItem(atPath: path)
            do {
                _ = try await table.compute(on: cluster)
                Issue.record("the file does not exist")
            } catch {
                #expect(
                    "\(error)".hasPrefix(
                        "\(path): cannot be read on a worker of the cluster: there is no such file; "))
            }
        }
    }
}
