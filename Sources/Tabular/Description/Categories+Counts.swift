extension Categories {
    /// The number of rows of each text.
    var counts: [Int] {
        codes.reduce(into: [Int](repeating: 0, count: count)) { if $1 >= 0 { $0[Int($1)] += 1 } }
    }

    /// The commonest texts; those with equal counts in the order of their first occurrence, as in pandas.
    func commonest(_ limit: Int, counts: [Int]) -> [CategoryCount] {
        let least = counts.sorted(by: >).prefix(limit).last ?? 0
        let above = counts.indices.filter { counts[$0] > least }
        let equal = counts.indices.lazy.filter { counts[$0] == least }.prefix(limit - above.count)
        return (above + equal).sorted { (counts[$1], $0) < (counts[$0], $1) }
            .map { CategoryCount(name: self[$0], count: counts[$0]) }
    }

    /// The number of cells that are numbers.
    func numberCells(counts: [Int], decimal: ReadingOptions.DecimalMark) -> Int {
        let mark = decimal == .point ? ASCII.point : ASCII.comma
        return (0..<count).reduce(0) { sum, code in
            let isNumber = withText(of: code) { NumberParser.parse($0, decimal: mark) != nil }
            return isNumber ? sum + counts[code] : sum
        }
    }

    /// The number of distinct dates, the first and the last, if all texts are dates.
    var dateRange: (distinct: Int, range: DateRange?) {
        let seconds = (0..<count).map { code in withText(of: code) { DateParser.seconds($0) ?? .nan } }
        let first = seconds.indices.min { seconds[$0] < seconds[$1] }
        let last = seconds.indices.max { seconds[$0] < seconds[$1] }
        guard let first, let last else { return (0, nil) }
        return (Set(seconds).count, DateRange(first: self[first], last: self[last]))
    }
}
