import TaskGraph
import Testing

@Suite("Inputs and results of tasks")
struct TaskInputsTests {
    @Test func areReadByTheirTypes() throws {
        let inputs: TaskInputs = [1, "two", 3]
        #expect(try inputs.value(0, as: Int.self) == 1 && inputs.value(1, as: String.self) == "two")
        #expect(try TaskInputs([1, 3]).values(as: Int.self) == [1, 3])
        #expect(throws: TaskInputError(position: 1, expected: "Int", found: "String")) {
            try inputs.values(as: Int.self)
        }
        #expect(throws: TaskInputError(position: 3, expected: "Int", found: nil)) {
            try inputs.value(3, as: Int.self)
        }
    }

    @Test func areNamedInErrors() {
        #expect(
            "\(TaskInputError(position: 1, expected: "Int", found: "String"))"
                == "input 1 is of type String; expected Int")
        #expect(
            "\(TaskInputError(position: 3, expected: "Int", found: nil))"
                == "there is no input 3; expected Int")
    }
}
