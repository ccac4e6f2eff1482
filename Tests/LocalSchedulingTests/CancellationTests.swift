import LocalScheduling
import TaskGraph
import TestOperations
import Testing

@Suite("Cancelling a run", .timeLimit(.minutes(20)))
struct CancellationTests {
    @Test("is seen by running operations, starts no others, and drops all results", arguments: schedulers)
    func midRun(scheduler: any Scheduler) async throws {
        let census = Census()
        let (started, log) = (Counter(), EventLog())
        let reached = Gate()
        var graph = TaskGraph()
        let source = graph.insert(Compute("source") { _, _ in Census.Probe(census) }, inputs: [])
        let outputs = (0..<100).map { number in
            graph.insert(
                Compute("endless", number) { _, context in
                    started.increment()
                    reached.open()
                    while true {
                        try context.checkCancellation()
                        pause()
                    }
                }, inputs: [source])
        }
        let run = Task { [graph] in try await scheduler.run(graph, outputs: outputs, onEvent: log.receive) }
        await reached.pass()
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect((1...scheduler.workers).contains(started.value))
        #expect(census.born == 1 && census.living == 0)
        let contents = log.contents
        #expect(contents.disorder == 0 && contents.begun.count == 1)
        #expect(contents.started.count == started.value + 1 && contents.finished.count == started.value + 1)
        #expect(contents.ended.map(\.tasksRun) == [started.value + 1])
    }

    @Test("stops a stream of tiny tasks, which are assigned in batches", arguments: schedulers)
    func amongTinyTasks(scheduler: any Scheduler) async throws {
        let (started, reached, cancelled) = (Counter(), Gate(), Gate())
        let free = 5_000
        var graph = TaskGraph()
        let outputs = (0..<20_000).map { number in
            graph.insert(
                Compute("tiny", number) { _, _ in
                    // The first run as they come; the others wait for the cancellation, and then succeed.
                    if started.increment() > free {
                        reached.open()
                        cancelled.pass()
                    }
                    return number
                }, inputs: [])
        }
        let run = Task { [graph] in try await scheduler.run(graph, outputs: outputs) }
        await reached.pass()
        run.cancel()
        cancelled.open()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(started.value <= free + scheduler.workers)
    }

    @Test("before it begins runs nothing", arguments: schedulers)
    func beforehand(scheduler: any Scheduler) async throws {
        let started = Counter()
        var graph = TaskGraph()
        let task = graph.insert(Compute { _, _ in started.increment() }, inputs: [])
        let run = Task { [graph] in
            while !Task.isCancelled { await Task.yield() }
            return try await scheduler.run(graph, outputs: [task])
        }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(started.value == 0)
    }

    @Test(
        "at any moment gives either the right results or none, and leaves nothing alive",
        arguments: schedulers)
    func anyMoment(scheduler: any Scheduler) async throws {
        for moment in 0..<40 {
            let (census, ran) = (Census(), Counter())
            var graph = TaskGraph()
            var level = (0..<256).map { number in
                graph.insert(
                    Compute("leaf", number) { _, _ in
                        ran.increment()
                        return Census.Probe(census)
                    }, inputs: [])
            }
            while level.count > 1 {
                level = stride(from: 0, to: level.count, by: 2).map { place in
                    graph.insert(
                        Compute("join") { _, _ in
                            ran.increment()
                            return Census.Probe(census)
                        }, inputs: [level[place], level[place + 1]])
                }
            }
            let run = Task { [graph, level] in try await scheduler.run(graph, outputs: level).tasksRun }
            while ran.value < moment * 10 { await Task.yield() }
            run.cancel()
            let result = await run.result
            switch result {
            case .success(let tasksRun): #expect(tasksRun == 511)
            case .failure(let error): #expect(error is CancellationError)
            }
            #expect(census.living == 0)
        }
    }
}
