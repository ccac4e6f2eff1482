import LinearAlgebra

/// The minimum and maximum of each column of some rows.
public struct ColumnRanges: MergeableSummary, Equatable {
    /// The kind: `column-ranges`.
    public static let kind = "column-ranges"

    /// The minimum of each column.
    public private(set) var minima: [Double]

    /// The maximum of each column.
    public private(set) var maxima: [Double]

    /// Computes the ranges of n rows; the origin has no effect.
    ///
    /// - Complexity: O(rows × columns).
    public init(of x: Matrix, _ target: Target, about origin: Origin, detail: SummaryDetail) {
        (minima, maxima) = x.columnRanges()
    }

    /// Throws unless every column has a minimum and a maximum.
    public func validate() throws {
        try require(
            maxima.count == minima.count, "there are \(minima.count) minima, but \(maxima.count) maxima")
    }

    /// Widens the ranges to include those of other rows.
    public mutating func add(_ other: ColumnRanges) {
        minima = zip(minima, other.minima).map(min)
        maxima = zip(maxima, other.maxima).map(max)
    }
}
