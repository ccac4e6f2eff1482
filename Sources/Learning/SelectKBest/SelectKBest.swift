/// Keeps the columns with the highest scores, each of which compares a single column with the target.
///
/// The columns are ordered by their scores, the highest first; of equal scores, the last column comes first. The columns of
/// a smaller k are thus the first of those of a larger k (``NestedEstimator``), and a search fits the largest k only.
/// Otherwise, semantics of scikit-learn's `SelectKBest`, which keeps the order of the columns.
///
/// ```swift
/// let model = try SelectKBest(k: 5).fit(x, to: labels)
/// ```
public struct SelectKBest: Transformer {
    /// A score of a column.
    public enum Score: String, Sendable, Codable, CaseIterable, ParameterConvertible {
        /// The F statistic of an analysis of variance between classes.
        case fClassif = "f_classif"
        /// The chi-squared statistic of the sums of each class; for numbers of at least 0, such as counts.
        case chi2
        /// The F statistic of the correlation with a numeric target.
        case fRegression = "f_regression"
    }

    /// A number of columns.
    public enum Count: Sendable, Hashable, ExpressibleByIntegerLiteral {
        /// All columns.
        case all

        /// A number of columns, at least 1.
        case count(Int)

        /// Creates a number of columns.
        public init(integerLiteral value: Int) { self = .count(value) }
    }

    /// The score.
    ///
    /// Defaults to the F statistic of an analysis of variance.
    public var scoreFunc: Score

    /// The number of columns to keep; all columns if there are fewer.
    ///
    /// Defaults to 10.
    public var k: Count

    /// Creates a selection with the given parameters.
    public init(scoreFunc: Score = .fClassif, k: Count = 10) {
        self.scoreFunc = scoreFunc
        self.k = k
    }

    /// Creates a selection of ten columns by an analysis of variance.
    public init() { self.init(k: 10) }

    /// The kind: `select-k-best`.
    public static let kind = "select-k-best"

    /// A one-sentence description of the step.
    public static let summary = "Keeps the columns with the highest scores."

    /// `score_func` and `k`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("score_func", \.scoreFunc, "score that compares a column with the target"),
        Parameter("k", \.k, "number of columns to keep", .atLeast(1)),
    ]

    /// Estimates a few passes over the data.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        let kept = if case .count(let count) = k { min(count, columns) } else { columns }
        return FitEstimate(
            seconds: 1e-5 + 4e-9 * Double(rows) * Double(columns), modelBytes: 16 * columns,
            outputColumns: kept)
    }
}

extension SelectKBest.Count: NumberParameter {
    /// Creates a number of columns.
    public init(_ number: Int) { self = .count(number) }

    /// The allowed values.
    public static var expectation: String { "all or a whole number" }

    /// Creates a value from `all` or an integer.
    public init?(_ value: ParameterValue) {
        if let count = Int(value) {
            self = .count(count)
        } else if value == .string("all") {
            self = .all
        } else {
            return nil
        }
    }

    /// The word or the integer.
    public var parameterValue: ParameterValue {
        switch self {
        case .all: .string("all")
        case .count(let count): .int(count)
        }
    }
}
