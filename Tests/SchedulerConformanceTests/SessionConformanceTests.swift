import LocalScheduling
import TaskGraph
import TestOperations
import Testing

/// What the sessions of every scheduler do.
@Suite("Every session", .serialized, .timeLimit(.minutes(20)))
struct SessionConformanceTests {
    /// a → b → c, and the outputs of each graph.
    private struct Chain {
        var graph = TaskGraph()
        let first: TaskID
        let second: TaskID
        let third: TaskID

        init(_ number: Int, second kind: TestOperation.Kind = .mix) {
            first = graph.insert(TestOperation(.mix, number), inputs: [])
            second = graph.insert(TestOperation(kind, number + 1), inputs: [first])
            third = graph.insert(TestOperation(.mix, number + 2), inputs: [second, first])
        }
    }

    @Test("computes an output that is held only once", arguments: SchedulerUnderTest.all)
    func growing(place: SchedulerUnderTest) async throws {
        let session = try await place.scheduler().open()
        let chain = Chain(10)
        let early = try session.submit(chain.graph, outputs: [chain.second])
        let later = try session.submit(chain.graph, outputs: [chain.third, chain.second])
        let whole = try await later.result()
        #expect(try await early.result().tasksRun == 2)
        #expect(try whole.value(of: chain.second, as: Int.self) == mix(11, [10]))
        #expect(try whole.value(of: chain.third, as: Int.self) == mix(12, [mix(11, [10]), 10]))
        // The first task is no output, so it may have been released before.
        #expect((1...2).contains(whole.tasksRun))
        let same = try await session.submit(chain.graph, outputs: [chain.second]).result()
        #expect(same.tasksRun == 0)
        #expect(try same.value(of: chain.second, as: Int.self) == mix(11, [10]))
        withExtendedLifetime((early, later)) {}
        await session.close()
    }

    @Test("computes what nobody holds any more again", arguments: SchedulerUnderTest.all)
    func releasing(place: SchedulerUnderTest) async throws {
        let session = try await place.scheduler().open()
        let chain = Chain(20)
        for _ in 0..<3 {
            #expect(try await session.submit(chain.graph, outputs: [chain.third]).result().tasksRun == 3)
        }
        await session.close()
    }

