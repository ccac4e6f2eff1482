/// Keeps the columns with the highest scores, each of which compares a single column with the target.
///
/// The columns are ordered by their scores, the highest first; of equal scores, the last column comes first. The columns of
/// a smaller k are thus the first of those of a larger k (``NestedEstimator``), and a search fits the largest k only.
/// Otherwise, semantics of scikit-learn's `SelectKBest`, which keeps the order of the columns.
///
/// Mutual information also finds columns whose relation to the target is not linear. The noise that separates equal numbers
/// for it is that of scikit-learn with the same `random_state`, so that the scores are the same.
///
/// ```swift
/// let model = try SelectKBest(k: 5).fit(x, to: labels)
/// let informative = try SelectKBest(scoreFunc: .mutualInfoClassif, k: 5).fit(x, to: labels)
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
        /// The mutual information with classes, estimated from nearest neighbours.
        case mutualInfoClassif = "mutual_info_classif"
        /// The mutual information with a numeric target, estimated from nearest neighbours.
        case mutualInfoRegression = "mutual_info_regression"
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

    /// The number of neighbours from which mutual information is estimated, at least 1.
    ///
    /// Defaults to 3. A larger number reduces the variance of the estimate, but may introduce a bias.
    public var nNeighbors: Int

    /// Whether mutual information is that of the distinct numbers of a column, as of codes and of 0 and 1.
    ///
    /// Defaults to false: the columns are continuous.
    public var discreteFeatures: Bool

    /// The seed of the noise that separates equal numbers for mutual information, from 0 to 2³² - 1.
    ///
    /// Defaults to 0.
    public var randomState: Int

    /// Creates a selection with the given parameters.
    public init(
        scoreFunc: Score = .fClassif, k: Count = 10, nNeighbors: Int = 3, discreteFeatures: Bool = false,
        randomState: Int = 0
    ) {
        self.scoreFunc = scoreFunc
        self.k = k
        self.nNeighbors = nNeighbors
        self.discreteFeatures = discreteFeatures
        self.randomState = randomState
    }

    /// Creates a selection of ten columns by an analysis of variance.
    public init() { self.init(k: 10) }

    /// The kind: `select-k-best`.
    public static let kind = "select-k-best"

    /// A one-sentence description of the step.
    public static let summary = "Keeps the columns with the highest scores."

    /// Fewer columns.
    public static let simplicity: [SimplerValues] = [.smaller("k")]

    /// `score_func`, `k`, `n_neighbors`, `discrete_features` and `random_state`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("score_func", \.scoreFunc, "score that compares a column with the target"),
        Parameter("k", \.k, "number of columns to keep", .atLeast(1)),
        Parameter(
            "n_neighbors", \.nNeighbors, "number of neighbours that estimate mutual information", .atLeast(1)),
        Parameter(
            "discrete_features", \.discreteFeatures,
            "whether the mutual information is that of distinct numbers"),
        Parameter(
            "random_state", \.randomState, "seed of the noise that separates equal numbers",
            .between(0, Double(UInt32.max))),
    ]

    /// Estimates a few passes over the data, or for mutual information sorting each column and finding neighbours.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        let kept = if case .count(let count) = k { min(count, columns) } else { columns }
        let ofCell =
            switch scoreFunc {
            case .fClassif, .chi2, .fRegression: 4e-9
            case .mutualInfoClassif: 4e-7
            case .mutualInfoRegression: 1e-6
            }
        return FitEstimate(
            seconds: 1e-5 + ofCell * Double(rows) * Double(columns), modelBytes: 16 * columns,
            workBytes: usesNeighbours ? 8 * rows * columns + 200 * rows : 0, outputColumns: kept)
    }

    /// Whether the scores are computed from nearest neighbours.
    private var usesNeighbours: Bool {
        scoreFunc == .mutualInfoClassif || scoreFunc == .mutualInfoRegression
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
