/// The distinct numbers of a column in ascending order, and the number of cells of each.
struct ValueCounts {
    /// The distinct numbers.
    let values: [Double]

    /// The number of cells of each.
    let counts: [Int]

    /// The number of all cells.
    let count: Int

    private init(values: [Double], counts: [Int]) {
        self.values = values
        self.counts = counts
        count = counts.reduce(0, +)
    }

    /// Counts numbers; NaN is a missing cell.
    init(_ cells: [Double]) {
        var sorted = cells.filter { !$0.isNaN }
        sorted.sort()
        var (values, counts): ([Double], [Int]) = ([], [])
        var start = 0
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
            values.append(sorted[start])
            counts.append(end - start)
            start = end
        }
        self.init(values: values, counts: counts)
    }

    /// Counts integers that are not in the set of missing rows.
    init(_ cells: [Int32], missing: MissingCells) {
        let maxSpan = 1 << 20
        guard let smallest = cells.min(), let largest = cells.max(),
            Int(largest) - Int(smallest) < maxSpan
        else {
            self.init(cells.enumerated().map { missing.contains($0) ? .nan : Double($1) })
            return
        }
        var counts = [Int](repeating: 0, count: Int(largest) - Int(smallest) + 1)
        for cell in cells { counts[Int(cell) - Int(smallest)] += 1 }
        // Missing cells are stored as 0.
        if !missing.isEmpty { counts[-Int(smallest)] -= missing.count }
        let present = counts.indices.filter { counts[$0] > 0 }
        self.init(values: present.map { Double($0 + Int(smallest)) }, counts: present.map { counts[$0] })
    }

    /// The finite numbers.
    var finite: ValueCounts {
        guard values.first?.isInfinite == true || values.last?.isInfinite == true else { return self }
        let places = values.indices.filter { values[$0].isFinite }
        return ValueCounts(values: places.map { values[$0] }, counts: places.map { counts[$0] })
    }

    /// The mean, without overflow of the sum.
    var mean: Double {
        let sum = zip(values, counts).reduce(0) { $0 + $1.0 * Double($1.1) }
        if sum.isFinite { return sum / Double(count) }
        return zip(values, counts).reduce(0) { $0 + $1.0 * (Double($1.1) / Double(count)) }
    }

    /// The sum of the squared distances from a number.
    func squares(around center: Double) -> Double {
        zip(values, counts).reduce(0) { $0 + ($1.0 - center) * ($1.0 - center) * Double($1.1) }
    }

    /// The quantiles of ascending fractions, interpolated linearly.
    func quantiles(_ fractions: [Double]) -> [Double] {
        var (index, before) = (0, 0)
        /// The number at a place among all cells; places must ascend.
        func number(at place: Int) -> Double {
            while before + counts[index] <= place {
                before += counts[index]
                index += 1
            }
            return values[index]
        }
        return fractions.map { fraction in
            let place = fraction * Double(count - 1)
            let low = number(at: Int(place))
            let weight = place - place.rounded(.down)
            if weight == 0 { return low }
            let state = (index, before)
            let high = number(at: Int(place) + 1)
            (index, before) = state
            // The difference of two numbers of different signs may overflow.
            return low * (1 - weight) + high * weight
        }
    }

    /// The number of cells in intervals of equal width; the last includes its upper end.
    func histogram(bins: Int) -> [Int] {
        let (low, high) = (values[0], values[values.count - 1])
        let width = (high - low) / Double(bins)
        /// The lower end of an interval.
        func start(of bin: Int) -> Double {
            if width.isFinite { return low + Double(bin) * width }
            let fraction = Double(bin) / Double(bins)
            return low * (1 - fraction) + high * fraction
        }
        var result = [Int](repeating: 0, count: bins)
        var bin = 0
        for (value, count) in zip(values, counts) {
            while bin < bins - 1, value >= start(of: bin + 1) { bin += 1 }
            result[bin] += count
        }
        return result
    }
}