    @Test("gives the right results for graphs that grow", arguments: SchedulerUnderTest.all)
    func randomGrowth(place: SchedulerUnderTest) async throws {
        let session = try await place.scheduler().open()
        let isLocal = place.testDescription != "local-cluster"
        for seed in 0..<(isLocal ? 300 : 20) as Range<UInt64> {
            var generator = SplitMix64(state: seed)
            let expected = RandomRun(seed: seed, taskCount: Int(1 + seed % 120), failing: seed % 2 == 1)
            let tasks = Array(expected.graph.tasks)
            var held: [(outputs: [TaskID], submission: any Submission)] = []
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let outputs = (0..<Int.random(in: 0...5, using: &generator)).compactMap { _ in
                    tasks.randomElement(using: &generator)
                }
                held.append((outputs, try session.submit(expected.graph, outputs: outputs)))
                if Bool.random(using: &generator) {
                    held.remove(at: Int.random(in: held.indices, using: &generator))
                }
                if Int.random(in: 0..<4, using: &generator) == 0 {
                    _ = try await held.last?.submission.result()
                }
            }
            for (outputs, submission) in held {
                let result = try await submission.result()
                #expect(result.tasksRun <= expected.graph.tasksNeeded(for: outputs).count)
                for output in outputs {
                    switch result.outcome(of: output) {
                    case .success(let value):
                        #expect(value as? Int == expected.values[output.index], "seed \(seed)")
                    case .failure(let failure):
                        #expect(expected.origins[output.index].contains(failure.origin), "seed \(seed)")
                    }
                }
            }
        }
        await session.close()
    }

    @Test("fails what depends on an earlier failure, with its origin", arguments: SchedulerUnderTest.all)
    func sharedFailure(place: SchedulerUnderTest) async throws {
        let session = try await place.scheduler().open()
        let chain = Chain(30, second: .refuse)
        let failure = TaskFailure(
            origin: chain.graph.key(of: chain.second), operation: "refuse", message: "refused 31")
        let early = try session.submit(chain.graph, outputs: [chain.second])
        _ = try await early.result()
        let later = try session.submit(chain.graph, outputs: [chain.third])
        let result = try await later.result()
        #expect(throws: failure) { try result.outcome(of: chain.third).get() }
        #expect(result.tasksRun == 0)
        // Nobody holds the failure after this.
        withExtendedLifetime(early) {}
        await session.close()
    }

    @Test(
        "goes on with what another submission needs when one is cancelled", arguments: SchedulerUnderTest.all)
    func cancellingOne(place: SchedulerUnderTest) async throws {
        let session = try await place.scheduler().open()
        var graph = TaskGraph()
        let slow = graph.insert(TestOperation(.pause, 4_100), inputs: [])
        let readers = (0..<20).map { graph.insert(TestOperation(.pause, 5_050 + 1000 * $0), inputs: [slow]) }
        let cancelled = try session.submit(graph, outputs: readers)
        let other = try session.submit(graph, outputs: [readers[3], slow])
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.result() }
        let result = try await other.result()
        #expect(try result.value(of: readers[3], as: Int.self) == mix(8_050, [4_100]))
        #expect(try result.value(of: slow, as: Int.self) == 4_100)
        await session.close()
    }

    @Test("interrupts what only a cancelled submission needs", arguments: SchedulerUnderTest.all)
    func interrupting(place: SchedulerUnderTest) async throws {
        let session = try await place.scheduler().open()
        var graph = TaskGraph()
        let endless = graph.insert(TestOperation(.endless, 1), inputs: [])
        let submission = try session.submit(graph, outputs: [endless])
        submission.cancel()
        await #expect(throws: CancellationError.self) { try await submission.result() }
        let mixed = graph.insert(TestOperation(.mix, 1), inputs: [])
        #expect(
            try await session.submit(graph, outputs: [mixed]).result().value(of: mixed, as: Int.self) == 1)
        await session.close()
    }

    @Test(
        "cancels what has not ended when it closes, and takes nothing more", arguments: SchedulerUnderTest.all
    )
    func closing(place: SchedulerUnderTest) async throws {
        let session = try await place.scheduler().open()
        var graph = TaskGraph()
        let endless = (0..<10).map { graph.insert(TestOperation(.endless, $0), inputs: []) }
        let submissions = try endless.map { try session.submit(graph, outputs: [$0]) }
        await session.close()
        for submission in submissions {
            await #expect(throws: CancellationError.self) { try await submission.result() }
        }
        #expect(throws: SessionClosedError()) { try session.submit(graph, outputs: endless) }
        await session.close()
    }

    @Test("keeps what it found for a submission after it is closed", arguments: SchedulerUnderTest.all)
    func resultAfterClosing(place: SchedulerUnderTest) async throws {
        let session = try await place.scheduler().open()
        let chain = Chain(40)
        let submission = try session.submit(chain.graph, outputs: [chain.first])
        _ = try await submission.result()
        await session.close()
        #expect(try await submission.result().value(of: chain.first, as: Int.self) == 40)
    }

    @Test(
        "reads a result of another graph by its key, and fails if nobody holds it",
        arguments: SchedulerUnderTest.all)
    func knownResults(place: SchedulerUnderTest) async throws {
        let session = try await place.scheduler().open()
        let chain = Chain(50)
        let key = chain.graph.key(of: chain.second)
        var graph = TaskGraph()
        let known = graph.insert(known: key)
        #expect(graph.key(of: known) == key)
        let reader = graph.insert(TestOperation(.mix, 5), inputs: [known])
        let unknown = try await session.submit(graph, outputs: [reader]).result()
        let failure = try #require(throws: TaskFailure.self) { try unknown.outcome(of: reader).get() }
        #expect(failure.message.contains("does not hold the result of task \(key)"))
        let held = try session.submit(chain.graph, outputs: [chain.second])
        let result = try await session.submit(graph, outputs: [reader]).result()
        #expect(try result.value(of: reader, as: Int.self) == mix(5, [mix(51, [50])]))
        #expect(result.tasksRun == 1)
        withExtendedLifetime(held) {}
        await session.close()
    }

    @Test(
        "is one of several of a scheduler, which know nothing of each other",
        arguments: SchedulerUnderTest.all)
    func severalSessions(place: SchedulerUnderTest) async throws {
        let scheduler = try await place.scheduler()
        let (one, other) = (try await scheduler.open(), try await scheduler.open())
        let chain = Chain(60)
        let first = try one.submit(chain.graph, outputs: [chain.third])
        let second = try other.submit(chain.graph, outputs: [chain.third])
        let firstResult = try await first.result()
        await one.close()
        let secondResult = try await second.result()
        for result in [firstResult, secondResult] {
            #expect(try result.value(of: chain.third, as: Int.self) == mix(62, [mix(61, [60]), 60]))
        }
        let counts = [firstResult.tasksRun, secondResult.tasksRun]
        if place.testDescription == "local-cluster" {
            // Dask shares the equal tasks of both, and either session may be the one that it runs them for.
            #expect(counts.allSatisfy { $0 <= 3 } && counts.reduce(0, +) >= 3)
        } else {
            #expect(counts == [3, 3])
        }
        await other.close()
    }

    @Test("passes on the events of each submission separately", arguments: SchedulerUnderTest.all)
    func events(place: SchedulerUnderTest) async throws {
        let session = try await place.scheduler().open()
        let chain = Chain(70)
        let (first, second) = (EventLog(), EventLog())
        let early = try session.submit(
            chain.graph, outputs: [chain.first, chain.second], onEvent: first.receive)
        _ = try await early.result()
        let later = try session.submit(chain.graph, outputs: [chain.third], onEvent: second.receive)
        _ = try await later.result()
        #expect(first.contents.finished.map(\.task) == [chain.first, chain.second])
        #expect(second.contents.finished.map(\.task) == [chain.third])
        for (log, count) in [(first, 2), (second, 1)] {
            #expect(log.contents.begun.map(\.taskCount) == [count])
            #expect(log.contents.ended.map(\.tasksRun) == [count])
            #expect(log.contents.disorder == 0)
        }
        withExtendedLifetime(early) {}
        await session.close()
    }
}
