import Learning
import LinearAlgebra
import TaskGraph

/// Takes the rows at some indices of its input, a matrix or a target.
struct TakeRows: TaskOperation {
    let indices: [Int]
    let name = "take-rows"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(indices) }

    func run(_ inputs: [any Sendable], in context: TaskContext) throws -> any Sendable {
        if inputs.lackModel { return MissingModel() }
        if let target = inputs.first as? Target { return target.rows(at: indices) }
        return try inputs.input(0, as: Matrix.self).rows(at: indices)
    }
}

extension [any Sendable] {
    /// Returns the input at a position, with the type that the planner has ensured.
    func input<T>(_ position: Int, as type: T.Type) throws -> T {
        guard indices.contains(position), let value = self[position] as? T else {
            throw SearchError.wrongInput(position: position, expected: "\(T.self)")
        }
        return value
    }
}
