import Foundation
import TaskGraph
import TestOperations
import Testing

/// What every scheduler does with a store of results.
@Suite("Every scheduler with a store", .serialized, .timeLimit(.minutes(20)))
struct StoringConformanceTests {
    /// Three tasks, each of which reads the one before; the second is marked.
    private struct Chain {
        var graph = TaskGraph()
        let tasks: [TaskID]
        let values: [Int]

        init(_ number: Int) {
            let first = graph.insert(TestOperation(.mix, number), inputs: [])
            let second = graph.insert(TestOperation(.mix, number + 1), inputs: [first])
            let third = graph.insert(TestOperation(.mix, number + 2), inputs: [second])
            graph.keep(second)
            let value = mix(number + 1, [number])
            (tasks, values) = ([first, second, third], [number, value, mix(number + 2, [value])])
        }
    }

    private func memory() -> MemoryResultStore { MemoryResultStore(byteLimit: 1 << 20, registry: .forTests) }

    @Test(
        "keeps marked results, and then computes neither them nor what only they need",
        arguments: SchedulerUnderTest.all)
    func finding(place: SchedulerUnderTest) async throws {
        let store = memory()
        let chain = Chain(1_000)
        for tasksRun in [3, 1, 1] {
            let log = EventLog()
            let result = try await place.scheduler().storing(in: store).run(
                chain.graph, outputs: [chain.tasks[2]], onEvent: log.receive)
            #expect(try result.value(of: chain.tasks[2], as: Int.self) == chain.values[2])
            #expect(result.tasksRun == tasksRun && result.failures == [])
            // The marked task is an output that the caller does not know of.
            let contents = log.contents
            #expect(contents.begun.map(\.taskCount) == [tasksRun])
            #expect(contents.ended.map(\.tasksRun) == [tasksRun])
            #expect(contents.arrived.map(\.task) == [chain.tasks[2]])
            #expect(contents.finished.map(\.task) == chain.tasks.suffix(tasksRun))
            #expect(contents.disorder == 0)
        }
        #expect(store.result(for: chain.graph.key(of: chain.tasks[1])) as? Int == chain.values[1])
        for task in [chain.tasks[0], chain.tasks[2]] {
            #expect(store.result(for: chain.graph.key(of: task)) == nil)
        }
    }

    @Test("runs nothing if all outputs are found", arguments: SchedulerUnderTest.all)
    func findingAll(place: SchedulerUnderTest) async throws {
        let store = memory()
        let chain = Chain(2_000)
        store.keep(chain.values[1], for: chain.graph.key(of: chain.tasks[1]))
        let log = EventLog()
        let result = try await place.scheduler().storing(in: store).run(
            chain.graph, outputs: [chain.tasks[1], chain.tasks[1]], onEvent: log.receive)
        #expect(try result.value(of: chain.tasks[1], as: Int.self) == chain.values[1])
        #expect(result.tasksRun == 0)
        #expect(log.contents.begun.map(\.taskCount) == [0] && log.contents.ended.map(\.tasksRun) == [0])
        #expect(log.contents.started.isEmpty && log.contents.arrived.isEmpty)
    }

    @Test("gives the right results for random graphs and marks", arguments: SchedulerUnderTest.all)
    func randomMarks(place: SchedulerUnderTest) async throws {
        let isLocal = place.testDescription != "local-cluster"
        for seed in 0..<(isLocal ? 300 : 20) as Range<UInt64> {
            var generator = SplitMix64(state: ~seed)
            let expected = RandomRun(seed: seed, taskCount: Int(1 + seed % 80), failing: seed % 2 == 1)
            let store = memory()
            let session = try await place.scheduler().storing(in: store).open()
            var held: [any Submission] = []
            for _ in 0..<3 {
                var graph = expected.graph
                for task in graph.tasks where Int.random(in: 0..<4, using: &generator) == 0 {
                    graph.keep(task)
                }
                let submission = try session.submit(graph, outputs: expected.outputs)
                let result = try await submission.result()
                for output in expected.outputs {
                    switch result.outcome(of: output) {
                    case .success(let value):
                        #expect(value as? Int == expected.values[output.index], "seed \(seed)")
                    case .failure(let failure):
                        #expect(expected.origins[output.index].contains(failure.origin), "seed \(seed)")
                    }
                }
                #expect(
                    result.failedOutputs
                        == Set(expected.outputs).filter { expected.values[$0.index] == nil }.sorted())
                for task in graph.keptTasks.intersection(graph.tasksNeeded(for: expected.outputs)) {
                    let found = store.result(for: graph.key(of: task)) as? Int
                    // What only results that were found need is not computed.
                    #expect(found == nil || found == expected.values[task.index], "seed \(seed)")
                    if expected.outputs.contains(task) { #expect(found == expected.values[task.index]) }
                }
                if Bool.random(using: &generator) { held.append(submission) }
            }
            await session.close()
        }
    }

