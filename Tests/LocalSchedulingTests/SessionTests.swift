import LocalScheduling
import TaskGraph
import TestOperations
import Testing

/// What only local sessions do.
@Suite("A local session", .timeLimit(.minutes(20)))
struct SessionTests {
    @Test("computes a task that two submissions need once, while it runs", arguments: schedulers)
    func sharedRunningTask(scheduler: any Scheduler) async throws {
        let session = try await scheduler.open()
        let (started, ran) = (Gate(), Counter())
        let go = Gate()
        var graph = TaskGraph()
        let slow = graph.insert(
            Compute("slow") { _, _ in
                ran.increment()
                started.open()
                go.pass()
                return 7
            }, inputs: [])
        let readers = (0..<2).map { number in
            graph.insert(
                Compute("reader", number) { inputs, _ in
                    ran.increment()
                    return mix(number, inputs)
                }, inputs: [slow])
        }
        let first = try session.submit(graph, outputs: [readers[0]])
        await started.pass()
        let second = try session.submit(graph, outputs: [readers[1]])
        go.open()
        #expect(try await first.result().value(of: readers[0], as: Int.self) == mix(0, [7]))
        #expect(try await second.result().value(of: readers[1], as: Int.self) == mix(1, [7]))
        // A single worker orders the second graph after the slow task has ended.
        #expect(ran.value == 3 || scheduler.workers == 1 && ran.value <= 4)
        await session.close()
    }

    @Test("runs a graph that is submitted while a long task runs")
    func submittedWhileBusy() async throws {
        let session = try await ThreadedScheduler(workers: 2).open()
        let (started, go) = (Gate(), Gate())
        var graph = TaskGraph()
        let long = graph.insert(
            Compute("long") { _, _ in
                started.open()
                go.pass()
                return 1
            }, inputs: [])
        let short = graph.insert(Compute("short") { _, _ in 2 }, inputs: [])
        // The session has one thread, because there is one task.
        let first = try session.submit(graph, outputs: [long])
        await started.pass()
        let second = try session.submit(graph, outputs: [short])
        #expect(try await second.result().value(of: short, as: Int.self) == 2)
        go.open()
        #expect(try await first.result().value(of: long, as: Int.self) == 1)
        await session.close()
    }

    @Test("starts tasks of a higher priority first")
    func priorities() async throws {
        let session = try await SerialScheduler().open()
        let (started, go) = (Gate(), Gate())
        let order = Locked<[Int]>([])
        var graph = TaskGraph()
        let first = graph.insert(
            Compute("first") { _, _ in
                started.open()
                go.pass()
                return 0
            }, inputs: [])
        let tasks = (0..<6).map { number in
            graph.insert(
                Compute("task", number) { _, _ in
                    order.withLock { $0.append(number) }
                    return 0
                }, inputs: [])
        }
        let blocker = try session.submit(graph, outputs: [first])
        await started.pass()
        let submissions = try [(0, 0), (1, 5), (2, 0), (3, 9), (4, -1), (5, 5)].map { number, priority in
            try session.submit(graph, outputs: [tasks[number]], priority: priority)
        }
        go.open()
        for submission in submissions { _ = try await submission.result() }
        #expect(order.withLock { $0 } == [3, 1, 5, 0, 2, 4])
        withExtendedLifetime(blocker) {}
        await session.close()
    }

    @Test("drops results with the last reference to their submission", arguments: schedulers)
    func holding(scheduler: any Scheduler) async throws {
        let session = try await scheduler.open()
        let census = Census()
        var graph = TaskGraph()
        let first = graph.insert(Compute("first") { _, _ in Census.Probe(census) }, inputs: [])
        let second = graph.insert(Compute("second") { _, _ in Census.Probe(census) }, inputs: [first])
        var early: (any Submission)? = try session.submit(graph, outputs: [first])
        var later: (any Submission)? = try session.submit(graph, outputs: [first, second])
        _ = try await early?.result()
        _ = try await later?.result()
        #expect(census.living == 2 && census.born == 2)
        early = nil
        #expect(census.living == 2)
        later = nil
        #expect(census.living == 0)
        await session.close()
    }

    @Test("cancels tasks with the last reference to their submission", arguments: schedulers)
    func abandoning(scheduler: any Scheduler) async throws {
        let session = try await scheduler.open()
        let (started, ran) = (Gate(), Counter())
        var graph = TaskGraph()
        let endless = graph.insert(
            Compute("endless") { _, context in
                started.open()
                while true {
                    try context.checkCancellation()
                    pause()
                }
            }, inputs: [])
        let never = graph.insert(Compute("never") { _, _ in ran.increment() }, inputs: [endless])
        var submission: (any Submission)? = try session.submit(graph, outputs: [never])
        await started.pass()
        withExtendedLifetime(submission) {}
        submission = nil
        let after = graph.insert(Compute("after") { _, _ in 1 }, inputs: [])
        #expect(
            try await session.submit(graph, outputs: [after]).result().value(of: after, as: Int.self) == 1)
        #expect(ran.value == 0)
        await session.close()
    }

    @Test("does not grow with the tasks that it has run", arguments: schedulers)
    func forgetting(scheduler: any Scheduler) async throws {
        let session = try await scheduler.open()
        let census = Census()
        var kept: [(number: Int, task: TaskID, submission: any Submission)] = []
        for number in 0..<12_000 {
            var graph = TaskGraph()
            let task = graph.insert(
                Compute("probe", number) { _, _ in (Census.Probe(census), number) }, inputs: [])
            let submission = try session.submit(graph, outputs: [task])
            let result = try await submission.result()
            #expect(try result.value(of: task, as: (Census.Probe, Int).self).1 == number)
            if number % 1_000 == 0 { kept.append((number, task, submission)) }
        }
        #expect(try await Self.living(census, downTo: kept.count) == kept.count)
        // What is held is still known.
        for (number, task, _) in kept {
            var graph = TaskGraph()
            #expect(graph.insert(Compute("probe", number) { _, _ in 0 }, inputs: []) == task)
            let result = try await session.submit(graph, outputs: [task]).result()
            #expect(result.tasksRun == 0)
            #expect(try result.value(of: task, as: (Census.Probe, Int).self).1 == number)
        }
        kept = []
        #expect(try await Self.living(census, downTo: 0) == 0)
        await session.close()
    }

    /// Returns the number of values that are not destroyed yet.
    ///
    /// The thread that ended a submission may hold its result a moment longer.
    private static func living(_ census: Census, downTo count: Int) async throws -> Int {
        for _ in 0..<5_000 where census.living > count { try await Task.sleep(for: .milliseconds(1)) }
        return census.living
    }

    @Test("ends its threads with the last reference", arguments: schedulers)
    func unclosed(scheduler: any Scheduler) async throws {
        let census = Census()
        var session: (any Session)? = try await scheduler.open()
        var graph = TaskGraph()
        let probe = Census.Probe(census)
        let task = graph.insert(Compute("probe") { _, _ in withExtendedLifetime(probe) { 0 } }, inputs: [])
        _ = try await session?.submit(graph, outputs: [task]).result()
        session = nil
        #expect(census.living == 1)
    }
}
