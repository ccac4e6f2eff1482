import TaskGraph
import TestOperations
import Testing

@testable import DaskCluster

@Suite("A run as two threads share it", .timeLimit(.minutes(20)))
struct ClusterRunTests {
    /// So many data sources, each of which makes one event.
    private static func run(_ count: Int, onEvent: @escaping RunEvent.Handler) -> (
        run: ClusterRun, tasks: [TaskID]
    ) {
        var graph = TaskGraph()
        let tasks = (0..<count).map { graph.insert(TestData(number: $0), inputs: []) }
        let state = RunState(graph, order: ExecutionOrder(of: graph, outputs: tasks), start: 0)
        return (ClusterRun(number: 1, state, outputs: tasks, registry: .forTests, onEvent: onEvent), tasks)
    }

    private static func provide(_ run: ClusterRun, _ task: TaskID) {
        run.update { state in state.provided(task, task.index).map { [$0] } ?? [] }
    }

    @Test("lets a handler of events end it, and passes on the remaining events before it is over")
    func endedByHandler() async throws {
        let log = RunLog()
        let (run, tasks) = Self.run(3, onEvent: log.receive)
        log.act { finished in
            run.end(CancellationError())
            // Events that the handler causes follow those that are being passed on.
            if finished.task == tasks[0] { Self.provide(run, tasks[2]) }
        }
        run.update { state in tasks.prefix(2).compactMap { state.provided($0, 1) } }
        await #expect(throws: CancellationError.self) { try await run.settled() }
        #expect(log.finished == tasks)
        _ = await run.finish()
    }

    @Test("passes on one event at a time, and none once it is over")
    func manyThreads() async throws {
        let log = RunLog()
        let (run, tasks) = Self.run(400, onEvent: log.receive)
        await withTaskGroup(of: Void.self) { group in
            for part in 0..<4 {
                group.addTask {
                    for task in tasks.dropLast() where task.index % 4 == part { Self.provide(run, task) }
                }
            }
        }
        _ = await run.finish()
        #expect(Set(log.finished) == Set(tasks.dropLast()) && log.finished.count == 399)
        #expect(log.mostAtOnce == 1)
        Self.provide(run, tasks[399])
        #expect(log.finished.count == 399)
    }
}

/// Keeps the finished tasks of a run, and does something after each of them.
private final class RunLog: Sendable {
    private struct State {
        var action: (@Sendable (TaskRun) -> Void)?
        var finished: [TaskID] = []
        var now = 0
        var mostAtOnce = 0
    }
    private let state = Locked(State())

    var finished: [TaskID] { state.withLock { $0.finished } }
    var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }

    func act(_ action: @escaping @Sendable (TaskRun) -> Void) { state.withLock { $0.action = action } }

    func receive(_ event: RunEvent) {
        guard case .finished(let run) = event else { return }
        let action = state.withLock { state in
            state.finished.append(run.task)
            state.now += 1
            state.mostAtOnce = max(state.mostAtOnce, state.now)
            return state.action
        }
        action?(run)
        state.withLock { $0.now -= 1 }
    }
}
