import Learning
import LinearAlgebra
import TaskGraph

/// Fits an estimator.
///
/// The inputs are the features, as a matrix or as panels, and the target; the result is the model.
struct Fit: FittingOperation {
    let estimator: any Estimator
    /// The memory budget of the fit; it does not affect the result and is not part of the key.
    let memoryBudget: Int

    var name: String { "fit-\(type(of: estimator).kind)" }
    var version: Int { type(of: estimator).version }

    func encodeParameters(into encoder: inout CanonicalEncoder) { estimator.encode(into: &encoder) }

    func encodeSettings(into encoder: inout CanonicalEncoder) { encoder.append(memoryBudget) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        let target = try inputs.value(1, as: Target.self)
        let fitContext = FitContext(of: context, memoryBudget: memoryBudget)
        if let panels = inputs[0] as? RowPanels, let reader = estimator as? any RowPanelEstimator {
            return try reader.fit(panels, to: target, in: fitContext) as any FittedModel
        }
        let features = try inputs.value(0, as: Matrix.self)
        return try estimator.fit(features, to: target, in: fitContext) as any FittedModel
    }
}

extension Estimator {
    /// Writes the kind, and the name and value of every parameter.
    ///
    /// - Parameter writeValue: Writes the value of the parameter with a name.
    func encode(
        into encoder: inout CanonicalEncoder,
        writeValue: (String, ParameterValue, inout CanonicalEncoder) -> Void = { $1.encode(into: &$2) }
    ) {
        encoder.append(Self.kind)
        let parameters = Self.parameters
        encoder.beginList(count: parameters.count)
        for parameter in parameters {
            encoder.append(parameter.name)
            writeValue(parameter.name, parameter.value(in: self), &encoder)
        }
    }
}

extension ParameterValue {
    /// Writes the value with its type: 1, 1.0 and "1" differ.
    func encode(into encoder: inout CanonicalEncoder) {
        switch self {
        case .null: encoder.appendNil()
        case .bool(let value): encoder.append(value)
        case .int(let value): encoder.append(value)
        case .double(let value): encoder.append(value)
        case .string(let value): encoder.append(value)
        case .map(let map):
            encoder.beginList(count: map.count)
            for (key, value) in map.sorted(by: { $0.key < $1.key }) {
                encoder.append(key.text)
                encoder.append(value)
            }
        case .list(let values):
            // Nil comes first, because a map starts with a name.
            encoder.beginList(count: values.count + 1)
            encoder.appendNil()
            for value in values { value.encode(into: &encoder) }
        }
    }
}
