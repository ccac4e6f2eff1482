import LocalScheduling
import TaskGraph
import TestOperations
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("Results", .timeLimit(.minutes(20)))
struct ReleaseTests {
    /// An operation that returns a counted object.
    private func probe(_ census: Census, _ number: Int) -> Compute {
        Compute("probe", number) { _, _ in Census.Probe(census) }
    }

    @Test("are dropped along a chain as it grows", arguments: schedulers)
    func chain(scheduler: any Scheduler) async throws {
        let census = Census()
        var graph = TaskGraph()
        var last = graph.insert(probe(census, 0), inputs: [])
        for number in 1..<2_000 { last = graph.insert(probe(census, number), inputs: [last]) }
        var result: RunResult? = try await scheduler.run(graph, outputs: [last])
        #expect(try result?.outcome(of: last).get() is Census.Probe)
        #expect(census.born == 2_000)
        // The result of the task that runs, its input, and the input's input if that is just being dropped.
        #expect(census.most <= 3)
        #expect(census.living == 1)
        result = nil
        #expect(census.living == 0)
    }

    /// A worker that has run tiny tasks takes several at a time; these turn out to be long.
    @Test("of long tasks are read before others are made", arguments: schedulers)
    func longTasksAfterTinyOnes(scheduler: any Scheduler) async throws {
        let census = Census()
        var graph = TaskGraph()
        var last = graph.insert(Compute("tiny") { _, _ in 0 }, inputs: [])
        for number in 1..<1_000 { last = graph.insert(Compute("tiny", number) { _, _ in 0 }, inputs: [last]) }
        let readers = (0..<50).map { number in
            let large = Compute("large", number) { _, _ in
                usleep(1000)
                return Census.Probe(census)
            }
            return graph.insert(
                Compute("reader", number) { _, _ in number }, inputs: [graph.insert(large, inputs: [last])])
        }
        _ = try await scheduler.run(graph, outputs: readers)
        #expect(census.born == 50)
        // A worker's own, and one whose reader it has just run.
        #expect(census.most <= 2 * scheduler.workers)
    }

    @Test("that are wanted are kept, and no others", arguments: schedulers)
    func wanted(scheduler: any Scheduler) async throws {
        for seed in 0..<100 as Range<UInt64> {
            var generator = SplitMix64(state: seed)
            let census = Census()
            var graph = TaskGraph()
            var tasks: [TaskID] = []
            for number in 0..<200 {
                let inputs = (0..<Int.random(in: 0...3, using: &generator)).compactMap { _ in
                    tasks.randomElement(using: &generator)
                }
                let fails = Int.random(in: 0..<30, using: &generator) == 0
                tasks.append(
                    graph.insert(
                        Compute("probe", number) { _, _ in
                            let probe = Census.Probe(census)
                            if fails { throw Refusal(number: number) }
                            return probe
                        }, inputs: inputs))
            }
            let outputs = Set((0..<20).compactMap { _ in tasks.randomElement(using: &generator) })
            let result = try await scheduler.run(graph, outputs: Array(outputs))
            let kept = outputs.count { (try? result.outcome(of: $0).get()) != nil }
            #expect(census.living == kept, "seed \(seed)")
            withExtendedLifetime(result) {}
        }
    }

    @Test("that only a failed task would have read are dropped while others run", arguments: schedulers)
    func failedReader(scheduler: any Scheduler) async throws {
        let census = Census()
        var graph = TaskGraph()
        let data = graph.insert(probe(census, 0), inputs: [])
        let bad = graph.insert(Compute("bad") { _, _ in throw Refusal(number: 0) }, inputs: [data])
        let never = graph.insert(Compute("never") { _, _ in 0 }, inputs: [bad, data])
        let result = try await scheduler.run(graph, outputs: [never])
        #expect(census.born == 1 && census.living == 0)
        #expect(result.tasksRun == 2)
    }
}