    @Test("does not keep failures, and computes the task again", arguments: SchedulerUnderTest.all)
    func failures(place: SchedulerUnderTest) async throws {
        var graph = TaskGraph()
        let refused = graph.insert(TestOperation(.refuse, 3_000), inputs: [])
        let reader = graph.insert(TestOperation(.mix, 3_001), inputs: [refused])
        graph.keep(refused)
        graph.keep(reader)
        let (store, scheduler) = (memory(), try await place.scheduler())
        for _ in 0..<2 {
            let result = try await scheduler.storing(in: store).run(graph, outputs: [reader])
            let failure = TaskFailure(
                origin: graph.key(of: refused), operation: "refuse", message: "refused 3000")
            #expect(throws: failure) { try result.outcome(of: reader).get() }
            #expect(result.failedOutputs == [reader])
            // On a cluster, the failure may arrive before the worker's record of the task.
            #expect(result.tasksRun == 1 || !scheduler.runsInProcess && result.tasksRun == 0)
        }
        #expect(store.byteCount == 0)
    }

    @Test("keeps a marked result that the session holds already", arguments: SchedulerUnderTest.all)
    func markingLater(place: SchedulerUnderTest) async throws {
        let store = memory()
        let session = try await place.scheduler().storing(in: store).open()
        var graph = TaskGraph()
        let task = graph.insert(TestOperation(.mix, 4_000), inputs: [])
        let first = try session.submit(graph, outputs: [task])
        _ = try await first.result()
        #expect(store.byteCount == 0)
        graph.keep(task)
        let second = try session.submit(graph, outputs: [task])
        #expect(try await second.result().tasksRun == 0)
        #expect(store.result(for: graph.key(of: task)) as? Int == 4_000)
        withExtendedLifetime(first) {}
        await session.close()
    }

    @Test("asks the store once for what its submissions hold", arguments: SchedulerUnderTest.all)
    func asking(place: SchedulerUnderTest) async throws {
        let store = CountingStore()
        let chain = Chain(5_000)
        store.keep(chain.values[1], for: chain.graph.key(of: chain.tasks[1]))
        let session = try await place.scheduler().storing(in: store).open()
        var held: [(key: TaskKey, submission: any Submission)] = []
        for number in 0..<5 {
            var graph = chain.graph
            let reader = graph.insert(TestOperation(.mix, 5_100 + number), inputs: [chain.tasks[1]])
            graph.keep(reader)
            let submission = try session.submit(graph, outputs: [reader])
            let value = try await submission.result().value(of: reader, as: Int.self)
            #expect(value == mix(5_100 + number, [chain.values[1]]))
            held.append((graph.key(of: reader), submission))
        }
        #expect(store.findings == 1)
        // What a submission has computed, or is referred to by its key, is not looked up either.
        for holder in [nil, held[0].submission] {
            var graph = TaskGraph()
            let known = graph.insert(known: held[0].key, of: holder)
            let result = try await session.submit(graph, outputs: [known]).result()
            #expect(try result.value(of: known, as: Int.self) == mix(5_100, [chain.values[1]]))
        }
        #expect(store.findings == 1)
        held.removeAll()
        await session.close()
    }

    @Test("goes on if the store cannot write", arguments: SchedulerUnderTest.all)
    func unwritable(place: SchedulerUnderTest) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "results-\(UUID().uuidString)")
            .path()
        let problems = Locked([ResultStoreProblem]())
        let store = try FolderResultStore(folder, registry: .forTests) { problem in
            problems.withLock { $0.append(problem) }
        }
        try FileManager.default.removeItem(atPath: folder)
        var graph = TaskGraph()
        let tasks = (0..<20).map { graph.insert(TestOperation(.mix, 6_000 + $0), inputs: []) }
        for task in tasks { graph.keep(task) }
        let result = try await place.scheduler().storing(in: store).run(graph, outputs: tasks)
        for (number, task) in tasks.enumerated() {
            #expect(try result.value(of: task, as: Int.self) == 6_000 + number)
        }
        #expect(problems.withLock { $0.count } == 1)
    }

    @Test("finds in another process what it wrote when it closed", arguments: SchedulerUnderTest.all)
    func folder(place: SchedulerUnderTest) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "results-\(UUID().uuidString)")
            .path()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var graph = TaskGraph()
        let fill = graph.insert(TestOperation(.fill, 70_000), inputs: [])
        let total = graph.insert(TestOperation(.total, 1), inputs: [fill])
        graph.keep(fill)
        for tasksRun in [2, 1] {
            let store = try FolderResultStore(folder, registry: .forTests) { Issue.record("\($0)") }
            let result = try await place.scheduler().storing(in: store).run(graph, outputs: [total])
            #expect(try result.value(of: total, as: Int.self) == 31 + 70_000)
            #expect(result.tasksRun == tasksRun)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names == ["\(graph.key(of: fill)).result"])
        }
    }
}

/// A store that counts what it finds.
private final class CountingStore: ResultStore {
    private let shared = Locked((results: [TaskKey: any Sendable](), findings: 0))

    var findings: Int { shared.withLock { $0.findings } }

    func result(for key: TaskKey) -> (any Sendable)? {
        shared.withLock { shared in
            let result = shared.results[key]
            if result != nil { shared.findings += 1 }
            return result
        }
    }

    func keep(_ result: any Sendable, for key: TaskKey) { shared.withLock { $0.results[key] = result } }

    func flush() async {}
}
