/// A branch of columns and its steps, to create a ``Pipeline``.
public struct ColumnBranch: Sendable {
    /// The unique name of the branch.
    public let name: String

    /// The columns of the branch.
    public let selection: ColumnSelection

    /// The steps, with the names that they have in the branch; nil to drop the columns.
    package let steps: [(name: String?, estimator: any Estimator)]?

    /// Creates a branch of named columns.
    public init(_ name: String, _ columns: [String], _ steps: any Estimator...) {
        self.init(name, .named(columns), steps.map { (nil, $0) })
    }

    package init(
        _ name: String, _ selection: ColumnSelection, _ steps: [(name: String?, estimator: any Estimator)]?
    ) {
        self.name = name
        self.selection = selection
        self.steps = steps
    }

    /// A branch named `numeric` of the columns of numbers.
    public static func numeric(_ steps: any Estimator...) -> ColumnBranch { .init(.numeric, steps) }

    /// A branch named `categorical` of the columns of categories.
    public static func categorical(_ steps: any Estimator...) -> ColumnBranch { .init(.categorical, steps) }

    /// A branch named `high-cardinality` of the columns of more than ``ColumnSelection/highestCardinality`` categories.
    public static func highCardinality(_ steps: any Estimator...) -> ColumnBranch {
        .init(.highCardinality, steps)
    }

    /// A branch named `dates` of the columns of dates and times.
    public static func dates(_ steps: any Estimator...) -> ColumnBranch { .init(.dates, steps) }

    /// A branch named `rest` of the columns that no other branch selects.
    public static func rest(_ steps: any Estimator...) -> ColumnBranch { .init(.rest, steps) }

    private init(_ selection: ColumnSelection, _ steps: [any Estimator]) {
        self.init(selection.word ?? "", selection, steps.map { (nil, $0) })
    }
}
