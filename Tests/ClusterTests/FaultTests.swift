import DaskCluster
import Foundation
import LocalScheduling
import TaskGraph
import TestOperations
import Testing

/// What a run on a cluster comes to when processes die: what it comes to on one thread.
@Suite("A run on a cluster", .serialized, .enabled(if: hasClusters), .timeLimit(.minutes(20)))
struct FaultTests {
    /// Chains that meet in one task, about `count` × 4 × 60 ms of work.
    private static func work(_ count: Int, salt: Int = 0) -> (graph: TaskGraph, outputs: [TaskID]) {
        var graph = TaskGraph()
        let data = graph.insert(TestData(number: salt), inputs: [])
        var ends: [TaskID] = []
        for chain in 0..<count {
            var last = data
            // 60 ms each; the thousands distinguish them.
            for step in 0..<4 {
                last = graph.insert(TestOperation(.pause, 1000 * (chain * 4 + step) + 60), inputs: [last])
            }
            ends.append(last)
        }
        let sum = graph.insert(TestOperation(.mix, salt), inputs: ends)
        return (graph, ends + [sum])
    }

    private static func values(_ result: RunResult, _ outputs: [TaskID]) throws -> [Int] {
        try outputs.map { try #require(try result.outcome(of: $0).get() as? Int) }
    }

    /// What the outputs must be: pausing changes nothing.
    private static func expected(_ graph: TaskGraph, _ outputs: [TaskID]) async throws -> [Int] {
        try await values(SerialScheduler().run(graph, outputs: outputs), outputs)
    }

    private func expectRight(
        _ cluster: DaskScheduler, _ work: (graph: TaskGraph, outputs: [TaskID]), _ trigger: Trigger
    ) async throws {
        let result = try await cluster.run(work.graph, outputs: work.outputs, onEvent: trigger.receive)
        #expect(
            try Self.values(result, work.outputs) == (try await Self.expected(work.graph, work.outputs)))
    }

    private func expectRight(
        _ cluster: DaskScheduler, _ count: Int, _ trigger: Trigger
    ) async throws {
        try await expectRight(cluster, Self.work(count), trigger)
        await cluster.close()
    }

    @Test("survives that a worker's process is killed")
    func killedWorker() async throws {
        let processes = try TestCluster()
        let nanny = try processes.addWorker()
        try processes.addWorker()
        let cluster = try await processes.connect(workers: 2)
        let killed = Locked(0)
        let trigger = Trigger(after: 8) {
            let children = TestCluster.descendants(of: nanny)
            for child in children { kill(child, SIGKILL) }
            killed.withLock { $0 = children.count }
        }
        try await expectRight(cluster, 8, trigger)
        #expect(killed.withLock { $0 } > 0)
    }

    @Test("survives that a worker and its nanny are killed")
    func killedNanny() async throws {
        let processes = try TestCluster()
        let nanny = try processes.addWorker()
        try processes.addWorker()
        let cluster = try await processes.connect(workers: 2)
        let killed = Locked(0)
        let trigger = Trigger(after: 8) {
            let children = TestCluster.descendants(of: nanny)
            kill(nanny, SIGKILL)
            for child in children { kill(child, SIGKILL) }
            killed.withLock { $0 = children.count }
        }
        try await expectRight(cluster, 8, trigger)
        #expect(killed.withLock { $0 } > 0)
    }

    @Test("uses a worker that joins")
    func joiningWorker() async throws {
        let processes = try TestCluster()
        try processes.addWorker("--no-nanny")
        let cluster = try await processes.connect(workers: 1)
        let trigger = Trigger(after: 4) { _ = try? processes.addWorker("--no-nanny") }
        try await expectRight(cluster, 24, trigger)
        #expect(trigger.workerCount == 2)
    }

    @Test("goes on when every worker was lost and one comes")
    func everyWorkerLost() async throws {
        let processes = try TestCluster()
        let only = try processes.addWorker("--no-nanny")
        let cluster = try await processes.connect(workers: 1)
        let trigger = Trigger(after: 8) {
            kill(only, SIGKILL)
            _ = try? processes.addWorker("--no-nanny")
        }
        try await expectRight(cluster, 6, trigger)
    }

