import Dispatch
import LocalScheduling
import Synchronization
import TaskGraph
import TestOperations
import Testing

@Suite("The executor of a scheduler", .timeLimit(.minutes(20)))
struct ThreadExecutorTests {
    private actor Counter {
        private(set) var count = 0

        func add(_ executor: ThreadExecutor) {
            #expect(executor.isCurrent)
            count += 1
        }
    }

    private func isOnThreads(_ executor: ThreadExecutor) async -> Bool { executor.isCurrent }

    @Test("runs async functions, child tasks and actors on its threads")
    func places() async {
        let executor = ThreadedScheduler(workers: 2).executor
        #expect(!executor.isCurrent)
        let counter = Counter()
        await withTaskExecutorPreference(executor) {
            #expect(await isOnThreads(executor))
            async let child = isOnThreads(executor)
            #expect(await child)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<1000 { group.addTask { await counter.add(executor) } }
            }
        }
        #expect(await counter.count == 1000)
        #expect(await Task(executorPreference: executor) { executor.isCurrent }.value)
        #expect(await Task { executor.isCurrent }.value == false)
    }

    @Test("runs tasks while others block its threads", arguments: [1, 2, 5])
    func blocking(workers: Int) async {
        let executor = ThreadedScheduler(workers: workers).executor
        let semaphores = (0...20).map { _ in DispatchSemaphore(value: 0) }
        // Each task waits for the next, and the last for nothing.
        await withTaskGroup(of: Void.self) { group in
            for number in 0...20 {
                group.addTask(executorPreference: executor) {
                    if number < 20 { wait(for: semaphores[number + 1]) }
                    semaphores[number].signal()
                }
            }
        }
        wait(for: semaphores[0])
    }

    @Test("and the tasks of graphs do not wait for each other")
    func graphs() async throws {
        let scheduler = ThreadedScheduler(workers: 1)
        let (started, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        var graph = TaskGraph()
        let task = graph.insert(
            Block {
                started.signal()
                wait(for: mayEnd)
            }, inputs: [])
        let run = Task { [graph] in try await scheduler.run(graph, outputs: [task]) }
        await withTaskExecutorPreference(scheduler.executor) {
            // Async code runs although the only worker is blocked, and ends the task.
            wait(for: started)
            await Task.yield()
            mayEnd.signal()
        }
        #expect(try await run.value.tasksRun == 1)
    }

    @Test("runs a graph that async code waits for")
    func awaiting() async throws {
        let scheduler = ThreadedScheduler(workers: 1)
        var graph = TaskGraph()
        let task = graph.insert(TestOperation(.mix, 3), inputs: [])
        let value = try await withTaskExecutorPreference(scheduler.executor) {
            let result = try await scheduler.run(graph, outputs: [task])
            #expect(scheduler.executor.isCurrent)
            return try result.value(of: task, as: Int.self)
        }
        #expect(value == 3)
    }
}

/// Waits for a semaphore in an async function, which blocks its thread.
private func wait(for semaphore: DispatchSemaphore) { semaphore.wait() }

/// An operation that calls a closure.
private struct Block: TaskOperation {
    let name = "block"
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable { body() }
}
