/// A splitter, and the table column with its groups.
public struct CrossValidation: Sendable {
    /// The splitter.
    public let splitter: any Splitter

    /// The column with each row's group, if the splitter requires groups.
    public let groupColumn: String?

    /// Creates a cross-validation with the given splitter.
    public init(_ splitter: any Splitter, groupColumn: String? = nil) {
        self.splitter = splitter
        self.groupColumn = groupColumn
    }
}
