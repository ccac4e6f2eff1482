import LinearAlgebra

/// A summary of rows that is sufficient for a fit and adds up over blocks of rows.
///
/// The summary of a training set is the sum of the other folds' summaries, so that each fold's rows are read once for
/// any number of splits.
public protocol MergeableSummary: Sendable, Codable, Validatable {
    /// The name of the summary in task names and keys, in kebab-case: `moments`.
    static var kind: String { get }

    /// Whether the size of a summary grows with the number of rows. Defaults to false.
    ///
    /// Steps with such a summary are not fitted to rows in chunks, because these need not fit in memory.
    static var growsWithRows: Bool { get }

    /// Summarises n rows and their n targets.
    ///
    /// - Parameters:
    ///   - x: The rows.
    ///   - target: Their targets.
    ///   - origin: The row and target to measure from, the same for all blocks to be added.
    ///   - detail: The required detail.
    init(of x: Matrix, _ target: Target, about origin: Origin, detail: SummaryDetail)

    /// Adds the summary of other rows about the same origin.
    mutating func add(_ other: Self)
}

extension MergeableSummary {
    /// False.
    public static var growsWithRows: Bool { false }
}

/// A summary of rows with weights.
///
/// An estimator that uses weights is fitted to a summary of weighted rows only if its summary conforms to this protocol;
/// otherwise, it is fitted to the rows.
public protocol WeightedSummary: MergeableSummary {
    /// Summarises n rows, their n targets and their weights.
    ///
    /// - Parameters:
    ///   - x: The rows.
    ///   - target: Their targets.
    ///   - weights: Their weights, at least 0; nil if every row has a weight of 1.
    ///   - origin: The row and target to measure from, the same for all blocks to be added.
    ///   - detail: The required detail.
    init(of x: Matrix, _ target: Target, weights: [Double]?, about origin: Origin, detail: SummaryDetail)
}

extension WeightedSummary {
    /// Summarises rows of weight 1.
    public init(of x: Matrix, _ target: Target, about origin: Origin, detail: SummaryDetail) {
        self.init(of: x, target, weights: nil, about: origin, detail: detail)
    }
}

/// The level of detail of a summary.
public enum SummaryDetail: Int, Sendable, Codable, Comparable {
    /// Statistics of each column.
    case columns

    /// The products of columns as well.
    case products

    /// Returns whether the left level has less detail.
    public static func < (left: SummaryDetail, right: SummaryDetail) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// An estimator whose fit depends on the rows only through a summary.
///
/// ```swift
/// extension MyScaler: SummaryEstimator {
///     func fit(_ summary: Moments, in context: FitContext) -> FittedMyScaler? {
///         FittedMyScaler(centre: summary.means)
///     }
/// }
/// ```
public protocol SummaryEstimator: Estimator {
    /// The type of the summary.
    associatedtype Summary: MergeableSummary

    /// The required detail.
    ///
    /// Defaults to products of columns.
    static var detail: SummaryDetail { get }

    /// Whether an estimator with these parameters is fitted to the summary. Defaults to true.
    ///
    /// False if only other values of the parameters need it.
    var usesSummary: Bool { get }

    /// Fits the estimator to a summary, with the same result as `fit(checked:_:in:)` to rounding.
    ///
    /// - Returns: The model; nil if rounding, rank or shape would make the results differ. The rows are then used
    ///   instead.
    func fit(_ summary: Summary, in context: FitContext) throws -> Model?

    /// Fits several estimators, which differ in one parameter, to the same summary.
    ///
    /// By default, fits one after the other. Implement it if the fits share work.
    static func fit(path: [Self], _ summary: Summary, in context: FitContext) throws -> [Model?]
}

extension SummaryEstimator {
    /// Products of columns.
    public static var detail: SummaryDetail { .products }

    /// True.
    public var usesSummary: Bool { true }

    /// Fits one after the other.
    public static func fit(path: [Self], _ summary: Summary, in context: FitContext) throws -> [Model?] {
        try path.map { try $0.fit(summary, in: context) }
    }
}

/// A summary from which the summary of affinely mapped rows can be computed.
public protocol MappableSummary: MergeableSummary {
    /// Returns the summary of the mapped rows; nil if this one lacks the required detail.
    func mapped(by map: AffineMap) -> Self?

    /// Returns the summary of the rows' first `count` columns.
    func restricted(toFirst count: Int) -> Self
}

/// A row and a target to measure from.
///
/// Sums of squares about a point within the data keep digits that sums about zero would lose if the mean is large.
public struct Origin: Sendable, Codable, Equatable {
    /// The value for each column.
    public let row: [Double]

    /// The value for the target; 0 for classes.
    public let target: Double

    /// Creates an origin from a row and a target.
    public init(row: [Double], target: Double = 0) {
        self.row = row
        self.target = target
    }

    /// Chooses an origin within some rows and their targets: in each column, the value nearest its mean; zero if the
    /// sum overflows.
    ///
    /// Values with a large offset have exact differences from one of them, but not from the mean, which is rounded.
    /// Also, in a column with nearly always the same value, most differences are 0. The values are chosen among a
    /// thousand rows.
    ///
    /// - Complexity: O(rows × columns).
    public init(amid x: Matrix, _ target: Target) {
        let means = x.columnMeans()
        var row = x.rows == 0 ? means.map { _ in 0 } : Array(x[row: 0])
        let some = stride(from: 0, to: x.rows, by: max(1, x.rows / 1000))
        for index in some {
            for (column, value) in x[row: index].enumerated()
            where abs(value - means[column]) < abs(row[column] - means[column]) { row[column] = value }
        }
        self.row = zip(row, means).map { $1.isFinite ? $0 : 0 }
        guard let values = target.values else {
            self.target = 0
            return
        }
        let mean = values.reduce(0, +) / Double(values.count)
        self.target = mean.isFinite ? some.lazy.map { values[$0] }.nearest(to: mean) : 0
    }
}

extension Sequence<Double> {
    /// Returns the first of the elements nearest to a value; 0 if there are none.
    fileprivate func nearest(to value: Double) -> Double {
        self.min { abs($0 - value) < abs($1 - value) } ?? 0
    }
}
