import Learning
import LinearAlgebra
import TaskGraph

/// Transforms its second input, a matrix, with its first, a fitted transformer or a nested fit.
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
