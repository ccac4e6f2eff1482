/// The first stage of a pipeline for tables: branches of steps, each for some of the columns.
///
/// The numbers that the branches return are the columns of the next step, branch by branch. A column of no branch is
/// dropped. Semantics of scikit-learn's `ColumnTransformer`.
///
/// ```swift
/// let pipeline = Pipeline(
///     columns: [
///         .numeric(SimpleImputer(strategy: .median), StandardScaler()),
///         .categorical(OneHotEncoder(handleUnknown: .ignore)),
///     ],
///     LogisticRegression())
/// ```
public struct ColumnStage: Sendable, Equatable, Codable {
    /// A branch: its name, and the columns that its steps read.
    public struct Branch: Sendable, Equatable, Codable {
        /// The unique name of the branch.
        public let name: String

        /// The columns of the branch.
        public let selection: ColumnSelection

        /// Whether the columns are dropped; otherwise, the steps of the branch transform them.
        public let isDropped: Bool

        /// Creates a branch.
        public init(_ name: String, _ selection: ColumnSelection, isDropped: Bool = false) {
            self.name = name
            self.selection = selection
            self.isDropped = isDropped
        }
    }

    /// The name of the stage in grids: `columns`, unless it is given another.
    public let name: String

    /// The branches, in the order of their output columns.
    public let branches: [Branch]

    /// Creates a stage of branches.
    public init(name: String = "columns", branches: [Branch]) {
        self.name = name
        self.branches = branches
    }

    /// The name of a branch's step in grids: `columns.numeric.simple-imputer`.
    package func stepName(_ step: String, of branch: String) -> String { "\(name).\(branch).\(step)" }
}

/// The columns that a branch of a ``ColumnStage`` reads.
///
/// A column that a branch names is not one of the others' `numeric`, `categorical`, `highCardinality`, `dates` or `rest`.
public enum ColumnSelection: Sendable, Equatable, Codable {
    /// The columns of numbers.
    case numeric

    /// The columns of categories; those with at most ``highestCardinality`` categories if another branch selects
    /// ``highCardinality``.
    case categorical

    /// The columns with more than ``highestCardinality`` categories.
    case highCardinality

    /// The columns of dates and times.
    case dates

    /// The columns that no other branch selects.
    case rest

    /// The columns with these names.
    case named([String])

    /// The largest number of categories of a column that is not of high cardinality.
    public static let highestCardinality = 40

    /// The word for the selection in a pipeline's text; nil for named columns.
    package var word: String? {
        switch self {
        case .numeric: "numeric"
        case .categorical: "categorical"
        case .highCardinality: "high-cardinality"
        case .dates: "dates"
        case .rest: "rest"
        case .named: nil
        }
    }

    /// The selections with a word.
    package static let words: [ColumnSelection] = [.numeric, .categorical, .highCardinality, .dates, .rest]
}
