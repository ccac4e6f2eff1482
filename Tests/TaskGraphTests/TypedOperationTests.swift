import Testing

@testable import TaskGraph

/// The inputs of typed operations are inserted, run and estimated in one order.
@Suite struct TypedOperationTests {
    /// Inputs of every form: required, in a list of their own, in any number, and required after optional ones.
    private struct Mixed: TypedOperation {
        struct Pair: TaskInputList {
            let text: TaskInput<String>
            let number: TaskInput<Int>

            static let order = TaskInputOrder(Pair.init) { ($0.text, $0.number) }
        }

        struct Inputs: TaskInputList {
            let before: TaskInput<Int>?
            let pair: Pair
            let some: [TaskInput<Int>]
            let last: TaskInput<Int>

            static let order = TaskInputOrder(Inputs.init) { ($0.before, $0.pair, $0.some, $0.last) }
        }

        let name = "mixed"

        func encodeParameters(into encoder: inout CanonicalEncoder) {}

        func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> String {
            let before = try inputs.before.map(String.init) ?? "-"
            return try "\(before) \(inputs.pair.text) \(inputs.pair.number) \(inputs.some) \(inputs.last)"
        }

        func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
            TaskEstimate(
                seconds: inputs.last.seconds, bytes: inputs.before?.bytes ?? 0, rows: inputs.pair.number.rows,
                columns: inputs.some.reduce(0) { $0 + $1.columns })
        }
    }

    private struct Source: TypedOperation {
        typealias Inputs = NoInputs

        let number: Int
        let name = "source"

        func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(number) }

        func run(_ inputs: TaskInputValues<NoInputs>, in context: TaskContext) -> Int { number }
    }

    @Test func aTaskHasTheKeyOfItsInputsInOrder() {
        var graph = TaskGraph()
        let numbers = (0..<5).map { graph.insert(Source(number: $0)) }
        let inputs = Mixed.Inputs(
            before: numbers[0],
            pair: Mixed.Pair(text: numbers[1].reading(as: String.self), number: numbers[2]),
            some: [numbers[4], numbers[3]], last: numbers[0])
        let typed = graph.insert(Mixed(), inputs)
        #expect(graph.inputs(of: typed.task).map(\.index) == [0, 1, 2, 4, 3, 0])
        let untyped = graph.insert(Mixed(), inputs: Array(graph.inputs(of: typed.task)))
        #expect(untyped == typed.task)

        let mixed = graph.register(typed: Mixed())
        #expect(graph.insert(mixed, inputs) == typed)
        #expect(graph.insert(mixed, inputs, salt: 1) != typed)
        #expect(graph.insert(Source(number: 3), salt: 1) != numbers[3])

        let least = Mixed.Inputs(before: nil, pair: inputs.pair, some: [], last: numbers[4])
        let short = graph.insert(mixed, least)
        #expect(graph.inputs(of: short.task).map(\.index) == [1, 2, 4])
    }

    @Test func inputsAreReadByTheirNames() throws {
        func run(_ values: TaskInputs) throws -> String? {
            try Mixed().run(values, in: TaskContext()) as? String
        }
        #expect(try run(["a", 1, 2]) == "- a 1 [] 2")
        #expect(try run([7, "a", 1, 2]) == "7 a 1 [] 2")
        #expect(try run([7, "a", 1, 3, 4, 2]) == "7 a 1 [3, 4] 2")
        #expect(throws: TaskInputError(position: 1, expected: "String", found: "Int")) {
            try run([7, 8, 1, 2])
        }
        #expect(throws: TaskInputError(position: 2, expected: "Int", found: nil)) { try run(["a", 1]) }
    }

    @Test func estimatesAreReadByTheirNames() {
        let estimates = (0..<6).map {
            TaskEstimate(seconds: Double($0), bytes: $0, rows: $0, columns: 1 << $0)
        }
        let whole = Mixed().estimate(for: estimates)
        #expect(whole == TaskEstimate(seconds: 5, bytes: 0, rows: 2, columns: 1 << 3 + 1 << 4))
        let least = Mixed().estimate(for: Array(estimates[1...3]))
        #expect(least == TaskEstimate(seconds: 3, bytes: 0, rows: 2))
        // A graph from outside may have too few inputs.
        #expect(Mixed().estimate(for: []) == TaskEstimate(seconds: 0, bytes: 0))
        // The default has the shape of the first input, as that of untyped operations.
        #expect(
            Source(number: 1).estimate(for: estimates) == TaskEstimate(seconds: 1e-3, bytes: 0, columns: 1))
    }

    /// Optional inputs that are present after an absent one, or after an array, would be read as these.
    @Test func ambiguousInputsStop() async {
        await #expect(processExitsWith: .failure) {
            var graph = TaskGraph()
            let input = TaskInput<Int>(graph.insert(Ambiguous(), inputs: []))
            _ = graph.insert(Ambiguous(), Ambiguous.Inputs(first: nil, second: input))
        }
    }

    private struct Ambiguous: TypedOperation {
        struct Inputs: TaskInputList {
            let first: TaskInput<Int>?
            let second: TaskInput<Int>?

            static let order = TaskInputOrder(Inputs.init) { ($0.first, $0.second) }
        }

        let name = "ambiguous"

        func encodeParameters(into encoder: inout CanonicalEncoder) {}

        func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) -> Int { 0 }
    }

    @Test func anotherOrderThanTheInitializersStops() async {
        await #expect(processExitsWith: .failure) { _ = Swapped.order }
    }

    private struct Swapped: TaskInputList {
        let first: TaskInput<Int>
        let second: TaskInput<Int>

        static let order = TaskInputOrder(Swapped.init) { ($0.second, $0.first) }
    }

    /// A view represents values of several types.
    @Test func aViewIsReadFromOneTypeOrAnother() throws {
        #expect(try TaskInputs([3]).value(0, as: Length.self).count == 3)
        #expect(try TaskInputs(["abcd"]).value(0, as: Length.self).count == 4)
        #expect(throws: TaskInputError(position: 0, expected: "Length", found: "Double")) {
            try TaskInputs([1.5]).value(0, as: Length.self)
        }
    }

    private struct Length: TaskResultView {
        let count: Int

        init?(of result: any Sendable) {
            switch result {
            case let number as Int: count = number
            case let text as String: count = text.count
            default: return nil
            }
        }
    }
}
