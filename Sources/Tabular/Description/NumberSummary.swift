/// The distribution of the finite numbers of a column.
public struct NumberSummary: Sendable, Equatable, Codable {
    /// The number of cells that are infinite, or too large for a double.
    public let infinite: Int

    /// The mean; nil if it is too large for a double.
    public let mean: Double?

    /// The standard deviation with n - 1 degrees of freedom, as in pandas; nil if it is too large for a double, and for a
    /// single number.
    public let standardDeviation: Double?

    /// The smallest number.
    public let minimum: Double

    /// The first quartile, interpolated linearly, as in NumPy.
    public let lowerQuartile: Double

    /// The median.
    public let median: Double

    /// The third quartile, interpolated linearly.
    public let upperQuartile: Double

    /// The largest number.
    public let maximum: Double

    /// The number of cells in each of ten intervals of equal width from the minimum to the maximum, as in NumPy; empty if
    /// these are equal.
    public let histogram: [Int]

    /// Summarizes sorted numbers; returns nil if none is finite.
    init?(_ all: ValueCounts) {
        let finite = all.finite
        guard let minimum = finite.values.first, let maximum = finite.values.last else { return nil }
        infinite = all.count - finite.count
        self.minimum = minimum
        self.maximum = maximum
        let mean = finite.mean
        self.mean = mean.isFinite ? mean : nil
        let deviation = (finite.squares(around: mean) / Double(finite.count - 1)).squareRoot()
        standardDeviation = deviation.isFinite ? deviation : nil
        let quartiles = finite.quantiles([0.25, 0.5, 0.75])
        (lowerQuartile, median, upperQuartile) = (quartiles[0], quartiles[1], quartiles[2])
        histogram = minimum < maximum ? finite.histogram(bins: 10) : []
    }
}
