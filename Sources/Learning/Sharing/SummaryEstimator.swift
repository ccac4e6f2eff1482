import LinearAlgebra

/// What a fit needs to know of some rows, and no more: a value that adds up over blocks of rows.
///
/// The summary of a training set is then the sum of the other folds' summaries, so that the rows of every fold are
/// read once however many splits there are.
public protocol MergeableSummary: Sendable, Codable, Validatable {
    /// What the summary is called in task names and keys, in kebab-case: `moments`.
    static var kind: String { get }

    /// Sums up n rows and their n targets.
    ///
    /// - Parameters:
    ///   - x: the rows.
    ///   - target: their targets.
    ///   - origin: a row, and a target, to measure from: the same for all blocks that are to be added.
    ///   - detail: how much is wanted.
    init(of x: Matrix, _ target: Target, about origin: Origin, detail: SummaryDetail)

    /// Adds the summary of other rows, made about the same origin.
    mutating func add(_ other: Self)
}

/// How much of the columns a summary holds.
public enum SummaryDetail: Int, Sendable, Codable, Comparable {
    /// What is known of each column by itself.
    case columns

    /// The products of columns, too.
    case products

    /// Less detail comes first.
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
    /// What the fit needs to know.
    associatedtype Summary: MergeableSummary

    /// How much of it.
    ///
    /// Products of columns unless given.
    static var detail: SummaryDetail { get }

    /// Learns from a summary what ``Estimator/fit(checked:_:in:)`` learns from the rows, to rounding.
    ///
    /// - Returns: nil where rounding, rank or shape would let the two differ; the rows are then fitted to.
    func fit(_ summary: Summary, in context: FitContext) throws -> Model?

    /// Fits several estimators, which differ in one parameter, to one summary.
    ///
    /// Worth implementing where they have work in common. One by one unless given.
    static func fit(path: [Self], _ summary: Summary, in context: FitContext) throws -> [Model?]
}

extension SummaryEstimator {
    /// The products of columns.
    public static var detail: SummaryDetail { .products }

    /// Fits one after the other.
    public static func fit(path: [Self], _ summary: Summary, in context: FitContext) throws -> [Model?] {
        try path.map { try $0.fit(summary, in: context) }
    }
}

/// A summary that an affine map of the rows maps along, without a look at the rows.
public protocol MappableSummary: MergeableSummary {
    /// The summary of the mapped rows; nil if this one lacks the detail for it.
    func mapped(by map: AffineMap) -> Self?

    /// The summary of the rows' first `count` columns.
    func restricted(toFirst count: Int) -> Self
}

/// A row and a target to measure from.
///
/// Sums of squares about a point amid the data keep their digits where those about zero would lose them to a large
/// mean.
public struct Origin: Sendable, Codable, Equatable {
    /// A value a column.
    public let row: [Double]

    /// A value of the target; 0 for classes.
    public let target: Double

    /// An origin at a row and a target.
    public init(row: [Double], target: Double = 0) {
        self.row = row
        self.target = target
    }

    /// Amid some rows and their targets: in each column a value that it has, near its mean; zero where the sum overflows.
    ///
    /// Values of a large offset differ from one of theirs exactly, which from their mean they do not, for the mean is
    /// rounded; and a column whose value is nearly always the same mostly differs from it by 0. The values are looked for
    /// among a thousand rows. O(rows × columns).
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
    /// The first of the elements that are nearest to a value; 0 if there are none.
    fileprivate func nearest(to value: Double) -> Double {
        self.min { abs($0 - value) < abs($1 - value) } ?? 0
    }
}
