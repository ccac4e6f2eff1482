/// A transformer that returns its rows unchanged, in place of no step.
///
/// Semantics of scikit-learn's `"passthrough"`.
public struct Passthrough: Transformer {
    /// Creates a passthrough step.
    public init() {}

    /// The kind: `passthrough`.
    public static let kind = "passthrough"

    /// Always true: the columns keep their number and order.
    public static let keepsColumns = true

    /// A one-sentence description of the step.
    public static let summary = "Returns the rows unchanged."

    /// An empty list.
    public static let parameters: [Parameter<Self>] = []

    /// Always false: the rows are unchanged.
    public var amplifiesSmallColumns: Bool { false }
}
