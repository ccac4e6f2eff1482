/// The shape of the data, known before any fit.
public struct FitShape: Sendable {
    /// The maximum number of training rows of any fit.
    public let rows: Int

    /// The number of columns; nil if an earlier step may change it.
    public let columns: Int?

    /// The labels of all data, of which each fit sees a part; nil for a numeric target.
    public let labels: Labels?

    /// The kind of each column; nil if an earlier step may change it.
    public let kinds: [ColumnKind]?

    /// Whether the rows have weights.
    public let hasWeights: Bool

    /// Creates a shape from its parts.
    public init(
        rows: Int, columns: Int?, labels: Labels?, kinds: [ColumnKind]? = nil, hasWeights: Bool = false
    ) {
        self.rows = rows
        self.columns = columns
        self.labels = labels
        self.kinds = kinds
        self.hasWeights = hasWeights
    }
}

extension Estimator {
    /// Does nothing: parameters in range can be fitted to any data.
    public func validate(for shape: FitShape) throws {}
}

extension Transformer {
    /// False by default.
    public static var keepsColumns: Bool { false }

    /// The same content by default.
    public func output(of content: FeatureContent) -> FeatureContent { content }
}
