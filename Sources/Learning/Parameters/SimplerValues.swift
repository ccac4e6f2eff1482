/// The values of a parameter that make a model simpler: the smaller or the larger ones.
///
/// ```swift
/// static let simplicity: [SimplerValues] = [.larger("alpha")]
/// ```
public enum SimplerValues: Sendable, Hashable {
    /// Smaller values of the parameter with this name, such as `n_components`.
    case smaller(String)

    /// Larger values of the parameter with this name, such as the strength of a penalty.
    case larger(String)
}

extension Estimator {
    /// The complexity of each parameter in ``simplicity``: the less, the simpler.
    ///
    /// A value that is not a number, such as `none` for all components, counts as the most complex.
    package var complexities: [Double] {
        let values = Dictionary(parameterValues.map { ($0.name, $0.value) }) { first, _ in first }
        func number(_ name: String) -> Double? {
            switch values[name] {
            case .int(let value): Double(value)
            case .double(let value) where !value.isNaN: value
            default: nil
            }
        }
        return Self.simplicity.map { order in
            switch order {
            case .smaller(let name): number(name) ?? .infinity
            case .larger(let name): number(name).map { -$0 } ?? .infinity
            }
        }
    }
}
