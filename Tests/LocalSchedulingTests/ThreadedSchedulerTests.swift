import LocalScheduling
import Machine
import TaskGraph
import TestOperations
import Testing

import class Foundation.ProcessInfo

/// What only a scheduler with several threads can do.
///
/// A run that waits for ever is a failure, by the time limit.
@Suite("Several workers", .timeLimit(.minutes(20)))
struct ThreadedSchedulerTests {
    @Test("run as many tasks at the same time as there are workers", arguments: [1, 2, 5])
    func together(workers: Int) async throws {
        let present = Counter()
        var graph = TaskGraph()
        let outputs = (0..<workers).map { number in
            graph.insert(
                Compute("meet", number) { _, _ in
                    present.increment()
                    while present.value < workers { pause() }
                    return present.value
                }, inputs: [])
        }
        let result = try await ThreadedScheduler(workers: workers).run(graph, outputs: outputs)
        #expect(result.tasksRun == workers)
    }

    @Test("wake up for what a single task makes ready", arguments: [2, 5])
    func wakening(workers: Int) async throws {
        for round in 0..<20 {
            let present = Counter()
            var graph = TaskGraph()
            // Only one worker has something to do, until this ends; by then the others are likely to wait.
            let source = graph.insert(
                Compute("source", round) { _, _ in
                    rest()
                    return 0
                }, inputs: [])
            let outputs = (0..<workers).map { number in
                graph.insert(
                    Compute("meet", number) { _, _ in
                        present.increment()
                        while present.value < workers { pause() }
                        return 0
                    }, inputs: [source])
            }
            let result = try await ThreadedScheduler(workers: workers).run(graph, outputs: outputs)
            #expect(result.tasksRun == workers + 1)
        }
    }

    /// Tasks are tiny and thus handed out many at a time, when one waits for another that was handed out with
    /// it.
    @Test("take over what a worker was handed and has not begun", arguments: [2, 5])
    func unbegun(workers: Int) async throws {
        for culprit in stride(from: 1_000, to: 5_000, by: 333) {
            let next = Gate()
            var graph = TaskGraph()
            let outputs = (0..<6_000).map { number in
                graph.insert(
                    Compute("tiny", number) { _, _ in
                        if number == culprit { next.pass() }
                        if number == culprit + 1 { next.open() }
                        return number
                    }, inputs: [])
            }
            let result = try await ThreadedScheduler(workers: workers).run(graph, outputs: outputs)
            #expect(result.tasksRun == outputs.count)
        }
    }

    /// As above, but what the task waits for depends on one that the same worker has ended and not reported.
    @Test("report what another has ended", arguments: [2, 5])
    func unreported(workers: Int) async throws {
        for culprit in stride(from: 1_000, to: 5_000, by: 333) {
            let next = Gate()
            var graph = TaskGraph()
            let outputs = (0..<6_000).map { number in
                let source = graph.insert(
                    Compute("source", number) { _, _ in
                        if number == culprit { next.pass() }
                        return number
                    }, inputs: [])
                return graph.insert(
                    Compute("reader", number) { inputs, _ in
                        if number == culprit - 1 { next.open() }
                        return mix(number, inputs)
                    }, inputs: [source])
            }
            let result = try await ThreadedScheduler(workers: workers).run(graph, outputs: outputs)
            #expect(
                try outputs.enumerated().allSatisfy {
                    try result.outcome(of: $1).get() as? Int == mix($0, [$0])
                })
        }
    }

    @Test("agree with one worker on many tiny tasks, some of which fail", arguments: [2, 5])
    func tinyTasks(workers: Int) async throws {
        for seed in 0..<5 as Range<UInt64> {
            let expected = RandomRun(seed: seed, taskCount: 20_000, failing: seed > 2)
            let outputs = Array(expected.graph.tasks)
            let result = try await ThreadedScheduler(workers: workers).run(expected.graph, outputs: outputs)
            var wrong = 0
            for output in outputs {
                switch result.outcome(of: output) {
                case .success(let value): wrong += value as? Int == expected.values[output.index] ? 0 : 1
                case .failure(let failure):
                    wrong += expected.origins[output.index].contains(failure.origin) ? 0 : 1
                }
            }
            #expect(wrong == 0)
        }
    }

    @Test("have stacks deep enough for LAPACK")
    func stack() async throws {
        @Sendable func descend(_ depth: Int) -> Int {
            withUnsafeTemporaryAllocation(of: Int.self, capacity: 100) { scratch in
                scratch.initialize(repeating: depth)
                return depth == 0 ? 0 : descend(depth - 1) + scratch[depth % 100] - depth + 1
            }
        }
        var graph = TaskGraph()
        // Some 800 bytes a call and more: above 4 MB, far beyond the half megabyte that threads have
        // elsewhere.
        let task = graph.insert(Compute { _, _ in descend(5_000) }, inputs: [])
        for scheduler in schedulers {
            #expect(try await scheduler.run(graph, outputs: [task]).outcome(of: task).get() as? Int == 5_000)
        }
    }

    @Test("are as many as there are cores by default, and at least one")
    func count() async {
        #expect(ThreadedScheduler().workers == MachineResources.cores)
        let processors = ProcessInfo.processInfo
        #expect(
            (processors.activeProcessorCount...processors.processorCount).contains(
                MachineResources.cores))
        #expect(ThreadedScheduler(workers: 3).workers == 3)
        #expect(ThreadedScheduler().name == "threads" && SerialScheduler().name == "serial")
        #expect(SerialScheduler().workers == 1)
        await #expect(processExitsWith: .failure) { _ = ThreadedScheduler(workers: 0) }
        await #expect(processExitsWith: .failure) { _ = ThreadedScheduler(workers: -1) }
    }
}
