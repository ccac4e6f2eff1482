/// What is known of the data of fits before any is made.
public struct FitShape: Sendable {
    /// The most training rows of any of the fits.
    public let rows: Int

    /// The number of columns; nil if a step before may change it.
    public let columns: Int?

    /// All labels of the data, of which each fit gets some rows'; nil if targets are numbers.
    public let labels: Labels?

    /// A shape of its parts.
    public init(rows: Int, columns: Int?, labels: Labels?) {
        self.rows = rows
        self.columns = columns
        self.labels = labels
    }
}

extension Estimator {
    /// Nothing: parameters in range can be fitted to any data.
    public func validate(for shape: FitShape) throws {}
}

extension Transformer {
    /// False.
    public static var keepsColumns: Bool { false }
}
