import LocalScheduling
import TaskGraph
import TestOperations
import Testing

/// What every scheduler does, whatever its threads.
@Suite("Every scheduler", .serialized, .timeLimit(.minutes(20)))
struct SchedulerConformanceTests {
    @Test(
        "gives the right results, and failures that name the same origin", arguments: SchedulerUnderTest.all)
    func randomGraphs(place: SchedulerUnderTest) async throws {
        let scheduler = try await place.scheduler()
        for seed in 0..<300 as Range<UInt64> {
            let expected = RandomRun(seed: seed, taskCount: Int(1 + seed % 120), failing: seed % 2 == 1)
            let result = try await scheduler.run(expected.graph, outputs: expected.outputs)
            let serial = try await SerialScheduler().run(expected.graph, outputs: expected.outputs)
            #expect(place.couldStart(result.tasksRun, of: expected.startCounts), "seed \(seed)")
            let limited = try await scheduler.run(
                expected.graph, outputs: expected.outputs, memoryLimit: Int(seed % 7) * 64, onEvent: nil)
            #expect(place.couldStart(limited.tasksRun, of: expected.startCounts), "seed \(seed)")
            for output in expected.outputs {
                switch result.outcome(of: output) {
                case .success(let value):
                    #expect(value as? Int == expected.values[output.index], "seed \(seed)")
                    #expect(
                        try limited.outcome(of: output).get() as? Int == expected.values[output.index],
                        "seed \(seed)")
                case .failure(let failure):
                    #expect(expected.origins[output.index].contains(failure.origin), "seed \(seed)")
                    #expect(throws: failure, "seed \(seed)") { try serial.outcome(of: output).get() }
                    #expect(throws: failure, "seed \(seed)") { try limited.outcome(of: output).get() }
                }
            }
        }
    }

    @Test("fails the dependants of a task that throws, and nothing else", arguments: SchedulerUnderTest.all)
    func failure(place: SchedulerUnderTest) async throws {
        let scheduler = try await place.scheduler()
        var graph = TaskGraph()
        let good = graph.insert(TestOperation(.mix, 1), inputs: [])
        let bad = graph.insert(TestOperation(.refuse, 2), inputs: [good])
        let child = graph.insert(TestOperation(.mix, 3), inputs: [bad, good])
        let grandchild = graph.insert(TestOperation(.mix, 4), inputs: [child])
        let unrelated = graph.insert(TestOperation(.mix, 5), inputs: [good])
        let result = try await scheduler.run(graph, outputs: [good, bad, grandchild, unrelated])
        let failure = TaskFailure(origin: graph.key(of: bad), operation: "refuse", message: "refused 2")
        #expect(throws: failure) { try result.outcome(of: bad).get() }
        #expect(throws: failure) { try result.outcome(of: grandchild).get() }
        #expect(try result.outcome(of: unrelated).get() as? Int == mix(5, [1]))
        #expect(try result.outcome(of: good).get() as? Int == 1)
        #expect(result.tasksRun == 3)
        #expect(result.seconds(of: child) == 0)
    }

    @Test(
        "takes a CancellationError thrown without cancellation for a failure",
        arguments: SchedulerUnderTest.all)
    func cancellationErrorOfATask(place: SchedulerUnderTest) async throws {
        let scheduler = try await place.scheduler()
        var graph = TaskGraph()
        let odd = graph.insert(TestOperation(.throwCancellation, 1), inputs: [])
        let other = graph.insert(TestOperation(.isCancelled, 2), inputs: [])
        let result = try await scheduler.run(graph, outputs: [odd, other])
        #expect(throws: TaskFailure.self) { try result.outcome(of: odd).get() }
        #expect(try result.outcome(of: other).get() as? Bool == false)
    }

    @Test(
        "passes a result that is itself a failure or nothing as any other", arguments: SchedulerUnderTest.all)
    func peculiarResults(place: SchedulerUnderTest) async throws {
        let scheduler = try await place.scheduler()
        var graph = TaskGraph()
        let first = graph.insert(TestOperation(.giveFailure, 1), inputs: [])
        let second = graph.insert(TestOperation(.giveNothing, 2), inputs: [])
        let both = graph.insert(TestOperation(.arePeculiar, 3), inputs: [first, second])
        let result = try await scheduler.run(graph, outputs: [first, second, both])
        #expect(try result.outcome(of: first).get() as? TaskFailure == TestOperation.peculiarFailure)
        #expect(try result.outcome(of: second).get() is Void)
        #expect(try result.outcome(of: both).get() as? Bool == true)
    }

    @Test("runs an empty graph, and no outputs", arguments: SchedulerUnderTest.all)
    func nothing(place: SchedulerUnderTest) async throws {
        let scheduler = try await place.scheduler()
        let empty = try await scheduler.run(TaskGraph(), outputs: [])
        #expect(empty.tasksRun == 0)
        var graph = TaskGraph()
        let task = graph.insert(TestOperation(.refuse, 0), inputs: [])
        let log = EventLog()
        let unwanted = try await scheduler.run(graph, outputs: [], onEvent: log.receive)
        #expect(unwanted.tasksRun == 0)
        #expect(unwanted.seconds(of: task) == 0)
        #expect(
            log.contents.begun.count == 1 && log.contents.ended.count == 1 && log.contents.started.isEmpty)
    }

    @Test(
        "gives outputs that are repeated, and that others read; and runs a graph again",
        arguments: SchedulerUnderTest.all
    )
    func repeatedOutputs(place: SchedulerUnderTest) async throws {
        let scheduler = try await place.scheduler()
        var graph = TaskGraph()
        let first = graph.insert(TestOperation(.mix, 1), inputs: [])
        let second = graph.insert(TestOperation(.mix, 2), inputs: [first, first])
        for _ in 1...2 {
            let result = try await scheduler.run(graph, outputs: [first, second, first])
            #expect(try result.outcome(of: first).get() as? Int == 1)
            #expect(try result.outcome(of: second).get() as? Int == mix(2, [1, 1]))
            #expect(result.tasksRun == 2)
        }
    }

    @Test("gives data that is an output, and data that others read", arguments: SchedulerUnderTest.all)
    func data(place: SchedulerUnderTest) async throws {
        let scheduler = try await place.scheduler()
        var graph = TaskGraph()
        let data = graph.insert(TestData(number: 7), inputs: [])
        let other = graph.insert(TestData(number: 8), inputs: [])
        let mixed = graph.insert(TestOperation(.mix, 2), inputs: [data, other])
        let log = EventLog()
        let result = try await scheduler.run(graph, outputs: [data, mixed], onEvent: log.receive)
        #expect(try result.outcome(of: data).get() as? Int == 7)
        #expect(try result.outcome(of: mixed).get() as? Int == mix(2, [7, 8]))
        #expect(result.tasksRun == 3 && log.contents.finished.count == 3)
    }

    @Test("runs many graphs at the same time", arguments: SchedulerUnderTest.all)
    func concurrentRuns(place: SchedulerUnderTest) async throws {
        let scheduler = try await place.scheduler()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for seed in 0..<40 as Range<UInt64> {
                group.addTask {
                    let expected = RandomRun(seed: seed, taskCount: 100, failing: false)
                    let result = try await scheduler.run(expected.graph, outputs: expected.outputs)
                    return expected.outputs.allSatisfy {
                        (try? result.outcome(of: $0).get()) as? Int == expected.values[$0.index]
                    }
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test("lets a handler of events cancel its run", arguments: SchedulerUnderTest.all, [false, true])
    func handlerThatCancels(place: SchedulerUnderTest, hasData: Bool) async throws {
        let scheduler = try await place.scheduler()
        var graph = TaskGraph()
        let inputs = hasData ? [graph.insert(TestData(number: 1), inputs: [])] : []
        // 100 ms each; the thousands tell them apart.
        let tasks = (0..<30).map { graph.insert(TestOperation(.pause, 1000 * $0 + 100), inputs: inputs) }
        let canceller = Canceller()
        let run = Task { [graph] in
            while !canceller.isArmed { await Task.yield() }
            return try await scheduler.run(graph, outputs: tasks, onEvent: canceller.receive)
        }
        canceller.arm { run.cancel() }
        await #expect(throws: CancellationError.self) { try await run.value }
        let finished = canceller.finished
        #expect((1..<30).contains(finished))
        // The scheduler is none the worse for it.
        let mixed = graph.insert(TestOperation(.mix, 1), inputs: [])
        #expect(try await scheduler.run(graph, outputs: [mixed]).outcome(of: mixed).get() as? Int == 1)
        #expect(canceller.finished == finished)
    }

    @Test("passes on balanced events", arguments: SchedulerUnderTest.all)
    func events(place: SchedulerUnderTest) async throws {
        let scheduler = try await place.scheduler()
        for seed in 0..<50 as Range<UInt64> {
            let expected = RandomRun(seed: seed, taskCount: 60, failing: true)
            let log = EventLog()
            let result = try await scheduler.run(
                expected.graph, outputs: expected.outputs, onEvent: log.receive)
            let contents = log.contents
            #expect(contents.disorder == 0)
            #expect(contents.begun.map(\.taskCount) == [expected.taskCount])
            #expect(place.couldStart(result.tasksRun, of: expected.startCounts))
            #expect(contents.ended.map(\.tasksRun) == [result.tasksRun])
            #expect(contents.started.count == result.tasksRun)
            #expect(Set(contents.started.map(\.task)) == Set(contents.finished.map(\.task)))
            #expect(contents.finished.count == result.tasksRun)
            let succeeded = Set(expected.outputs).filter { expected.values[$0.index] != nil }
            #expect(contents.arrived.map(\.task).sorted() == succeeded.sorted())
            for (task, value) in contents.arrived { #expect(value as? Int == expected.values[task.index]) }
            for event in contents.finished {
                #expect(0 <= event.startSeconds && event.startSeconds <= event.endSeconds)
                #expect(abs(result.seconds(of: event.task) - (event.endSeconds - event.startSeconds)) < 1e-6)
                #expect((0..<scheduler.workers).contains(event.worker))
                #expect((event.failure == nil) == (expected.values[event.task.index] != nil))
            }
        }
    }
}

/// Cancels a run when its first task has finished.
private final class Canceller: Sendable {
    private let state = Locked<(cancel: (@Sendable () -> Void)?, finished: Int)>((nil, 0))

    var isArmed: Bool { state.withLock { $0.cancel != nil } }

    /// The number of finished tasks.
    var finished: Int { state.withLock { $0.finished } }

    func arm(_ cancel: @escaping @Sendable () -> Void) { state.withLock { $0.cancel = cancel } }

    func receive(_ event: RunEvent) {
        guard case .finished = event else { return }
        let cancel = state.withLock { state in
            state.finished += 1
            return state.cancel
        }
        cancel?()
    }
}

extension SchedulerUnderTest {
    /// Returns whether a run may start a number of tasks.
    ///
    /// On a cluster it may start fewer: Dask shares tasks with other tests that run an equal graph at the same time.
    fileprivate func couldStart(_ count: Int, of counts: ClosedRange<Int>) -> Bool {
        testDescription == "local-cluster" ? count <= counts.upperBound : counts.contains(count)
    }
}
