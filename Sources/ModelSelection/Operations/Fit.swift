import Learning
import LinearAlgebra
import TaskGraph

/// Fits an estimator.
struct Fit: TypedOperation, FittingOperation {
    struct Inputs: TaskInputList {
        /// A matrix, typed columns or panels.
        let x: TaskInput<any FittedRows>
        let target: TaskInput<WeightedTarget>

        static let order = TaskInputOrder(Inputs.init) { ($0.x, $0.target) }
    }

    let estimator: any Estimator
    /// The memory budget of the fit; it does not affect the result and is not part of the key.
    let memoryBudget: Int

    var name: String { "fit-\(type(of: estimator).kind)" }
    var version: Int { type(of: estimator).version }

    func encodeParameters(into encoder: inout CanonicalEncoder) { estimator.encode(into: &encoder) }

    func encodeSettings(into encoder: inout CanonicalEncoder) { encoder.append(memoryBudget) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any FittedModel {
        let (x, target) = (try inputs.x, try inputs.target)
        let fitContext = FitContext(of: context, memoryBudget: memoryBudget)
        if let panels = x as? RowPanels, let reader = estimator as? any RowPanelEstimator {
            return try reader.fit(
                panels, to: target.target, weights: target.weights(for: estimator), in: fitContext)
        }
        guard let x = Features(of: x) else { throw inputs.error(at: \.x, expected: "\(Matrix.self)") }
        return try estimator.fit(x, to: target, in: fitContext)
    }
}

extension Fit.Inputs {
    /// The inputs of a fit to the rows of a matrix.
    init(x: TaskInput<Matrix>, target: TaskInput<WeightedTarget>) {
        self.init(x: x.reading(as: (any FittedRows).self), target: target)
    }

    /// The inputs of a fit to features.
    init(features: TaskInput<Features>, target: TaskInput<WeightedTarget>) {
        self.init(x: features.reading(as: (any FittedRows).self), target: target)
    }

    /// The inputs of a fit to panels.
    init(panels: TaskInput<RowPanels>, target: TaskInput<WeightedTarget>) {
        self.init(x: panels.reading(as: (any FittedRows).self), target: target)
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
