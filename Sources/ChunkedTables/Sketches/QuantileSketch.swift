internal import Learning
internal import TaskGraph

/// The values of a group, for quantiles: all of them while they or the distinct ones are few, and a weighted sample beyond.
///
/// The sample has levels (Munro and Paterson 1980; Manku, Rajagopalan and Lindsay 1998). A value at level *l* stands for 2ˡ
/// values. A level that is full is sorted, and every other of its values moves to the next level. This changes the rank of
/// any number by at most 2ˡ, and the sum of all such changes is kept (``rankError``): with a capacity of 4,096, it is at most
/// 0.2 % of a million values, and 0.5 % of a billion. The values that stay are alternately the odd and the even ones, so that
/// most changes cancel. Nothing is random: the same values, added and merged in the same order, have the same sample.
///
/// Amounts, ages and ratings have few distinct values. As long as not more than half of many values are distinct, they are
/// counted by value.
struct QuantileSketch: Sendable {
    /// The number of values that are kept as they are, and of values at each level.
    static let capacity = 4096

    /// The number of distinct values that are counted.
    static let countCapacity = 16_384

    /// The values of each level; only the lowest is used before the sample begins.
    private var levels: [[Double]] = [[]]

    /// For each level, whether the values that stay next are the odd ones.
    private var takesOdd: [Bool] = [false]

    /// All values, by value; nil while they are in ``levels``.
    private var counts: ValueCounts?

    /// The number of values.
    private(set) var count = 0

    /// The number by which the rank of a value may be wrong.
    private(set) var rankError = 0

    private(set) var lowest = Double.infinity
    private(set) var highest = -Double.infinity

    /// Creates a sketch of no values.
    init() {}

    /// Creates the sketch that has some levels, which stand for `count` values.
    init(
        levels: [[Double]], takesOdd: [Bool], isCounted: Bool, count: Int, rankError: Int,
        extremes: (lowest: Double, highest: Double)
    ) {
        (self.levels, self.takesOdd) = (levels, takesOdd)
        (self.count, self.rankError, self.lowest, self.highest) = (
            count, rankError, extremes.lowest, extremes.highest
        )
        guard isCounted else { return }
        (self.counts, self.levels, self.takesOdd) = (ValueCounts(levels: levels), [[]], [false])
    }

    /// The number of bytes, approximately.
    var byteCount: Int { levels.reduce(192 + (counts?.byteCount ?? 0)) { $0 + 8 * $1.count } }

    /// Whether all values are known.
    var isExact: Bool { rankError == 0 }

    /// Whether the values are counted.
    var isCounted: Bool { counts != nil }

    /// Adds a value, which is not NaN.
    @inline(__always)
    mutating func add(_ value: Double) {
        count += 1
        if value < lowest { lowest = value }
        if value > highest { highest = value }
        if let distinct = counts?.add(value) {
            if !canCount(distinct) { beginSample() }
        } else {
            levels[0].append(value)
            if levels[0].count > Self.capacity { compact() }
        }
    }

    /// Adds the values that are not NaN.
    mutating func add(_ values: UnsafeBufferPointer<Double>) {
        for value in values where !value.isNaN { add(value) }
    }

    /// Adds the values of another sketch.
    mutating func merge(_ other: QuantileSketch) {
        let isSample = levels.count > 1 || other.levels.count > 1
        count += other.count
        rankError += other.rankError
        lowest = min(lowest, other.lowest)
        highest = max(highest, other.highest)
        if isSample || (counts == nil && other.counts == nil) {
            if counts != nil { moveCountsToLevels() }
            for (level, values) in other.allLevels.values.enumerated() {
                if level == levels.count { appendLevel() }
                levels[level] += values
            }
            compact()
        } else {
            var all = counts ?? ValueCounts(levels[0])
            levels[0] = []
            all.add(other.counts ?? ValueCounts(other.levels[0]))
            counts = all
            if !canCount(all.distinctCount) { beginSample() }
        }
    }

    /// The values by their weights, which are the powers of 2 from 1, and whether those that stay next are the odd ones.
    var allLevels: (values: [[Double]], takesOdd: [Bool]) {
        guard let counts else { return (levels, takesOdd) }
        let values = counts.levels
        return (values, values.map { _ in false })
    }

    /// Whether not more than half of the values are distinct, or of the first values that are too many to be kept.
    private func canCount(_ distinct: Int) -> Bool {
        distinct <= min(max(count, Self.capacity) / 2, Self.countCapacity)
    }

    /// Begins to count the values by value, if that is possible.
    private mutating func beginCounts() {
        let all = ValueCounts(levels[0])
        guard canCount(all.distinctCount) else { return }
        counts = all
        levels[0] = []
    }

    private mutating func beginSample() {
        moveCountsToLevels()
        compact()
    }

    private mutating func moveCountsToLevels() {
        (levels, takesOdd) = allLevels
        counts = nil
    }

    /// Moves half of the values of each full level to the next level, unless all values can be counted.
    @inline(never)
    private mutating func compact() {
        if levels.count == 1, levels[0].count > Self.capacity { beginCounts() }
        var level = 0
        while level < levels.count {
            if levels[level].count > Self.capacity {
                var values: [Double] = []
                swap(&values, &levels[level])
                values.sortAscending()
                // One value of an odd number stays.
                if values.count % 2 == 1 { levels[level].append(values.removeLast()) }
                if level + 1 == levels.count { appendLevel() }
                let start = takesOdd[level] ? 1 : 0
                levels[level + 1] += stride(from: start, to: values.count, by: 2).map { values[$0] }
                takesOdd[level].toggle()
                rankError += 1 << level
            }
            level += 1
        }
    }

    private mutating func appendLevel() {
        levels.append([])
        takesOdd.append(false)
    }
}

extension QuantileSketch {
    /// Returns quantiles: interpolated linearly between all values, as in pandas, or values of the sample.
    ///
    /// - Parameter probabilities: Numbers from 0, for the least value, to 1, for the greatest.
    /// - Returns: The quantiles; NaN if there are no values.
    func quantiles(_ probabilities: [Double]) -> [Double] {
        guard count > 0 else { return probabilities.map { _ in .nan } }
        let sample = allLevels.values.enumerated()
            .flatMap { level, values in values.map { (value: $0, weight: 1 << level) } }
            .sorted { $0.value < $1.value }
        return probabilities.map { probability in
            // The extremes are known.
            if probability == 0 { return lowest }
            if probability == 1 { return highest }
            let place = probability * Double(count - 1)
            var (index, rank) = (0, Int(place))
            while index < sample.count - 1, rank >= sample[index].weight {
                rank -= sample[index].weight
                index += 1
            }
            let (lower, weight) = sample[index]
            let fraction = place - place.rounded(.down)
            // Infinite neighbours would make NaN of a fraction of 0.
            guard isExact, fraction > 0, rank + 1 == weight, index + 1 < sample.count else { return lower }
            let upper = sample[index + 1].value
            let difference = upper - lower
            // Equal infinite neighbours, and finite ones that are very far apart, have a value between them.
            return difference.isFinite
                ? lower + difference * fraction : lower * (1 - fraction) + upper * fraction
        }
    }
}
