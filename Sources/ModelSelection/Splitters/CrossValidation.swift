/// A splitter, and the column of the table that its groups are read from.
public struct CrossValidation: Sendable {
    /// How rows are split.
    public let splitter: any Splitter

    /// The column that tells each row's group, if the splitter needs groups.
    public let groupColumn: String?

    /// A cross-validation by the given splitter.
    public init(_ splitter: any Splitter, groupColumn: String? = nil) {
        self.splitter = splitter
        self.groupColumn = groupColumn
    }
}
