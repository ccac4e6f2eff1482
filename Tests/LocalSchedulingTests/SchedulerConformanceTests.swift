import LocalScheduling
import TaskGraph
import Testing

/// The schedulers that must agree.
let schedulers: [any Scheduler] = [
    SerialScheduler(), ThreadedScheduler(workers: 1), ThreadedScheduler(workers: 2),
    ThreadedScheduler(workers: 5),
]

/// What every scheduler does, whatever its threads.
@Suite("Every scheduler", .timeLimit(.minutes(5)))
struct SchedulerConformanceTests {
    @Test("gives the right results, and failures that name the same origin", arguments: schedulers)
    func randomGraphs(scheduler: any Scheduler) async throws {
        for seed in 0..<300 as Range<UInt64> {
            let expected = RandomRun(seed: seed, taskCount: Int(1 + seed % 120), failing: seed % 2 == 1)
            let result = try await scheduler.run(expected.graph, outputs: expected.outputs)
            let serial = try await SerialScheduler().run(expected.graph, outputs: expected.outputs)
            #expect(result.tasksRun == expected.startCount, "seed \(seed)")
            for output in expected.outputs {
                switch result.outcome(of: output) {
                case .success(let value):
                    #expect(value as? Int == expected.values[output.index], "seed \(seed)")
                case .failure(let failure):
                    #expect(expected.origins[output.index].contains(failure.origin), "seed \(seed)")
                    #expect(throws: failure, "seed \(seed)") { try serial.outcome(of: output).get() }
                }
            }
        }
    }

    @Test("fails the dependants of a task that throws, and nothing else", arguments: schedulers)
    func failure(scheduler: any Scheduler) async throws {
        var graph = TaskGraph()
        let good = graph.insert(Compute("good", 1) { _, _ in 1 }, inputs: [])
        let bad = graph.insert(Compute("bad", 2) { _, _ in throw Refusal(number: 2) }, inputs: [good])
        let child = graph.insert(Compute("child", 3) { inputs, _ in mix(3, inputs) }, inputs: [bad, good])
        let grandchild = graph.insert(
            Compute("grandchild", 4) { inputs, _ in mix(4, inputs) }, inputs: [child])
        let unrelated = graph.insert(Compute("unrelated", 5) { inputs, _ in mix(5, inputs) }, inputs: [good])
        let result = try await scheduler.run(graph, outputs: [good, bad, grandchild, unrelated])
        let failure = TaskFailure(origin: graph.key(of: bad), operation: "bad", message: "refused 2")
        #expect(throws: failure) { try result.outcome(of: bad).get() }
        #expect(throws: failure) { try result.outcome(of: grandchild).get() }
        #expect(try result.outcome(of: unrelated).get() as? Int == mix(5, [1]))
        #expect(try result.outcome(of: good).get() as? Int == 1)
        #expect(result.tasksRun == 3)
        #expect(result.seconds(of: child) == 0)
    }

    @Test("takes a CancellationError thrown without cancellation for a failure", arguments: schedulers)
    func cancellationErrorOfATask(scheduler: any Scheduler) async throws {
        var graph = TaskGraph()
        let odd = graph.insert(Compute("odd", 1) { _, _ in throw CancellationError() }, inputs: [])
        let other = graph.insert(
            Compute("other", 2) { _, context in
                try context.checkCancellation()
                return context.isCancelled
            }, inputs: [])
        let result = try await scheduler.run(graph, outputs: [odd, other])
        #expect(throws: TaskFailure.self) { try result.outcome(of: odd).get() }
        #expect(try result.outcome(of: other).get() as? Bool == false)
    }

    @Test("passes a result that is itself a failure or nothing as any other", arguments: schedulers)
    func peculiarResults(scheduler: any Scheduler) async throws {
        var graph = TaskGraph()
        let failure = TaskFailure(origin: TaskKey(high: 0, low: 1), operation: "x", message: "y")
        let first = graph.insert(Compute("failure", 1) { _, _ in failure }, inputs: [])
        let second = graph.insert(Compute("void", 2) { _, _ in () }, inputs: [])
        let both = graph.insert(
            Compute("both", 3) { inputs, _ in inputs[0] as? TaskFailure == failure && inputs[1] is Void },
            inputs: [first, second])
        let result = try await scheduler.run(graph, outputs: [first, second, both])
        #expect(try result.outcome(of: first).get() as? TaskFailure == failure)
        #expect(try result.outcome(of: second).get() is Void)
        #expect(try result.outcome(of: both).get() as? Bool == true)
    }

    @Test("runs an empty graph, and no outputs", arguments: schedulers)
    func nothing(scheduler: any Scheduler) async throws {
        let empty = try await scheduler.run(TaskGraph(), outputs: [])
        #expect(empty.tasksRun == 0)
        var graph = TaskGraph()
        let task = graph.insert(Compute { _, _ in throw Refusal(number: 0) }, inputs: [])
        let log = EventLog()
        let unwanted = try await scheduler.run(graph, outputs: [], observer: log)
        #expect(unwanted.tasksRun == 0)
        #expect(unwanted.seconds(of: task) == 0)
        #expect(
            log.contents.begun.count == 1 && log.contents.ended.count == 1 && log.contents.started.isEmpty)
    }

    @Test(
        "gives outputs that are repeated, and that others read; and runs a graph again", arguments: schedulers
    )
    func repeatedOutputs(scheduler: any Scheduler) async throws {
        let runs = Counter()
        var graph = TaskGraph()
        let first = graph.insert(Compute("first", 1) { _, _ in runs.increment() }, inputs: [])
        let second = graph.insert(
            Compute("second", 2) { inputs, _ in mix(2, inputs) }, inputs: [first, first])
        for round in 1...2 {
            let result = try await scheduler.run(graph, outputs: [first, second, first])
            #expect(try result.outcome(of: first).get() as? Int == round)
            #expect(try result.outcome(of: second).get() as? Int == mix(2, [round, round]))
            #expect(result.tasksRun == 2)
        }
    }

    @Test("runs many graphs at the same time", arguments: schedulers)
    func concurrentRuns(scheduler: any Scheduler) async throws {
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

    @Test("tells observers of balanced events", arguments: schedulers)
    func events(scheduler: any Scheduler) async throws {
        for seed in 0..<50 as Range<UInt64> {
            let expected = RandomRun(seed: seed, taskCount: 60, failing: true)
            let log = EventLog()
            let result = try await scheduler.run(expected.graph, outputs: expected.outputs, observer: log)
            let contents = log.contents
            #expect(contents.disorder == 0)
            #expect(contents.begun.map(\.taskCount) == [expected.taskCount])
            #expect(contents.ended.map(\.tasksRun) == [expected.startCount])
            #expect(contents.started.count == expected.startCount)
            #expect(Set(contents.started.map(\.task)) == Set(contents.finished.map(\.task)))
            #expect(contents.finished.count == expected.startCount)
            for event in contents.finished {
                #expect(0 <= event.startSeconds && event.startSeconds <= event.endSeconds)
                #expect(abs(result.seconds(of: event.task) - (event.endSeconds - event.startSeconds)) < 1e-6)
                #expect((0..<scheduler.workers).contains(event.worker))
                #expect((event.failure == nil) == (expected.values[event.task.index] != nil))
            }
        }
    }
}
