import Learning
import LinearAlgebra
import TaskGraph

/// Applies its first input, a fitted transformer or the largest of nested ones, to its second, a matrix.
struct Transform: TaskOperation {
    /// The kind of the transformer, for reports and errors.
    let kind: String

    var name: String { "transform-\(kind)" }

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        if inputs.lackModel { return MissingModel() }
        return try inputs.model(0).transformed(inputs.value(1, as: Matrix.self), as: kind)
    }
}
