import TaskGraph
import TestOperations
import Testing

@testable import DaskCluster

@Suite("What is known of a run")
struct RunStateTests {
    /// a → b → c, and d beside them; each is a piece.
    private struct Fixture {
        var graph = TaskGraph()
        let tasks: [TaskID]
        var state: RunState
        let submission: ClusterGraph

        init() throws {
            let a = graph.insert(TestOperation(.pause, 401), inputs: [])
            let b = graph.insert(TestOperation(.pause, 402), inputs: [a])
            let c = graph.insert(TestOperation(.pause, 403), inputs: [b])
            let d = graph.insert(TestOperation(.pause, 404), inputs: [])
            tasks = [a, b, c, d]
            let pieces = graph.fused(outputs: tasks, workers: 2, costs: TaskCosts(of: graph))
            submission = try ClusterGraph(pieces, of: graph, outputs: tasks, registry: .forTests)
            state = RunState(graph, order: ExecutionOrder(of: graph, outputs: tasks), start: 1000)
            state.begin(submission)
        }

        /// The key of the requested result of a task, and the results to return for it.
        func wanted(_ task: TaskID) throws -> (key: String, tasks: [TaskID]) {
            let entry = try #require(submission.wanted.first { $0.value.contains(task) })
            return (entry.key, entry.value)
        }

