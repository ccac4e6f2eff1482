internal import TaskGraph

/// The values of a group, for quantiles: all of them up to a number, and a weighted sample beyond.
///
/// The sample has levels (Munro and Paterson 1980; Manku, Rajagopalan and Lindsay 1998). A value at level *l* stands for 2ˡ
/// values. A level that is full is sorted, and every other of its values moves to the next level. This changes the rank of
/// any number by at most 2ˡ, and the sum of all such changes is kept (``rankError``): with a capacity of 4,096, it is at most
/// 0.2 % of a million values, and 0.5 % of a billion. The values that stay are alternately the odd and the even ones, so that
/// most changes cancel. Nothing is random: the same values, added and merged in the same order, have the same sample.
struct QuantileSketch: Sendable {
    /// The number of values that are kept exactly, and of those at each level.
    static let capacity = 4096

    /// The values of each level.
    private var levels: [[Double]] = [[]]

    /// For each level, whether the values that stay next are the odd ones.
    private var takesOdd: [Bool] = [false]

    /// The number of values.
    private(set) var count = 0

    /// The number by which the rank of a value may be wrong.
    private(set) var rankError = 0

    private var lowest = Double.infinity
    private var highest = -Double.infinity

    /// The number of bytes, approximately.
    var byteCount: Int { levels.reduce(192) { $0 + 8 * $1.count } }

    /// Whether the sample is all values.
    var isExact: Bool { levels.count == 1 }

    /// Adds a value, which is not NaN.
    @inline(__always)
    mutating func add(_ value: Double) {
        count += 1
        if value < lowest { lowest = value }
        if value > highest { highest = value }
        levels[0].append(value)
        if levels[0].count > Self.capacity { compact() }
    }

    /// Adds the values of another sketch.
    mutating func merge(_ other: QuantileSketch) {
        count += other.count
        rankError += other.rankError
        lowest = min(lowest, other.lowest)
        highest = max(highest, other.highest)
        for (level, values) in other.levels.enumerated() {
            if level == levels.count { appendLevel() }
            levels[level] += values
        }
        compact()
    }

    /// Moves half of the values of each full level to the next level.
    private mutating func compact() {
        var level = 0
        while level < levels.count {
            if levels[level].count > Self.capacity {
                var values: [Double] = []
                swap(&values, &levels[level])
                values.sort()
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
        if isExact {
            let sorted = levels[0].sorted()
            return probabilities.map { Self.interpolated(sorted, at: $0) }
        }
        let sample = levels.enumerated()
            .flatMap { level, values in values.map { (value: $0, weight: 1 << level) } }
            .sorted { $0.value < $1.value }
        return probabilities.map { probability in
            // The extremes are known.
            if probability == 0 { return lowest }
            if probability == 1 { return highest }
            var rest = probability * Double(count - 1)
            for (value, weight) in sample {
                rest -= Double(weight)
                if rest < 0 { return value }
            }
            return highest
        }
    }

    private static func interpolated(_ sorted: [Double], at probability: Double) -> Double {
        let place = probability * Double(sorted.count - 1)
        let lower = Int(place)
        let fraction = place - Double(lower)
        // Infinite neighbours would make NaN of a fraction of 0.
        guard fraction > 0, lower + 1 < sorted.count else { return sorted[lower] }
        return sorted[lower] + (sorted[lower + 1] - sorted[lower]) * fraction
    }
}

// MARK: - Coding

extension QuantileSketch {
    /// Writes sketches: their numbers, and the values of all levels of all of them in one frame.
    static func encode(_ sketches: [QuantileSketch], into writer: inout ValueWriter) {
        writer.append(Frame(sketches.flatMap { [$0.count, $0.rankError, $0.levels.count] }))
        writer.append(Frame(sketches.flatMap { [$0.lowest, $0.highest] }))
        writer.append(
            Frame(
                sketches.flatMap { sketch in
                    zip(sketch.levels, sketch.takesOdd).map { 2 * $0.count + ($1 ? 1 : 0) }
                }))
        let bytes = sketches.reduce(0) { $0 + $1.levels.reduce(0) { $0 + 8 * $1.count } }
        writer.append(byteCount: bytes) { Frame(sketches.flatMap { $0.levels.flatMap(\.self) }) }
    }

    /// Decodes sketches written by ``encode(_:into:)``.
    static func decode(from reader: inout ValueReader) throws -> [QuantileSketch] {
        let (numbers, extremes) = (try reader.readArray(of: Int.self), try reader.readArray(of: Double.self))
        var (levels, values) = (
            try reader.readArray(of: Int.self)[...], try reader.readArray(of: Double.self)[...]
        )
        let damaged = WireError.cannotDecode(value: "quantile-sketches", reason: "their levels do not match")
        guard numbers.count.isMultiple(of: 3), extremes.count == numbers.count / 3 * 2 else { throw damaged }
        let sketches = try (0..<numbers.count / 3).map { index in
            var sketch = QuantileSketch()
            (sketch.count, sketch.rankError) = (numbers[3 * index], numbers[3 * index + 1])
            (sketch.lowest, sketch.highest) = (extremes[2 * index], extremes[2 * index + 1])
            guard (1...64).contains(numbers[3 * index + 2]), numbers[3 * index + 2] <= levels.count else {
                throw damaged
            }
            let own = levels.prefix(numbers[3 * index + 2])
            levels = levels.dropFirst(own.count)
            sketch.takesOdd = own.map { $0 & 1 == 1 }
            sketch.levels = try own.map { level in
                guard level >= 0, level / 2 <= values.count else { throw damaged }
                defer { values = values.dropFirst(level / 2) }
                return Array(values.prefix(level / 2))
            }
            guard sketch.isConsistent else { throw damaged }
            return sketch
        }
        guard levels.isEmpty, values.isEmpty else { throw damaged }
        return sketches
    }

    /// Whether the values of all levels stand for as many values as were added.
    private var isConsistent: Bool {
        var (rest, level) = (count, 0)
        for values in levels {
            let (own, overflows) = values.count.multipliedReportingOverflow(
                by: level < 62 ? 1 << level : .max)
            guard !overflows || values.isEmpty, values.isEmpty || own <= rest else { return false }
            if !values.isEmpty { rest -= own }
            level += 1
        }
        return rest == 0 && rankError >= 0
    }
}
