import DaskCluster
import Foundation
import TaskGraph
import TestOperations
import Testing

/// Runs with a process that is stopped but not dead, so that no connection breaks.
@Suite("A process that is stopped", .serialized, .enabled(if: hasClusters), .timeLimit(.minutes(20)))
struct SilenceTests {
    /// Short enough for a test, and longer than a process that runs is silent.
    private static let limits = ClusterLimits(silence: .seconds(6), closing: .seconds(6))

    /// A task that ends soon, and one that does not.
    private static func work() -> (graph: TaskGraph, soon: TaskID, endless: TaskID) {
        var graph = TaskGraph()
        let soon = graph.insert(TestOperation(.pause, 100), inputs: [])
        let endless = graph.insert(TestOperation(.endless, 0), inputs: [soon])
        return (graph, soon, endless)
    }

    private static func expectSoon(_ cluster: DaskScheduler) async throws {
        let (graph, soon, _) = work()
        #expect(try await cluster.run(graph, outputs: [soon]).outcome(of: soon).get() as? Int == 100)
    }

    /// The error of a run in which a process is stopped a second after it began.
    private static func error(
        of cluster: DaskScheduler, stopping process: @escaping @Sendable () -> Int32
    ) async throws -> DaskClusterError {
        let (graph, _, endless) = work()
        let run = Task { [graph] in try await cluster.run(graph, outputs: [endless]) }
        try await Task.sleep(for: .seconds(1))
        kill(process(), SIGSTOP)
        return try #require(await #expect(throws: DaskClusterError.self) { _ = try await run.value })
    }

    @Test("if it is the process between, ends the run and is ended; another run starts another")
    func bridgeInRun() async throws {
        let cluster = try await DaskScheduler.connect(
            to: .local(workers: 1), registry: .forTests, limits: Self.limits)
        let bridge = pid_t(cluster.bridgeIdentifier)
        let members = TestCluster.descendants(of: bridge)
        #expect(
            try await Self.error(of: cluster) { bridge }
                == .bridgeLost(reason: "it has not responded for 6.0 s"))
        try await Self.expectSoon(cluster)
        #expect(Int32(cluster.bridgeIdentifier) != bridge && kill(bridge, 0) != 0)
        #expect(!members.isEmpty && members.allSatisfy { kill($0, 0) != 0 })
        await cluster.close()
    }

    @Test("if it is the process between while there is nothing to do, is replaced by the next run")
    func idleBridge() async throws {
        let cluster = try await DaskScheduler.connect(
            to: .local(workers: 1), registry: .forTests, limits: Self.limits)
        let bridge = pid_t(cluster.bridgeIdentifier)
        kill(bridge, SIGSTOP)
        try await Self.expectSoon(cluster)
        #expect(Int32(cluster.bridgeIdentifier) != bridge)
        await cluster.close()
    }

    @Test("if it is the process between, does not keep the scheduler from closing")
    func closingBridge() async throws {
        let cluster = try await DaskScheduler.connect(
            to: .local(workers: 1), registry: .forTests, limits: Self.limits)
        let bridge = pid_t(cluster.bridgeIdentifier)
        let members = TestCluster.descendants(of: bridge)
        for process in members + [bridge] { kill(process, SIGSTOP) }
        await cluster.close()
        for _ in 0..<100 where members.contains(where: { kill($0, 0) == 0 }) {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect((members + [bridge]).allSatisfy { kill($0, 0) != 0 })
    }

    @Test("if it is the process between, does not keep a connection waiting")
    func openingBridge() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            component: "trellis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let python = folder.appending(component: "python")
        try Data("#!/bin/sh\nkill -STOP $$\n".utf8).write(to: python)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python.path)
        var runtime = PythonRuntime.find()
        runtime.python = python.path
        await #expect(throws: DaskClusterError.bridgeLost(reason: "it has not responded for 1.0 s")) {
            try await DaskScheduler.connect(
                to: .local(workers: 1), registry: .forTests, runtime: runtime,
                limits: ClusterLimits(silence: .seconds(1)))
        }
    }

    @Test("if it is the scheduler, ends the run; another on a new one goes on")
    func scheduler() async throws {
        let processes = try TestCluster()
        try processes.addWorker("--no-nanny")
        let cluster = try await processes.connect(workers: 1, limits: Self.limits)
        let scheduler = processes.schedulerIdentifier
        #expect(
            try await Self.error(of: cluster) { scheduler } == .schedulerLost(address: processes.address))
        // The stopped process does not respond, which is detected within the time limit.
        await #expect(throws: DaskClusterError.self) { try await Self.expectSoon(cluster) }
        kill(scheduler, SIGKILL)
        try await Task.sleep(for: .milliseconds(500))
        let others = try TestCluster(port: processes.port)
        try others.addWorker("--no-nanny")
        try await Self.expectSoon(cluster)
        kill(others.schedulerIdentifier, SIGSTOP)
        await cluster.close()
    }

    @Test("if it is a worker with tasks that Dask waits for, ends the run by its name")
    func workerInRun() async throws {
        let processes = try TestCluster(environment: ["DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "None"])
        let worker = try processes.addWorker("--no-nanny", "--name", "stopped")
        let cluster = try await processes.connect(workers: 1, limits: Self.limits)
        let error = try await Self.error(of: cluster) { worker }
        guard case .workerSilent("stopped", let address, 6) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(address.hasPrefix("tcp://127.0.0.1:"))
        kill(worker, SIGCONT)
        try await Self.expectSoon(cluster)
        // One that is stopped now is nobody's concern.
        kill(worker, SIGSTOP)
        await cluster.close()
    }

    @Test("if it is a worker, is named by who connects")
    func workerAtConnection() async throws {
        let processes = try TestCluster()
        let worker = try processes.addWorker("--no-nanny", "--name", "stopped")
        let first = try await processes.connect(workers: 1)
        kill(worker, SIGSTOP)
        let error = await #expect(throws: DaskClusterError.self) {
            try await processes.connect(workers: 1, limits: ClusterLimits(installing: .seconds(3)))
        }
        guard case .workerSilent("stopped", _, 3) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        await first.close()
    }
}
