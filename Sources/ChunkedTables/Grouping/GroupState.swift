internal import Tabular

/// A statistic of a column for each group, which can be added to and merged.
struct GroupState: Sendable {
    let statistic: GroupStatistic

    /// The type of the values.
    let kind: ValueKind

    /// The fields of all groups, of which those that the statistic does not have are empty.
    ///
    /// Those of texts are codes in ``texts``, and NaN if there is none.
    var first: [Double] = []
    var second: [Double] = []
    var third: [Double] = []

    /// The texts that are the least, the greatest or the first of a group.
    var texts = CategoryBuilder()

    /// Whether all numbers so far are integers.
    var areIntegers = true

    /// The values and their groups, for ``GroupStatistic/distinct``.
    var values: KeyCoder
    var pairs = CodeTable()

    /// The values of each group, for ``GroupStatistic/quantiles``.
    var sketches: [QuantileSketch] = []

    /// The hashes of each group, for ``GroupStatistic/approximateDistinct``.
    var counters: [DistinctCounter] = []

    /// The hashes of the texts of the dictionary that values have come with.
    var textHashes: [UInt64] = []

    /// Creates a state of groups without rows.
    init(_ statistic: GroupStatistic, kind: ValueKind, groups: Int = 0) {
        (self.statistic, self.kind) = (statistic, kind)
        values = KeyCoder(kind: kind)
        grow(to: groups)
    }

    /// Adds groups without rows.
    private mutating func grow(to groups: Int) {
        let new = repeatElement(statistic.initial, count: max(0, groups - first.count))
        first += new
        if statistic.fields > 1 { second += new }
        if statistic.fields > 2 { third += new }
        switch statistic {
        case .quantiles: sketches += repeatElement(QuantileSketch(), count: new.count)
        case .approximateDistinct: counters += repeatElement(DistinctCounter(), count: new.count)
        default: break
        }
    }

    /// Adds rows.
    ///
    /// - Parameters:
    ///   - value: The values of the rows; nil for ``GroupStatistic/rows``.
    ///   - groups: The group of each row; rows in group -1 are ignored.
    ///   - count: The number of groups.
    ///   - isWhole: Whether all rows are in group 0.
    ///   - dictionary: The texts of the values.
    mutating func add(
        _ value: BlockValue?, groups: [Int32], of count: Int, isWhole: Bool, dictionary: CategoryBuilder
    ) {
        grow(to: count)
        guard let value else { return addRows(groups) }
        areIntegers = areIntegers && value.areIntegers
        if statistic == .distinct {
            return addDistinct(values.codes(of: value, rows: groups.count, dictionary: dictionary), groups)
        }
        switch value {
        case .numbers(let numbers, _) where isWhole, .dates(let numbers) where isWhole:
            if !addToFirstGroup(numbers) { add(numbers, groups) }
        case .numbers(let numbers, _), .dates(let numbers): add(numbers, groups)
        case .flags(let flags): add(flags.map { $0 ? 1 : 0 }, groups)
        case .texts(let codes, _): add(codes, groups, dictionary)
        case .constant, .text: preconditionFailure("constants are spread before they are added")
        }
    }

    private mutating func addRows(_ groups: [Int32]) {
        first.withUnsafeMutableBufferPointer { rows in
            for group in groups where group >= 0 { rows[Int(group)] += 1 }
        }
    }

    private mutating func addDistinct(_ codes: [Int32], _ groups: [Int32]) {
        for (code, group) in zip(codes, groups) where code >= 0 && group >= 0 {
            insertDistinct(code, in: group)
        }
    }

    @inline(__always)
    private mutating func insertDistinct(_ code: Int32, in group: Int32) {
        let before = pairs.count
        _ = pairs.code(of: UInt64(UInt32(group)) << 32 | UInt64(UInt32(code)))
        first[Int(group)] += Double(pairs.count - before)
    }

    private mutating func add(_ values: [Double], _ groups: [Int32]) {
        values.withUnsafeBufferPointer { values in
            groups.withUnsafeBufferPointer { groups in
                switch statistic {
                case .rows, .distinct: break
                case .quantiles: addToSketches(values, groups)
                case .approximateDistinct: addToCounters(values, groups)
                case .count: count(values, groups)
                case .sum: sum(values, groups)
                case .moments: addMoments(values, groups)
                case .minimum: pick(values, groups) { $0 < $1 }
                case .maximum: pick(values, groups) { $0 > $1 }
                case .first: pick(values, groups) { _, _ in false }
                }
            }
        }
    }

    private mutating func count(_ values: UnsafeBufferPointer<Double>, _ groups: UnsafeBufferPointer<Int32>) {
        first.withUnsafeMutableBufferPointer { counts in
            for row in values.indices where groups[row] >= 0 {
                counts[Int(groups[row])] += values[row].isNaN ? 0 : 1
            }
        }
    }

    /// Adds values with Kahan's compensation, as pandas does.
    private mutating func sum(_ values: UnsafeBufferPointer<Double>, _ groups: UnsafeBufferPointer<Int32>) {
        first.withUnsafeMutableBufferPointer { sums in
            second.withUnsafeMutableBufferPointer { lost in
                for row in values.indices where groups[row] >= 0 && !values[row].isNaN {
                    Self.add(values[row], to: &sums[Int(groups[row])], &lost[Int(groups[row])])
                }
            }
        }
    }

