import TaskGraph
import TestOperations
import Testing

@testable import DaskCluster

@Suite("A run as two threads share it", .timeLimit(.minutes(10)))
struct ClusterRunTests {
    /// So many data sources, each of which makes one event.
    private static func run(_ count: Int, observer: any TaskObserver) -> (run: ClusterRun, tasks: [TaskID]) {
        var graph = TaskGraph()
        let tasks = (0..<count).map { graph.insert(TestData(number: $0), inputs: []) }
        let state = RunState(graph, order: ExecutionOrder(of: graph, outputs: tasks), start: 0)
        return (ClusterRun(number: 1, state, registry: .forTests, observer: observer), tasks)
    }

    private static func provide(_ run: ClusterRun, _ task: TaskID) {
        run.update { state in state.provided(task, task.index).map { [$0] } ?? [] }
    }

    @Test("lets its observer end it, and reports the remaining events before it is over")
    func endedByObserver() async throws {
        let observer = Telling()
        let (run, tasks) = Self.run(3, observer: observer)
        observer.act { event in
            run.end(CancellationError())
            // Events caused by an observer follow those that it is being notified of.
            if event.task == tasks[0] { Self.provide(run, tasks[2]) }
        }
        run.update { state in tasks.prefix(2).compactMap { state.provided($0, 1) } }
        await #expect(throws: CancellationError.self) { try await run.settled() }
        #expect(observer.told == tasks)
        _ = await run.finish()
    }

    @Test("notifies its observer of one event at a time, and of none once it is over")
    func manyThreads() async throws {
        let observer = Telling()
        let (run, tasks) = Self.run(400, observer: observer)
        await withTaskGroup(of: Void.self) { group in
            for part in 0..<4 {
                group.addTask {
                    for task in tasks.dropLast() where task.index % 4 == part { Self.provide(run, task) }
                }
            }
        }
        _ = await run.finish()
        #expect(Set(observer.told) == Set(tasks.dropLast()) && observer.told.count == 399)
        #expect(observer.mostAtOnce == 1)
        Self.provide(run, tasks[399])
        #expect(observer.told.count == 399)
    }
}

/// An observer that does something when a task has finished.
private final class Telling: TaskObserver {
    private struct State {
        var action: (@Sendable (TaskEvent) -> Void)?
        var told: [TaskID] = []
        var now = 0
        var mostAtOnce = 0
    }
    private let state = Locked(State())

    var told: [TaskID] { state.withLock { $0.told } }
    var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }

    func act(_ action: @escaping @Sendable (TaskEvent) -> Void) { state.withLock { $0.action = action } }

    func taskDidFinish(_ event: TaskEvent) {
        let action = state.withLock { state in
            state.told.append(event.task)
            state.now += 1
            state.mostAtOnce = max(state.mostAtOnce, state.now)
            return state.action
        }
        action?(event)
        state.withLock { $0.now -= 1 }
    }
}
