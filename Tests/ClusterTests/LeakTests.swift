import DaskCluster
import Foundation
import TaskGraph
import TestOperations
import Testing

/// Nothing is left of connections that came to nothing, or broke: no process, no file, no descriptor.
@Suite("What a connection leaves", .serialized, .enabled(if: hasClusters), .timeLimit(.minutes(20)))
struct LeakTests {
    /// What connections hold; other tests, which run at the same time, have their own.
    private final class Holdings: Sendable {
        /// A unique path to the package, which identifies the processes of this test.
        let runtime: PythonRuntime
        private let link: URL

        init() throws {
            var runtime = PythonRuntime.find()
            link = FileManager.default.temporaryDirectory.appending(component: "package-\(UUID().uuidString)")
            try FileManager.default.createSymbolicLink(
                atPath: link.path, withDestinationPath: try #require(runtime.packageFolder))
            runtime.packageFolder = link.path
            self.runtime = runtime
        }

        deinit { try? FileManager.default.removeItem(at: link) }

        /// The processes that were started for connections: bridges, and the workers of local clusters.
        var processes: [Int32] {
            Self.numbers.filter { process in
                let environment = try? Data(contentsOf: URL(filePath: "/proc/\(process)/environ"))
                return environment?.range(of: Data(link.path.utf8)) != nil
            }
        }

        /// The folders of bridges that are no more.
        var orphans: Set<String> {
            let folder = FileManager.default.temporaryDirectory.path
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let words = Self.numbers.reduce(into: Data()) { words, process in
                words += (try? Data(contentsOf: URL(filePath: "/proc/\(process)/cmdline"))) ?? Data()
            }
            return Set(
                names.filter { $0.hasPrefix("trellis-bridge-") && words.range(of: Data($0.utf8)) == nil })
        }

        private static var numbers: [Int32] {
            ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
        }

        /// How many files and sockets this process has open.
        static var descriptors: [String] {
            let folder = "/proc/self/fd"
            let numbers = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return numbers.map {
                "\($0) \((try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")) ?? "closed")"
            }
        }
    }

    /// Waits until a condition is true.
    private static func eventually(_ condition: () -> Bool) async throws -> Bool {
        for _ in 0..<100 where !condition() { try await Task.sleep(for: .milliseconds(100)) }
        return condition()
    }

    private static func value(_ cluster: DaskScheduler, _ number: Int) async throws -> Int? {
        var graph = TaskGraph()
        let task = graph.insert(TestOperation(.pause, 1000 * number + 50), inputs: [])
        return try await cluster.run(graph, outputs: [task]).outcome(of: task).get() as? Int
    }

    @Test("is nothing after a hundred that were refused, or as many as there is time for")
    func refused() async throws {
        let processes = try TestCluster()
        try processes.addWorker(
            "--no-nanny", "--name", "stale",
            environment: ["TRELLIS_INSTALLED_LIBRARY": ClusterSearchTests.runtime.library])
        let nowhere = try ClusterAddress(scheduler: "tcp://127.0.0.1:1")
        let holdings = try Holdings()
        let orphans = holdings.orphans
        let start = ContinuousClock.now
        var count = 0
        while count < 12 || count < 100 && ContinuousClock.now - start < .seconds(10) {
            // A worker with another library refuses the connection, and so does a port without a server.
            let error = await #expect(throws: DaskClusterError.self) {
                count.isMultiple(of: 2)
                    ? try await processes.connect(workers: 1, runtime: holdings.runtime)
                    : try await DaskScheduler.connect(
                        to: nowhere, registry: .forTests, runtime: holdings.runtime)
            }
            switch error {
            case .workerRefused where count.isMultiple(of: 2), .unreachable: break
            default: Issue.record("\(String(describing: error))")
            }
            count += 1
            #expect(holdings.processes.isEmpty)
        }
        #expect(try await Self.eventually { holdings.orphans.isSubset(of: orphans) })
    }

    /// In a process of its own, for other tests open files and sockets, too.
    @Test("is no descriptor of those that were refused")
    func descriptors() async {
        await #expect(processExitsWith: .success) {
            let nowhere = try ClusterAddress(scheduler: "tcp://127.0.0.1:1")
            func connect() async {
                let cluster = try? await DaskScheduler.connect(
                    to: nowhere, registry: .forTests, runtime: PythonRuntime.find())
                precondition(cluster == nil, "somebody listens at port 1")
            }
            await connect()
            // The first sleep of a process opens descriptors that stay, so it must come before counting.
            try await Task.sleep(for: .milliseconds(200))
            let before = Holdings.descriptors
            for _ in 0..<6 { await connect() }
            let isBack = try await LeakTests.eventually { Holdings.descriptors.count <= before.count }
            precondition(isBack, "open are \(Holdings.descriptors), before \(before)")
        }
    }

    @Test("is nothing when it is cancelled", arguments: [20, 600, 1500, 2500])
    func cancelled(milliseconds: Int) async throws {
        let holdings = try Holdings()
        let orphans = holdings.orphans
        let connecting = Task {
            try await DaskScheduler.connect(
                to: .local(workers: 1), registry: .forTests, runtime: holdings.runtime)
        }
        try await Task.sleep(for: .milliseconds(milliseconds))
        connecting.cancel()
        // It may be there by now.
        if let cluster = try? await connecting.value { await cluster.close() }
        // At once, for the program may end now.
        #expect(holdings.orphans.isSubset(of: orphans))
        #expect(try await Self.eventually { holdings.processes.isEmpty })
        #expect(try await Self.eventually { holdings.orphans.isSubset(of: orphans) })
    }

    @Test("is one session where several runs found that the last had broken")
    func severalRuns() async throws {
        let holdings = try Holdings()
        let cluster = try await DaskScheduler.connect(
            to: .local(workers: 1), registry: .forTests, runtime: holdings.runtime)
        let count = holdings.processes.count
        for round in 0..<2 {
            kill(pid_t(cluster.bridgeIdentifier), SIGKILL)
            let values = try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<4 {
                    group.addTask { try await Self.value(cluster, 10 * round + number) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(values) == Set((0..<4).map { 1000 * (10 * round + $0) + 50 }))
        }
        #expect(try await Self.eventually { holdings.processes.count == count })
        await cluster.close()
        #expect(try await Self.eventually { holdings.processes.isEmpty })
        await #expect(throws: DaskClusterError.bridgeLost(reason: "the scheduler was closed")) {
            try await Self.value(cluster, 1)
        }
    }

    @Test("is nothing of what runs that are cancelled wait for, and another run opens anew")
    func cancelledRuns() async throws {
        let holdings = try Holdings()
        let cluster = try await DaskScheduler.connect(
            to: .local(workers: 1), registry: .forTests, runtime: holdings.runtime)
        let count = holdings.processes.count
        kill(pid_t(cluster.bridgeIdentifier), SIGKILL)
        let runs = (0..<3).map { number in Task { try await Self.value(cluster, number) } }
        try await Task.sleep(for: .milliseconds(700))
        for run in runs { run.cancel() }
        for run in runs { await #expect(throws: CancellationError.self) { try await run.value } }
        #expect(try await Self.eventually { holdings.processes.isEmpty })
        #expect(try await Self.value(cluster, 4) == 4050)
        #expect(try await Self.eventually { holdings.processes.count == count })
        await cluster.close()
    }

    @Test("is one session where the scheduler was started anew while there was nothing to do")
    func restartedScheduler() async throws {
        let processes = try TestCluster()
        try processes.addWorker("--no-nanny")
        let holdings = try Holdings()
        let cluster = try await processes.connect(workers: 1, runtime: holdings.runtime)
        #expect(try await Self.value(cluster, 1) == 1050)
        kill(processes.schedulerIdentifier, SIGKILL)
        try await Task.sleep(for: .milliseconds(300))
        let others = try TestCluster(port: processes.port)
        try others.addWorker("--no-nanny")
        for number in 2..<4 { #expect(try await Self.value(cluster, number) == 1000 * number + 50) }
        #expect(try await Self.eventually { holdings.processes.count == 1 })
        await cluster.close()
        #expect(try await Self.eventually { holdings.processes.isEmpty })
    }
}
