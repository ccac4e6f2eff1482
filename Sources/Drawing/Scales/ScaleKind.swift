/// How numbers are laid out along an axis.
public enum ScaleKind: Sendable, Hashable {
    /// Equal differences take equal lengths.
    case linear
    /// Equal ratios take equal lengths. Numbers that are not positive have no place.
    case logarithmic

    /// Whether a number has a place on such an axis.
    func admits(_ value: Double) -> Bool {
        switch self {
        case .linear: value.isFinite
        case .logarithmic: value.isFinite && value > 0
        }
    }
}
