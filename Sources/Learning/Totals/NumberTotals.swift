/// Totals of numbers.
struct NumberTotals: NumberSummary {
    /// The number of cells that are not missing.
    private(set) var count = 0

    /// The number of missing cells.
    private(set) var missingCount = 0

    /// The sum of the numbers.
    private(set) var sum = 0.0

    /// Adds up the numbers of a column.
    init(of cells: [Double]) {
        for cell in cells where !cell.isNaN {
            count += 1
            sum += cell
        }
        missingCount = cells.count - count
    }

    /// Adds the totals of other rows.
    mutating func add(_ other: NumberTotals) {
        count += other.count
        missingCount += other.missingCount
        sum += other.sum
    }

    /// Throws nothing: any sum is consistent.
    func validate() throws {}
}
