/// Distinct values, and how often each occurs.
struct ValueCounts: Sendable {
    private var values = CodeTable()

    /// The counts, by the code of the value.
    private var counts: [Int] = []

    /// Counts each of some values once.
    init(_ values: [Double]) {
        for value in values { add(value) }
    }

    /// Counts values by level: one at level *l* counts 2ˡ times.
    init(levels: [[Double]]) {
        for (level, values) in levels.enumerated() {
            for value in values { add(value, count: 1 << level) }
        }
    }

    /// The number of distinct values.
    var distinctCount: Int { counts.count }

    /// The number of bytes, approximately.
    var byteCount: Int { 32 * counts.count }

    /// Counts a value, and returns the number of distinct ones.
    ///
    /// Minus zero is counted as zero.
    @inline(__always)
    @discardableResult mutating func add(_ value: Double, count: Int = 1) -> Int {
        let code = Int(values.code(of: (value + 0).bitPattern))
        if code == counts.count { counts.append(count) } else { counts[code] += count }
        return counts.count
    }

    /// Counts the values of others.
    mutating func add(_ other: ValueCounts) {
        for (word, count) in zip(other.values.words, other.counts) {
            add(Double(bitPattern: word), count: count)
        }
    }

    /// The values in ascending order, once for each digit 1 of their binary counts: at level *l* if the digit is 2ˡ.
    var levels: [[Double]] {
        var levels: [[Double]] = [[]]
        let ascending = zip(values.words, counts).map { (Double(bitPattern: $0), $1) }.sorted { $0.0 < $1.0 }
        for (value, count) in ascending {
            for level in 0..<(Int.bitWidth - count.leadingZeroBitCount) where count & 1 << level != 0 {
                while levels.count <= level { levels.append([]) }
                levels[level].append(value)
            }
        }
        return levels
    }
}
