/// The number of rows of each category of a column.
struct CategoryCounts: CellSummary {
    /// The distinct names, in the order of ``Labels/sorted(_:)``; some may have no rows.
    private(set) var names: [String]

    /// The number of rows of each category.
    private(set) var counts: [Int]

    /// The number of missing cells.
    private(set) var missingCount: Int

    /// The number of cells that are not missing.
    var count: Int { counts.reduce(0, +) }

    /// Counts the rows of each category.
    ///
    /// - Complexity: O(n).
    init(of column: CategoryColumn) {
        names = column.names
        counts = column.counts
        missingCount = column.codes.count - counts.reduce(0, +)
    }

    /// Adds the numbers of other rows, whose categories may have other names.
    ///
    /// - Complexity: O(categories) for equal names.
    mutating func add(_ other: CategoryCounts) {
        missingCount += other.missingCount
        if names.count == other.names.count,
            zip(names, other.names).allSatisfy({ ExactText($0) == ExactText($1) })
        {
            for index in counts.indices { counts[index] += other.counts[index] }
            return
        }
        let countOf = Dictionary(
            (Array(zip(names, counts)) + zip(other.names, other.counts)).map { (ExactText($0), $1) },
            uniquingKeysWith: +)
        names = Labels.sorted(countOf.keys.map(\.text))
        counts = names.map { countOf[ExactText($0)] ?? 0 }
    }

    /// Throws unless each category has a number of rows.
    func validate() throws {
        try require(
            counts.count == names.count,
            "\(names.count) categories require as many counts, not \(counts.count)")
        try require(
            missingCount >= 0 && counts.allSatisfy { $0 >= 0 }, "a category has a negative number of rows")
        // Their sum must not overflow.
        try require(counts.reduce(0.0) { $0 + Double($1) } < 0x1p62, "there are too many rows")
        try require(
            Set(names.lazy.map { ExactText($0) }).count == names.count, "two categories have the same name")
    }
}
