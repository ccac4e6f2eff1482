import TaskGraph
import Testing

@Suite("A run's result")
struct RunResultTests {
    @Test("has values, failures and durations by task")
    func lookup() throws {
        var graph = TaskGraph()
        let tasks = (0..<5).map { graph.insert(Add(number: $0), inputs: []) }
        let failure = TaskFailure(origin: graph.key(of: tasks[1]), operation: "add", message: "no")
        let outputs = [tasks[3], tasks[0], tasks[1]]
        let order = ExecutionOrder(of: graph, outputs: outputs)
        let result = RunResult(
            order: order, values: [(tasks[0], "zero"), (tasks[3], "three")], failures: [tasks[1]: failure],
            seconds: order.tasks.map { Double($0.index) }, tasksRun: 3, wallSeconds: 1)
        #expect(try result.outcome(of: tasks[0]).get() as? String == "zero")
        #expect(try result.outcome(of: tasks[3]).get() as? String == "three")
        #expect(throws: failure) { try result.outcome(of: tasks[1]).get() }
        #expect(result.seconds(of: tasks[3]) == 3)
        #expect(result.seconds(of: tasks[4]) == 0)
        #expect(failure.description == "add failed: no (task \(graph.key(of: tasks[1])))")
    }

    @Test("traps for a task that is not an output")
    func notAnOutput() async {
        await #expect(processExitsWith: .failure) {
            var graph = TaskGraph()
            let task = graph.insert(Add(), inputs: [])
            let result = RunResult(
                order: ExecutionOrder(of: graph, outputs: [task]), values: [], failures: [:], seconds: [0],
                tasksRun: 1,
                wallSeconds: 1)
            _ = result.outcome(of: task)
        }
    }
}
