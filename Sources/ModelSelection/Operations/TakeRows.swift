import Learning
import LinearAlgebra
import TaskGraph

/// Takes the rows at some indices of a matrix or a target.
struct TakeRows: ModelDependentOperation {
    struct Inputs: TaskInputList {
        let table: TaskInput<any RowCollection>

        static let order = TaskInputOrder(Inputs.init) { $0.table }
    }

    let indices: [Int]
    let name = "take-rows"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(indices) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any RowCollection {
        try inputs.table.rows(at: indices)
    }
}

/// A value with rows.
protocol RowCollection: Sendable {
    /// Returns the rows at the given indices, in that order.
    func rows(at indices: [Int]) -> Self
}

extension Matrix: RowCollection {}

extension TaskGraph {
    /// Inserts the task that takes rows of a matrix or a target.
    mutating func insert<Rows: RowCollection>(
        _ take: RegisteredOperation<TakeRows>, of table: TaskInput<Rows>, salt: UInt64? = nil
    ) -> TaskInput<Rows> {
        insert(take, TakeRows.Inputs(table: table.reading()), salt: salt).reading()
    }

    /// Inserts the task that takes rows of a value of any type with rows.
    mutating func insert(
        _ take: RegisteredOperation<TakeRows>, of table: TaskInput<any RowCollection>, salt: UInt64? = nil
    ) -> TaskInput<any RowCollection> {
        insert(take, TakeRows.Inputs(table: table), salt: salt)
    }

    /// Inserts the task that takes the rows at some indices of a matrix or a target.
    mutating func insert<Rows: RowCollection>(
        rows indices: [Int], of table: TaskInput<Rows>
    ) -> TaskInput<Rows> {
        insert(register(typed: TakeRows(indices: indices)), of: table)
    }
}
