/// Replaces each column of categories by a column of 0 and 1 for each category.
///
/// The categories are those of the training rows, in sorted order. A missing cell is a category of its own, the last
/// one. Numbers are categories by their value. Semantics of scikit-learn's `OneHotEncoder`.
///
/// ```swift
/// let model = try OneHotEncoder(handleUnknown: .ignore).fit(table, to: target)
/// ```
public struct OneHotEncoder: TableTransformer {
    /// The treatment of categories that are not in the training rows.
    public enum UnknownCategories: String, Sendable, Codable, CaseIterable, ParameterConvertible {
        /// Throw an error.
        case error
        /// Set all columns of the category's column to 0.
        case ignore
        /// Treat it as infrequent if there are infrequent categories; otherwise, ignore it.
        case infrequentIfExist = "infrequent_if_exist"
    }

    /// The categories without a column.
    public enum Drop: String, Sendable, Codable, CaseIterable, ParameterConvertible {
        /// The first category of each column.
        case first
        /// The first category of each column with two categories.
        case ifBinary = "if_binary"
    }

    /// The treatment of categories that are not in the training rows.
    ///
    /// Defaults to an error.
    public var handleUnknown: UnknownCategories

    /// The categories without a column; nil if each has one.
    public var drop: Drop?

    /// The number of rows, or the fraction of all rows if it is below 1, that a category must have to be frequent.
    ///
    /// The infrequent categories of a column have one column together. Nil for no minimum.
    public var minFrequency: Double?

    /// The maximum number of columns of each column, including that of the infrequent categories; nil for no maximum.
    public var maxCategories: Int?

    /// Creates an encoder with the given parameters.
    public init(
        handleUnknown: UnknownCategories = .error, drop: Drop? = nil, minFrequency: Double? = nil,
        maxCategories: Int? = nil
    ) {
        self.handleUnknown = handleUnknown
        self.drop = drop
        self.minFrequency = minFrequency
        self.maxCategories = maxCategories
    }

    /// Creates an encoder with a column for each category.
    public init() { self.init(handleUnknown: .error) }

    /// The kind: `one-hot-encoder`.
    public static let kind = "one-hot-encoder"

    /// A one-sentence description of the step.
    public static let summary = "Replaces each column of categories by a column of 0 and 1 for each category."

    /// Columns of 0 and 1, stored as codes.
    public func output(of content: FeatureContent) -> FeatureContent { .indicators }

    /// False: the columns are 0 and 1.
    public var amplifiesSmallColumns: Bool { false }

    /// `handle_unknown`, `drop`, `min_frequency` and `max_categories`.
    public static let parameters: [Parameter<Self>] = [
        Parameter(
            "handle_unknown", \.handleUnknown, "treatment of categories that are not in the training rows"),
        Parameter("drop", \.drop, "categories without a column"),
        Parameter(
            "min_frequency", \.minFrequency, "number or fraction of rows of a frequent category",
            .greaterThan(0)),
        Parameter(
            "max_categories", \.maxCategories, "maximum number of columns for each column", .atLeast(1)),
    ]

    /// Estimates a pass over the cells.
    ///
    /// The number of output columns is unknown before the fit; ten a column are assumed. A row takes four bytes a column.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        FitEstimate(
            seconds: 1e-5 + 4e-9 * Double(rows) * Double(columns), modelBytes: 640 * columns,
            outputColumns: 10 * columns, outputRowBytes: 4 * columns)
    }
}
