/// The parameters that group infrequent categories into one.
struct CategoryGrouping {
    /// The number of rows, or the fraction of all rows if it is below 1, that a category must have; nil for no minimum.
    let minFrequency: Double?

    /// The maximum number of categories, including that of the infrequent ones; nil for no maximum.
    let maxCategories: Int?

    /// Whether infrequent categories are grouped.
    var isEnabled: Bool { minFrequency != nil || maxCategories != nil }

    /// Returns the indices of the infrequent categories, ascending.
    func infrequent(among counts: [Int], rows: Int) -> [Int] {
        var isInfrequent = counts.map { count in
            minFrequency.map { Double(count) < ($0 < 1 ? $0 * Double(rows) : $0) } ?? false
        }
        let frequent = isInfrequent.count { !$0 }
        if let maxCategories, maxCategories < frequent + 1 {
            // The maximum includes the category of the infrequent ones. Of equal counts, the last remain.
            let ascending = counts.indices.sorted { (counts[$0], $0) < (counts[$1], $1) }
            for index in ascending.dropLast(maxCategories - 1) { isInfrequent[index] = true }
        }
        return isInfrequent.indices.filter { isInfrequent[$0] }
    }
}
