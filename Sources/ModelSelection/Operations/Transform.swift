import Learning
import LinearAlgebra
import TaskGraph

/// Transforms rows with the model of a fitted transformer.
struct Transform: ModelDependentOperation {
    struct Inputs: TaskInputList {
        let step: TaskInput<FittedStep>
        let x: TaskInput<Features>

        static let order = TaskInputOrder(Inputs.init) { ($0.step, $0.x) }
    }

    /// The kind of the transformer, for reports and errors.
    let kind: String

    var name: String { "transform-\(kind)" }

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any RowCollection {
        try inputs.step.model.transformed(inputs.x, as: kind).rowCollection
    }
}
