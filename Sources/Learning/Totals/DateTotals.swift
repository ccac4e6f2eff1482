/// Totals of dates.
struct DateTotals: NumberSummary {
    /// The totals of their seconds.
    private(set) var seconds: NumberTotals

    /// Whether a date is not at midnight.
    private(set) var hasTimes: Bool

    /// Adds up the dates of a column.
    init(of cells: [Double]) {
        seconds = NumberTotals(of: cells)
        hasTimes = cells.haveTimes
    }

    /// The number of cells that are not missing.
    var count: Int { seconds.count }

    /// The number of missing cells.
    var missingCount: Int { seconds.missingCount }

    /// Adds the totals of other rows.
    mutating func add(_ other: DateTotals) {
        seconds.add(other.seconds)
        hasTimes = hasTimes || other.hasTimes
    }

    /// Throws nothing: any sum is consistent.
    func validate() throws {}
}

extension [Double] {
    /// Whether one of the seconds is not at midnight.
    var haveTimes: Bool { contains { !$0.isNaN && $0.remainder(dividingBy: 86_400) != 0 } }
}
