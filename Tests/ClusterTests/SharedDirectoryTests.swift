import DaskCluster
import Foundation
import TaskGraph
import TestOperations
import Testing
import Trellis

@Suite(
    "Data in a folder that workers read", .serialized, .enabled(if: hasClusters), .timeLimit(.minutes(20)))
struct SharedDirectoryClusterTests {
    private static func data() throws -> Dataset {
        try Table(
            csv: URL(filePath: #filePath).deletingLastPathComponent().appending(
                path: "../../datasets/digits.csv"
            ).standardized.path
        ).dataset(target: "digit")
    }

    private static let search = GridSearch(
        Pipeline(StandardScaler(), PCA(), SVC()),
        grid: ParameterGrid().varying(\PCA.nComponents, over: [8, 16]).varying(\SVC.c, over: [0.1, 10]),
        folds: StratifiedKFold(3))

    private static func bits(_ results: SearchResults) -> [UInt64] {
        results.candidates.flatMap { $0.scores["accuracy"]?.splits.map(\.bitPattern) ?? [] }
    }

    private static func files(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("is read there: the scores are those of one thread, and a second run finds the files")
    func read() async throws {
        let processes = try TestCluster()
        let folder = try processes.makeFolder("data")
        try processes.addWorker("--no-nanny")
        try processes.addWorker("--no-nanny")
        let warnings = Locked<[String]>([])
        let cluster = try await processes.connect(
            workers: 2, registry: .standard, runtime: ClusterSearchTests.runtime, sharedDirectory: folder.path
        ) { text in warnings.withLock { $0.append(text) } }
        let data = try Self.data()
        let here = Self.bits(try await Self.search.fit(data, on: SerialScheduler()))
        #expect(Self.bits(try await Self.search.fit(data, on: cluster)) == here && here.count == 12)
        let files = try Self.files(in: folder)
        #expect(files.count == 2 && files[0].contains(/^features-[0-9a-f]{32}\.frames$/))
        #expect(Self.bits(try await Self.search.fit(data, on: cluster)) == here)
        #expect(try Self.files(in: folder) == files)
        #expect(warnings.withLock { $0 } == [])
        await cluster.close()
    }

    @Test("goes with the graph where a worker cannot read it, with a warning")
    func unreadable() async throws {
        let processes = try TestCluster()
        let folder = try processes.makeFolder("data")
        // A worker for which the folder is not there.
        let blind = try processes.makeFolder("blind")
        let program = """
            import builtins
            whole = builtins.open
            def part(file, *rest, **more):
                if isinstance(file, bytes) and file.endswith(b".frames"):
                    raise FileNotFoundError(2, "No such file or directory", file)
                return whole(file, *rest, **more)
            builtins.open = part
            """
        try Data(program.utf8).write(to: blind.appending(component: "sitecustomize.py"))
        try processes.addWorker("--no-nanny", environment: ["PYTHONPATH": blind.path])
        let warnings = Locked<[String]>([])
        let cluster = try await processes.connect(
            workers: 1, registry: .standard, runtime: ClusterSearchTests.runtime, sharedDirectory: folder.path
        ) { text in warnings.withLock { $0.append(text) } }
        let data = try Self.data()
        let here = Self.bits(try await Self.search.fit(data, on: SerialScheduler()))
        // The second run does not try again.
        for _ in 0..<2 { #expect(Self.bits(try await Self.search.fit(data, on: cluster)) == here) }
        let told = warnings.withLock { $0 }
        #expect(told.count == 1)
        #expect(
            told.first?.contains(".frames: No such file or directory; the data are sent with the graph")
                == true)
        await cluster.close()
    }

    @Test("is written anew if it was damaged")
    func damaged() async throws {
        let processes = try TestCluster()
        let folder = try processes.makeFolder("data")
        try processes.addWorker("--no-nanny")
        let cluster = try await processes.connect(workers: 1, sharedDirectory: folder.path)
        var graph = TaskGraph()
        let table = graph.insert(TestTable(count: 1000), inputs: [])
        let total = graph.insert(TestOperation(.total, 0), inputs: [table])
        for damage in [nil, Data(), Data(repeating: 1, count: 8000)] {
            let file = try Self.files(in: folder).first.map { folder.appending(component: $0) }
            if let damage, let file { try damage.write(to: file) }
            let result = try await cluster.run(graph, outputs: [total])
            #expect(try result.outcome(of: total).get() as? Int == 1000)
            let first = try #require(try Self.files(in: folder).first)
            let found = try Data(contentsOf: folder.appending(component: first))
            #expect(found == [Double](repeating: 1, count: 1000).withUnsafeBytes { Data($0) })
        }
        await cluster.close()
    }
}