        func report(_ task: TaskID, failure: TaskFailure? = nil) throws -> SubgraphReport {
            let piece = try #require(
                graph.fused(outputs: [task], workers: 1, costs: TaskCosts(of: graph)).pieces.last)
            let bytes = try OperationRegistry.forTests.encode(piece, of: graph)
            return try bytes.withUnsafeBytes { try OperationRegistry.forTests.decodeSubgraph($0) }
                .run(on: piece.inputs.map { _ in 1 }).report
        }
    }

    @Test("is settled once every result has come back, and not before")
    func settling() throws {
        var fixture = try Fixture()
        let keys = fixture.submission.wanted.keys.sorted()
        for (number, key) in keys.enumerated() {
            #expect(!fixture.state.isSettled)
            let tasks = try #require(fixture.submission.wanted[key])
            fixture.state.done(key, tasks.map(\.index))
            #expect(fixture.state.isSettled == (number == keys.count - 1))
        }
        for task in fixture.tasks { #expect(fixture.state.values[task] as? Int == task.index) }
        #expect(fixture.state.missing(of: fixture.tasks).isEmpty)
    }

    @Test("waits for nothing that can no longer be had, once the failure to report is certain")
    func givingUp() throws {
        var graph = TaskGraph()
        let good = graph.insert(TestOperation(.mix, 411), inputs: [])
        let bad = graph.insert(TestOperation(.refuse, 412), inputs: [])
        let worse = graph.insert(TestOperation(.refuse, 413), inputs: [])
        let rest = (414..<420).map { graph.insert(TestOperation(.mix, $0), inputs: []) }
        let total = graph.insert(TestOperation(.mix, 420), inputs: [good, bad, worse] + rest)
        let order = ExecutionOrder(of: graph, outputs: [total])
        let places = try [good, bad, worse].map { try #require(order.position(of: $0)) }
        #expect(places == places.sorted())
        let pieces = graph.fused(outputs: [total], workers: 2, costs: TaskCosts(of: graph))
        var state = RunState(graph, order: order, start: 1000)
        state.begin(try ClusterGraph(pieces, of: graph, outputs: [total], registry: .forTests))
        for (task, isSettled) in [(worse, false), (bad, false), (good, true)] {
            let piece = try #require(
                graph.fused(outputs: [task], workers: 1, costs: TaskCosts(of: graph)).pieces.last)
            let bytes = try OperationRegistry.forTests.encode(piece, of: graph)
            let report = try bytes.withUnsafeBytes { try OperationRegistry.forTests.decodeSubgraph($0) }
                .run(on: []).report
            _ = state.ran(worker: "w", thread: 1, start: 1000, report)
            #expect(state.isSettled == isSettled)
        }
        #expect(state.failures[total]?.origin == graph.key(of: bad))
        #expect(state.missing(of: [total]).isEmpty && state.tasksRun == 3)
    }

    @Test("holds failures apart from results")
    func failures() throws {
        var fixture = try Fixture()
        let failure = TaskFailure(
            origin: fixture.graph.key(of: fixture.tasks[0]), operation: "x", message: "y")
        for (key, tasks) in fixture.submission.wanted {
            fixture.state.done(
                key,
                tasks.map { task in
                    task == fixture.tasks[3] ? 1 : FailedTask(failure: failure, urgency: 0) as any Sendable
                })
        }
        #expect(Set(fixture.state.failures.keys) == Set(fixture.tasks.prefix(3)))
        #expect(Set(fixture.state.values.keys) == [fixture.tasks[3]])
    }

    @Test("does not take results in another number, or for another key")
    func wrongResults() throws {
        var fixture = try Fixture()
        fixture.state.done("other", [1])
        #expect(!fixture.state.isSettled && fixture.state.error == nil)
        fixture.state.done(try fixture.wanted(fixture.tasks[3]).key, [1, 2, 3, 4, 5])
        #expect(fixture.state.isSettled)
        #expect(fixture.state.error is DaskClusterError)
    }

    @Test("counts each task once, though its piece runs again, and numbers the threads of workers")
    func runs() throws {
        var fixture = try Fixture()
        let report = try fixture.report(fixture.tasks[3])
        let first = fixture.state.ran(worker: "w", thread: 1, start: 1002, report)
        #expect(first.map(\.task) == [fixture.tasks[3]] && first[0].worker == 0)
        #expect(first[0].startSeconds >= 2 && first[0].endSeconds >= first[0].startSeconds)
        #expect(fixture.state.ran(worker: "w", thread: 2, start: 1003, report).isEmpty)
        #expect(fixture.state.tasksRun == 1)
        // A clock that goes before ours.
        let other = fixture.state.ran(worker: "v", thread: 1, start: 10, try fixture.report(fixture.tasks[0]))
        #expect(other[0].startSeconds >= 0 && other[0].startSeconds < 1)
        #expect(other[0].worker == 2)
    }

    @Test("names as suspects the tasks of the pieces under which workers ended, and fails what is blamed")
    func endedWorkers() throws {
        var fixture = try Fixture()
        let (a, b, c, d) = (fixture.tasks[0], fixture.tasks[1], fixture.tasks[2], fixture.tasks[3])
        let origin = try #require(fixture.submission.members.first { $0.value.contains(b) })
        for (key, tasks) in fixture.submission.wanted {
            if tasks.contains(d) || tasks == [a] {
                fixture.state.done(key, tasks.map(\.index))
            } else {
                fixture.state.failed(key, .killed, origin: origin.key, message: "")
            }
        }
        #expect(fixture.state.isSettled && fixture.state.error == nil)
        #expect(Set(fixture.state.suspects) == Set(origin.value))
        fixture.state.blame(
            b,
            for: TaskFailure(origin: fixture.graph.key(of: b), operation: "pause", message: "it ends"))
        for task in [b, c] {
            #expect(
                fixture.state.failures[task]
                    == TaskFailure(origin: fixture.graph.key(of: b), operation: "pause", message: "it ends"))
        }
        #expect(fixture.state.failures[a] == nil && fixture.state.failures[d] == nil)
    }

    @Test("knows of data that could not be read, and forgets it with the next attempt")
    func unreadableData() throws {
        var fixture = try Fixture()
        for key in fixture.submission.wanted.keys {
            fixture.state.failed(key, .unreadable, origin: "features", message: "/x: no such file")
        }
        #expect(fixture.state.isSettled && fixture.state.error == nil && fixture.state.killed.isEmpty)
        #expect(fixture.state.unreadable == "/x: no such file")
        fixture.state.begin(fixture.submission)
        #expect(fixture.state.unreadable == nil && !fixture.state.isSettled)
    }

    @Test("ends with the first error")
    func errors() throws {
        var fixture = try Fixture()
        fixture.state.failed(
            try fixture.wanted(fixture.tasks[3]).key, .error, origin: "o", message: "m")
        fixture.state.end(CancellationError())
        #expect(fixture.state.isSettled)
        #expect(fixture.state.error as? DaskClusterError == .pieceFailed(name: "o", reason: "m"))
    }
}
