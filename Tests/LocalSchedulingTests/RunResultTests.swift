import LocalScheduling
import TaskGraph
import Testing

@Suite("The result of a run")
struct RunResultTests {
    private struct Odd: Error {}

    @Test("has the values of outputs by type, and each failure once", arguments: schedulers)
    func valuesAndFailures(scheduler: any Scheduler) async throws {
        var graph = TaskGraph()
        let two = graph.insert(Compute("two", 2) { _, _ in 2 }, inputs: [])
        let failing = graph.insert(Compute("failing", 3) { _, _ in throw Odd() }, inputs: [])
        let other = graph.insert(Compute("other", 4) { _, _ in throw Odd() }, inputs: [two])
        let dependants = (0..<3).map { number in
            graph.insert(
                Compute("after", 10 + number) { inputs, _ in try inputs.value(0, as: Int.self) },
                inputs: [failing])
        }
        let run = try await scheduler.run(graph, outputs: [two, other] + dependants)
        #expect(try run.value(of: two, as: Int.self) == 2)
        #expect(try run.value(of: TaskInput<Int>(two)) == 2)
        #expect(throws: OutputTypeError(expected: "String", found: "Int")) {
            try run.value(of: two, as: String.self)
        }
        let failure = try #require(throws: TaskFailure.self) {
            try run.value(of: dependants[1], as: Int.self)
        }
        #expect(failure.operation == "failing" && failure.error is Odd)
        #expect(run.failures.map(\.operation) == ["other", "failing"])
        #expect(run.failedOutputs == [other] + dependants)
    }
}
