/// Leaves the rows as they are: the step that stands for no step.
///
/// Semantics of scikit-learn's `"passthrough"`.
public struct Passthrough: Transformer {
    /// The identity.
    public init() {}

    /// `passthrough`.
    public static let kind = "passthrough"

    /// True.
    public static let keepsColumns = true

    /// What the step does.
    public static let summary = "Leaves the rows as they are."

    /// It has none.
    public static let parameters: [Parameter<Self>] = []

    /// False: the rows stay as they are.
    public var amplifiesSmallColumns: Bool { false }
}
