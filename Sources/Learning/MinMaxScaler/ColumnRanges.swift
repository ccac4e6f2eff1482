import LinearAlgebra

/// The least and the greatest value of each column of some rows.
public struct ColumnRanges: MergeableSummary, Equatable {
    /// `column-ranges`.
    public static let kind = "column-ranges"

    /// The least value of each column.
    public private(set) var minima: [Double]

    /// The greatest value of each column.
    public private(set) var maxima: [Double]

    /// The ranges of n rows, wherever they are measured from.
    ///
    /// O(rows × columns).
    public init(of x: Matrix, _ target: Target, about origin: Origin, detail: SummaryDetail) {
        (minima, maxima) = x.columnRanges()
    }

    /// Throws unless every column has both.
    public func validate() throws {
        try require(
            maxima.count == minima.count, "\(minima.count) minima need as many maxima, not \(maxima.count)")
    }

    /// Widens the ranges to those of other rows.
    public mutating func add(_ other: ColumnRanges) {
        minima = zip(minima, other.minima).map(min)
        maxima = zip(maxima, other.maxima).map(max)
    }
}
