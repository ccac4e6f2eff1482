/// Totals of numbers, or of the seconds of dates.
struct NumberTotals: Sendable, Equatable, Codable {
    /// The number of cells that are not missing.
    let count: Int

    /// The number of missing cells.
    let missingCount: Int

    /// The sum of the numbers.
    let sum: Double

    /// Whether a number is not a multiple of a day, so that dates have times.
    let hasTimes: Bool

    private init(count: Int, missingCount: Int, sum: Double, hasTimes: Bool) {
        (self.count, self.missingCount, self.sum, self.hasTimes) = (count, missingCount, sum, hasTimes)
    }

    /// Adds up the numbers of a column.
    init(of cells: [Double]) {
        var (count, sum, hasTimes) = (0, 0.0, false)
        for cell in cells where !cell.isNaN {
            count += 1
            sum += cell
            hasTimes = hasTimes || cell.remainder(dividingBy: 86_400) != 0
        }
        self.init(count: count, missingCount: cells.count - count, sum: sum, hasTimes: hasTimes)
    }

    /// Returns the totals of the rows of both.
    static func + (left: NumberTotals, right: NumberTotals) -> NumberTotals {
        NumberTotals(
            count: left.count + right.count, missingCount: left.missingCount + right.missingCount,
            sum: left.sum + right.sum, hasTimes: left.hasTimes || right.hasTimes)
    }
}
