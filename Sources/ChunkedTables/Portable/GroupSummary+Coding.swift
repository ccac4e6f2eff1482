internal import TaskGraph

extension GroupSummary {
    /// Writes the keys of the groups and their statistics, which keep all bits.
    func encode(into writer: inout ValueWriter) {
        writer.header.append(index.keys.count)
        for key in index.keys { key.encode(into: &writer) }
        for level in index.levels { level.encode(into: &writer) }
        writer.header.append(states.count)
        for state in states { state.encode(into: &writer) }
    }

    /// Decodes a summary written by ``encode(into:)``.
    init(from reader: inout ValueReader) throws {
        let keyCount = try reader.header.readInt()
        var (keys, levels): ([KeyCoder], [CodeTable]) = ([], [])
        for _ in 0..<max(0, keyCount) { keys.append(try KeyCoder(from: &reader)) }
        for _ in 0..<max(0, keyCount) { levels.append(try CodeTable(from: &reader)) }
        let index = GroupIndex(keys: keys, levels: levels)
        guard index.isConsistent else {
            throw WireError.cannotDecode(
                value: "group-summary", reason: "a group has a key that does not exist")
        }
        var states: [GroupState] = []
        for _ in 0..<max(0, try reader.header.readInt()) {
            states.append(try GroupState(groups: index.count, from: &reader))
        }
        self.init(index: index, states: states)
    }
}

extension GroupIndex {
    /// Whether the combinations of each level are of codes of keys, and of combinations before.
    fileprivate var isConsistent: Bool {
        levels.indices.allSatisfy { level in
            let before = level == 0 ? 1 : levels[level - 1].count
            let codes = keys[level].count
            return levels[level].words.allSatisfy { Int($0 >> 32) < before && Int($0 & 0xFFFF_FFFF) < codes }
        }
    }
}

extension GroupState {
    /// Writes the statistic of each group.
    fileprivate func encode(into writer: inout ValueWriter) {
        writer.header.append(statistic.rawValue)
        writer.header.append(kind.rawValue)
        writer.header.append(areIntegers)
        for fields in [first, second, third].prefix(statistic.fields) { writer.append(Frame(fields)) }
        switch statistic {
        case .minimum, .maximum, .first: if kind == .text { writer.append(texts) }
        case .distinct:
            values.encode(into: &writer)
            pairs.encode(into: &writer)
        case .quantiles: QuantileSketch.encode(sketches, into: &writer)
        case .approximateDistinct: DistinctCounter.encode(counters, into: &writer)
        case .rows, .count, .sum, .moments: break
        }
    }

    /// Decodes a statistic written by ``encode(into:)``.
    ///
    /// - Parameter groups: The number of groups.
    fileprivate init(groups: Int, from reader: inout ValueReader) throws {
        func damaged(_ reason: String) -> WireError { .cannotDecode(value: "group-summary", reason: reason) }
        self.init(try reader.header.readCase(), kind: try reader.header.readCase())
        areIntegers = try reader.header.readBool()
        first = try reader.readArray(of: Double.self)
        if statistic.fields > 1 { second = try reader.readArray(of: Double.self) }
        if statistic.fields > 2 { third = try reader.readArray(of: Double.self) }
        let counts = [first, second, third].prefix(statistic.fields).map(\.count)
        guard counts.allSatisfy({ $0 == groups }) else {
            throw damaged("a statistic is not that of \(groups) groups")
        }
        switch statistic {
        case .minimum, .maximum, .first:
            guard kind == .text else { return }
            texts = try reader.readTexts()
            let codes = 0..<texts.count
            guard first.allSatisfy({ code in code.isNaN || Int(exactly: code).map(codes.contains) == true })
            else { throw damaged("a code is not that of a text") }
        case .distinct:
            values = try KeyCoder(from: &reader)
            pairs = try CodeTable(from: &reader)
            let (groups, codes) = (first.count, values.count)
            guard values.kind == kind,
                pairs.words.allSatisfy({ Int($0 >> 32) < groups && Int($0 & 0xFFFF_FFFF) < codes })
            else { throw damaged("a value is not in a group") }
        case .quantiles:
            sketches = try QuantileSketch.decode(from: &reader)
            guard sketches.count == first.count else { throw damaged("a group has no sketch") }
        case .approximateDistinct:
            counters = try DistinctCounter.decode(from: &reader)
            guard counters.count == first.count else { throw damaged("a group has no counter") }
        case .rows, .count, .sum, .moments: break
        }
    }
}
