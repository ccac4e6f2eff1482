internal import TaskGraph

extension QuantileSketch {
    /// Writes sketches: their numbers, and the values of all levels of all of them in one frame.
    static func encode(_ sketches: [QuantileSketch], into writer: inout ValueWriter) {
        let levels = sketches.map(\.allLevels)
        writer.append(
            Frame(
                zip(sketches, levels).flatMap {
                    [$0.count, $0.rankError, $0.isCounted ? 1 : 0, $1.values.count]
                }))
        writer.append(Frame(sketches.flatMap { [$0.lowest, $0.highest] }))
        writer.append(
            Frame(levels.flatMap { zip($0.values, $0.takesOdd).map { 2 * $0.count + ($1 ? 1 : 0) } }))
        let bytes = levels.reduce(0) { $0 + $1.values.reduce(0) { $0 + 8 * $1.count } }
        writer.append(byteCount: bytes) { Frame(levels.flatMap { $0.values.flatMap(\.self) }) }
    }

    /// Decodes sketches written by ``encode(_:into:)``.
    static func decode(from reader: inout ValueReader) throws -> [QuantileSketch] {
        let (numbers, extremes) = (try reader.readArray(of: Int.self), try reader.readArray(of: Double.self))
        var (levels, values) = (
            try reader.readArray(of: Int.self)[...], try reader.readArray(of: Double.self)[...]
        )
        let damaged = WireError.cannotDecode(value: "quantile-sketches", reason: "their levels do not match")
        guard numbers.count.isMultiple(of: 4), extremes.count == numbers.count / 2 else { throw damaged }
        let sketches = try (0..<numbers.count / 4).map { index in
            let (count, rankError) = (numbers[4 * index], numbers[4 * index + 1])
            let (isCounted, levelCount) = (numbers[4 * index + 2] == 1, numbers[4 * index + 3])
            guard (1...64).contains(levelCount), levelCount <= levels.count else { throw damaged }
            let own = levels.prefix(levelCount)
            levels = levels.dropFirst(own.count)
            let lists = try own.map { level in
                guard level >= 0, level / 2 <= values.count else { throw damaged }
                defer { values = values.dropFirst(level / 2) }
                return Array(values.prefix(level / 2))
            }
            guard rankError >= 0, !isCounted || rankError == 0, stands(lists, for: count) else {
                throw damaged
            }
            return QuantileSketch(
                levels: lists, takesOdd: own.map { $0 & 1 == 1 }, isCounted: isCounted, count: count,
                rankError: rankError,
                extremes: (extremes[2 * index], extremes[2 * index + 1]))
        }
        guard levels.isEmpty, values.isEmpty else { throw damaged }
        return sketches
    }

    /// Whether the values of all levels stand for a number of values.
    private static func stands(_ levels: [[Double]], for count: Int) -> Bool {
        var rest = count
        for (level, values) in levels.enumerated() where !values.isEmpty {
            let (own, overflows) = values.count.multipliedReportingOverflow(
                by: level < 62 ? 1 << level : .max)
            guard !overflows, own <= rest else { return false }
            rest -= own
        }
        return rest == 0
    }
}
