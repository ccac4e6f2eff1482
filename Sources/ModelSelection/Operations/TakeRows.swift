import Learning
import LinearAlgebra
import TaskGraph

/// Takes the rows at some indices of its input, a matrix or a target.
struct TakeRows: TaskOperation {
    let indices: [Int]
    let name = "take-rows"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(indices) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        if inputs.lackModel { return MissingModel() }
        if let target = inputs.first as? Target { return target.rows(at: indices) }
        return try inputs.value(0, as: Matrix.self).rows(at: indices)
    }
}