    @Test("ends within seconds of the scheduler's end; another on a new one computes what is not done")
    func lostScheduler() async throws {
        let processes = try TestCluster()
        try processes.addWorker("--no-nanny")
        let cluster = try await processes.connect(workers: 1)
        // Each output by itself.
        let (graph, all) = Self.work(6)
        let outputs = Array(all.dropLast())
        let scheduler = processes.schedulerIdentifier
        let killed = Locked<ContinuousClock.Instant?>(nil)
        let trigger = Trigger(after: 12) {
            killed.withLock { $0 = .now }
            kill(scheduler, SIGKILL)
        }
        await #expect(throws: DaskClusterError.schedulerLost(address: processes.address)) {
            try await cluster.run(graph, outputs: outputs, onEvent: trigger.receive)
        }
        let moment = try #require(killed.withLock { $0 })
        #expect(ContinuousClock.now - moment < .seconds(15))

        let others = try TestCluster(port: processes.port)
        try others.addWorker("--no-nanny")
        let result = try await cluster.run(graph, outputs: outputs)
        #expect(try Self.values(result, outputs) == (try await Self.expected(graph, outputs)))
        #expect(result.tasksRun < 25)
        await cluster.close()
    }

    @Test("ends when the process between is killed; another run starts another")
    func killedBridge() async throws {
        let cluster = try await DaskScheduler.connect(to: .local(workers: 1), registry: .forTests)
        let (graph, outputs) = Self.work(2)
        let bridge = pid_t(cluster.bridgeIdentifier)
        let workers = TestCluster.descendants(of: bridge)
        #expect(!workers.isEmpty)
        await #expect(throws: DaskClusterError.self) {
            try await cluster.run(
                graph, outputs: outputs, onEvent: Trigger(after: 2) { kill(bridge, SIGKILL) }.receive)
        }
        let result = try await cluster.run(graph, outputs: outputs)
        #expect(try Self.values(result, outputs) == (try await Self.expected(graph, outputs)))
        await cluster.close()
        for _ in 0..<100 where workers.contains(where: { kill($0, 0) == 0 }) {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(workers.allSatisfy { kill($0, 0) != 0 }, "workers outlive the bridge that started them")
    }

    @Test("names an operation that ends its worker, and computes what does not depend on it")
    func trap() async throws {
        let cluster = try await DaskScheduler.connect(to: .local(workers: 2), registry: .forTests)
        var (graph, outputs) = Self.work(3)
        let trap = graph.insert(TestOperation(.trap, 1), inputs: [outputs[0]])
        let after = graph.insert(TestOperation(.mix, 2), inputs: [trap, outputs[1]])
        let beside = graph.insert(TestOperation(.mix, 3), inputs: [outputs[0]])
        let result = try await cluster.run(graph, outputs: outputs + [after, beside])
        let failure = TaskFailure(
            origin: graph.key(of: trap), operation: "trap",
            message: "the operation kills the worker process that runs it")
        #expect(throws: failure) { try result.outcome(of: after).get() }
        outputs.append(beside)
        #expect(try Self.values(result, outputs) == (try await Self.expected(graph, outputs)))
        await cluster.close()
    }

    @Test("is cancelled at once, and leaves the workers free")
    func cancellation() async throws {
        let cluster = try await DaskScheduler.connect(to: .local(workers: 1), registry: .forTests)
        var graph = TaskGraph()
        let first = graph.insert(TestOperation(.pause, 200), inputs: [])
        let endless = graph.insert(TestOperation(.endless, 0), inputs: [first])
        let log = EventLog()
        let run = Task { [graph] in
            try await cluster.run(graph, outputs: [first, endless], onEvent: log.receive)
        }
        try await Task.sleep(for: .seconds(2))
        let start = ContinuousClock.now
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(ContinuousClock.now - start < .seconds(1))
        #expect(log.contents.ended.count == 1 && log.contents.disorder == 0)
        // The one worker must have let go of the endless task.
        let (other, outputs) = Self.work(1)
        let result = try await cluster.run(other, outputs: outputs)
        #expect(try Self.values(result, outputs) == (try await Self.expected(other, outputs)))
        await cluster.close()
    }

    @Test("computes what two clients have in common once")
    func sharing() async throws {
        let processes = try TestCluster()
        try processes.addWorker("--no-nanny")
        try processes.addWorker("--no-nanny")
        let clients = [try await processes.connect(workers: 2), try await processes.connect(workers: 2)]
        let results = try await withThrowingTaskGroup(of: Int.self) { group in
            for (number, client) in clients.enumerated() {
                group.addTask {
                    var graph = TaskGraph()
                    let data = graph.insert(TestData(number: 3), inputs: [])
                    let prefix = graph.insert(TestOperation(.pause, 900), inputs: [data])
                    let leaves = (0..<4).map { leaf in
                        graph.insert(
                            TestOperation(.pause, 1000 * (10 * number + leaf + 1) + 300), inputs: [prefix])
                    }
                    let result = try await client.run(graph, outputs: leaves)
                    #expect(try Self.values(result, leaves) == (try await Self.expected(graph, leaves)))
                    return result.tasksRun
                }
            }
            return try await group.reduce(0, +)
        }
        // Each has its data and its leaves; the prefix is one of them's.
        #expect(results == 2 * (1 + 4) + 1)
        for client in clients { await client.close() }
    }

    @Test("has what does not fit into a worker's memory written to disk, and ends right")
    func spilling() async throws {
        let processes = try TestCluster()
        // Dask begins to write at 60 %, and ends the worker at 95 %. Between them, there must be room for Python and for
        // copies of values that are being written.
        try processes.addWorker("--memory-limit", "800 MB")
        let cluster = try await processes.connect(workers: 1)
        // 24 times 40 MB, which are all there before the first of them is read again.
        var graph = TaskGraph()
        let large = (0..<24).map { graph.insert(TestOperation(.fill, 5_000_000 + $0), inputs: []) }
        let first = large.map { graph.insert(TestOperation(.total, 0), inputs: [$0]) }
        let barrier = graph.insert(TestOperation(.mix, 1), inputs: first)
        let totals = large.map { graph.insert(TestOperation(.total, 2), inputs: [$0, barrier]) }
        let watch = Task {
            var most = 0
            while !Task.isCancelled {
                most = max(most, processes.spilledBytes)
                try? await Task.sleep(for: .milliseconds(50))
            }
            return most
        }
        let result = try await cluster.run(graph, outputs: totals)
        watch.cancel()
        #expect(await watch.value > 100_000_000)
        #expect(try Self.values(result, totals) == (try await Self.expected(graph, totals)))
        await cluster.close()
    }

    @Test("is refused by name where a worker has another version of the library")
    func otherLibrary() async throws {
        let processes = try TestCluster()
        try processes.addWorker(
            "--no-nanny", "--name", "stale",
            environment: ["TRELLIS_INSTALLED_LIBRARY": ClusterSearchTests.runtime.library])
        let error = await #expect(throws: DaskClusterError.self) { try await processes.connect(workers: 1) }
        guard case .workerRefused("stale", _, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("\(OperationRegistry.forTests.digest)"))
    }

    @Test("passes over a worker that joins with another version of the library, with a warning that names it")
    func otherLibraryJoins() async throws {
        let processes = try TestCluster()
        let first = try processes.addWorker("--no-nanny", "--name", "first")
        let warnings = Locked<[String]>([])
        let cluster = try await processes.connect(workers: 1) { warning in
            warnings.withLock { $0.append(warning) }
        }
        let stale = Trigger(after: 4) {
            _ = try? processes.addWorker(
                "--no-nanny", "--name", "stale",
                environment: ["TRELLIS_INSTALLED_LIBRARY": ClusterSearchTests.runtime.library])
        }
        try await expectRight(cluster, Self.work(24), stale)
        #expect(stale.workerCount == 1)
        let told = warnings.withLock { $0 }
        let warning = try #require(told.first)
        #expect(told.count == 1)
        #expect(warning.contains(/^the worker stale \(tcp:.*\) cannot be used: .*; it is not used$/))
        #expect(warning.contains("\(OperationRegistry.forTests.digest)"))
        // Nor is it taken for one that can go on when the others are lost.
        let lost = Trigger(after: 8) {
            kill(first, SIGKILL)
            _ = try? processes.addWorker("--no-nanny", "--name", "second")
        }
        try await expectRight(cluster, Self.work(6, salt: 1), lost)
        #expect(lost.workerCount == 2)
        await cluster.close()
    }

    @Test("runs what asks for a resource where that is")
    func resources() async throws {
        let processes = try TestCluster()
        try processes.addWorker("--no-nanny")
        let cluster = try await processes.connect(workers: 1)
        var graph = TaskGraph()
        let plain = (0..<4).map { graph.insert(TestOperation(.pause, 1000 * $0 + 200), inputs: []) }
        let special = plain.map { graph.insert(TestOperation(.special, 200), inputs: [$0]) }
        let trigger = Trigger(after: 4) {
            _ = try? processes.addWorker("--no-nanny", "--resources", "special=1")
        }
        let log = EventLog()
        let result = try await cluster.run(
            graph, outputs: special
        ) { event in
            trigger.receive(event)
            log.receive(event)
        }
        #expect(try Self.values(result, special) == (try await Self.expected(graph, special)))
        let workers = log.contents.finished.filter { special.contains($0.task) }.map(\.worker)
        #expect(workers.count == 4 && Set(workers).count == 1 && workers[0] == 1)
        await cluster.close()
    }
}
