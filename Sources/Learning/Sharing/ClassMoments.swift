import LinearAlgebra

/// The moments of the rows of each class, from which nearest centroids, Gaussian naive Bayes and discriminant analysis are
/// fitted.
///
/// ```swift
/// extension NearestCentroid: SummaryEstimator {
///     func fit(_ summary: ClassMoments, in context: FitContext) -> Fitted? {
///         guard summary.isAccurate else { return nil }
///         return Fitted(classes: summary.classes, centroids: summary.means)
///     }
/// }
/// ```
///
/// With ``SummaryDetail/products``, the default of estimators, the moments can also be computed from those before affine
/// steps, such as scalers and principal components. ``SummaryDetail/columns`` is enough for a first step.
public struct ClassMoments: MappableSummary, WeightedSummary, Equatable {
    /// `class-moments`.
    public static let kind = "class-moments"

    /// The codes of the classes that occur, in ascending order; empty for a target of numbers.
    public private(set) var classes: [Int32] = []

    /// The moments of the rows of each class, in the order of ``classes``.
    public private(set) var moments: [Moments] = []

    /// Computes the moments of each class of n rows.
    ///
    /// - Complexity: O(rows × columns), or with products O(rows × columns²).
    public init(
        of x: Matrix, _ target: Target, weights: [Double]?, about origin: Origin, detail: SummaryDetail
    ) {
        guard let labels = target.labels else { return }
        var members = [[Int]](repeating: [], count: labels.classes.count)
        for (row, code) in labels.codes.enumerated() { members[Int(code)].append(row) }
        for (code, rows) in members.enumerated() where !rows.isEmpty {
            classes.append(Int32(code))
            moments.append(
                Moments(
                    of: x.rows(at: rows), target.rows(at: rows), weights: weights?.rows(at: rows),
                    about: origin, detail: detail))
        }
    }

    private init(classes: [Int32], moments: [Moments]) {
        (self.classes, self.moments) = (classes, moments)
    }

    /// The number of rows of each class.
    public var counts: [Int] { moments.map(\.count) }

    /// The total weight of the rows of each class, which is their number without weights.
    public var weights: [Double] { moments.map(\.weight) }

    /// The mean of each column in each class: classes × columns.
    public var means: Matrix { Matrix(moments.map(\.means)) }

    /// The variance of each column in each class, divided by the total weight: classes × columns.
    public var variances: Matrix { Matrix(moments.map(\.variances)) }

    /// Whether the moments of every class are as accurate as the rows: see ``Moments/isAccurate``.
    public var isAccurate: Bool { !moments.isEmpty && moments.allSatisfy(\.isAccurate) }

    /// Throws an error unless every class has valid moments.
    public func validate() throws {
        try require(moments.count == classes.count, "\(classes.count) classes, but \(moments.count) moments")
        try require(
            zip(classes, classes.dropFirst()).allSatisfy { $0 < $1 } && (classes.first ?? 0) >= 0,
            "the classes must be in ascending order")
        for moments in moments {
            try moments.validate()
            try require(moments.sums.count == self.moments[0].sums.count, "the classes differ in columns")
        }
    }

    /// Adds the moments of other rows about the same origin.
    public mutating func add(_ other: ClassMoments) {
        for (code, added) in zip(other.classes, other.moments) {
            let place = classes.firstIndex { $0 >= code } ?? classes.count
            if place < classes.count, classes[place] == code {
                moments[place].add(added)
            } else {
                classes.insert(code, at: place)
                moments.insert(added, at: place)
            }
        }
    }

    /// The moments of the mapped rows; nil for a dense map of moments without products.
    public func mapped(by map: AffineMap) -> ClassMoments? {
        let mapped = moments.compactMap { $0.mapped(by: map) }
        return mapped.count == moments.count ? ClassMoments(classes: classes, moments: mapped) : nil
    }

    /// The moments of the first `count` columns.
    public func restricted(toFirst count: Int) -> ClassMoments {
        ClassMoments(classes: classes, moments: moments.map { $0.restricted(toFirst: count) })
    }
}