    @inline(__always)
    static func add(_ value: Double, to sum: inout Double, _ lost: inout Double) {
        let corrected = value - lost
        let total = sum + corrected
        let error = (total - sum) - corrected
        // An infinite sum has no rounding error.
        lost = error.isNaN ? 0 : error
        sum = total
    }

    /// Updates counts, means and sums of squares value by value (Welford 1962), as pandas does.
    private mutating func addMoments(
        _ values: UnsafeBufferPointer<Double>, _ groups: UnsafeBufferPointer<Int32>
    ) {
        first.withUnsafeMutableBufferPointer { counts in
            second.withUnsafeMutableBufferPointer { means in
                third.withUnsafeMutableBufferPointer { squares in
                    for row in values.indices where groups[row] >= 0 && !values[row].isNaN {
                        let (group, value) = (Int(groups[row]), values[row])
                        counts[group] += 1
                        let difference = value - means[group]
                        means[group] += difference / counts[group]
                        squares[group] += difference * (value - means[group])
                    }
                }
            }
        }
    }

    /// Replaces the value of a group by another that is not missing if there is none, or if the other is better.
    @inline(__always)
    private mutating func pick(
        _ values: UnsafeBufferPointer<Double>, _ groups: UnsafeBufferPointer<Int32>,
        _ isBetter: (Double, Double) -> Bool
    ) {
        first.withUnsafeMutableBufferPointer { picked in
            for row in values.indices where groups[row] >= 0 && !values[row].isNaN {
                let group = Int(groups[row])
                if picked[group].isNaN || isBetter(values[row], picked[group]) { picked[group] = values[row] }
            }
        }
    }

    private mutating func add(_ codes: [Int32], _ groups: [Int32], _ dictionary: CategoryBuilder) {
        if statistic == .approximateDistinct { return addToCounters(codes, groups, dictionary) }
        for (code, group) in zip(codes, groups) where code >= 0 && group >= 0 {
            if statistic == .count {
                first[Int(group)] += 1
            } else if statistic != .first || first[Int(group)].isNaN {
                dictionary.withText(of: Int(code)) { pick($0, for: Int(group)) }
            }
        }
    }

    private mutating func pick(_ text: UnsafeBufferPointer<UInt8>, for group: Int) {
        let known = first[group]
        if !known.isNaN {
            guard statistic != .first else { return }
            let order = texts.withText(of: Int(known)) { text.compared(to: $0) }
            guard statistic == .minimum ? order < 0 : order > 0 else { return }
        }
        first[group] = Double(texts.code(of: text))
    }
}

// MARK: - Merging

extension GroupState {
    /// Adds the rows of a state for later rows.
    ///
    /// - Parameters:
    ///   - other: The other state, of the same statistic.
    ///   - groups: The group of each of its groups.
    ///   - count: The number of groups.
    mutating func merge(_ other: GroupState, groups: [Int32], of count: Int) {
        grow(to: count)
        areIntegers = areIntegers && other.areIntegers
        switch statistic {
        case .rows, .count:
            for (row, group) in groups.enumerated() { first[Int(group)] += other.first[row] }
        case .sum:
            for (row, group) in groups.enumerated() {
                Self.add(other.first[row], to: &first[Int(group)], &second[Int(group)])
                Self.add(-other.second[row], to: &first[Int(group)], &second[Int(group)])
            }
        case .moments:
            for (row, group) in groups.enumerated() {
                mergeMoments((other.first[row], other.second[row], other.third[row]), Int(group))
            }
        case .minimum, .maximum, .first:
            if kind == .text {
                for (row, group) in groups.enumerated() where !other.first[row].isNaN {
                    other.texts.withText(of: Int(other.first[row])) { pick($0, for: Int(group)) }
                }
            } else {
                add(other.first, groups)
            }
        case .distinct:
            let codes = values.codes(of: other.values)
            for pair in other.pairs.words {
                insertDistinct(
                    codes[Int(truncatingIfNeeded: pair & 0xFFFF_FFFF)], in: groups[Int(pair >> 32)])
            }
        case .quantiles:
            for (row, group) in groups.enumerated() { sketches[Int(group)].merge(other.sketches[row]) }
        case .approximateDistinct:
            for (row, group) in groups.enumerated() { counters[Int(group)].merge(other.counters[row]) }
        }
    }

    /// Adds the count, mean and sum of squares of other values (Chan, Golub and LeVeque 1979).
    mutating func mergeMoments(_ other: (count: Double, mean: Double, squares: Double), _ group: Int) {
        let (count, mean, squares) = other
        guard count > 0 else { return }
        if first[group] == 0 {
            // The square of a very large mean would be infinite.
            (first[group], second[group], third[group]) = other
            return
        }
        let total = first[group] + count
        let difference = mean - second[group]
        third[group] += squares + difference * difference * (first[group] * count / total)
        second[group] += difference * (count / total)
        first[group] = total
    }
}
