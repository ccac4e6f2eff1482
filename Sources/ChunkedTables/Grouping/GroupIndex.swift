internal import Tabular

/// The groups of rows with equal keys, numbered in order of first occurrence.
struct GroupIndex: Sendable {
    /// The values of each key.
    private(set) var keys: [KeyCoder]

    /// The combinations of the first keys, by level: (combination of the keys before, code of the next key).
    private(set) var levels: [CodeTable]

    /// Creates an index of keys, and of their combinations by level.
    init(keys: [KeyCoder], levels: [CodeTable]) { (self.keys, self.levels) = (keys, levels) }

    /// Creates an index without groups; there is one group of all rows if there are no keys.
    init(kinds: [ValueKind]) {
        keys = kinds.map { KeyCoder(kind: $0) }
        levels = kinds.map { _ in CodeTable() }
    }

    /// The number of groups.
    var count: Int { levels.last?.count ?? 1 }

    /// Returns the group of each row, -1 if a key is missing; adds new groups.
    ///
    /// - Parameters:
    ///   - values: The values of the keys.
    ///   - rows: The number of rows.
    ///   - dictionary: Returns the dictionary of texts.
    mutating func groups(
        of values: [BlockValue], rows: Int, dictionary: (BlockValue) -> CategoryBuilder
    ) -> [Int32] {
        var codes: [[Int32]] = []
        for (place, value) in values.enumerated() {
            codes.append(keys[place].codes(of: value, rows: rows, dictionary: dictionary(value)))
        }
        return groups(ofCodes: codes, rows: rows)
    }

    /// Adds the groups of another index, and returns their numbers.
    mutating func groups(of other: GroupIndex) -> [Int32] {
        let codes = keys.indices.map { place in
            let known = keys[place].codes(of: other.keys[place])
            return other.codes(ofKey: place).map { known[Int($0)] }
        }
        return groups(ofCodes: codes, rows: other.count)
    }

    private mutating func groups(ofCodes codes: [[Int32]], rows: Int) -> [Int32] {
        guard var groups = codes.first else { return [Int32](repeating: 0, count: rows) }
        for level in codes.indices {
            let before = level == 0 ? nil : groups
            groups = codes[level].withUnsafeBufferPointer { codes in
                guard let before else {
                    return levels[level].codes(rows: rows) { codes[$0] < 0 ? nil : UInt64(UInt32(codes[$0])) }
                }
                return before.withUnsafeBufferPointer { before in
                    levels[level].codes(rows: rows) { row in
                        before[row] < 0 || codes[row] < 0
                            ? nil : UInt64(UInt32(before[row])) << 32 | UInt64(UInt32(codes[row]))
                    }
                }
            }
        }
        return groups
    }

    /// The code of a key in each group.
    func codes(ofKey key: Int) -> [Int32] {
        var combinations = levels.last.map { Array($0.words.indices) } ?? []
        for level in levels.indices.reversed() where level > key {
            combinations = combinations.map { Int(levels[level].words[$0] >> 32) }
        }
        return combinations.map { Int32(truncatingIfNeeded: levels[key].words[$0]) }
    }

    /// The groups in the order of their keys, the first key first.
    var sorted: [Int] {
        let ranks = keys.indices.map { place in
            let ranks = keys[place].ranks
            return codes(ofKey: place).map { ranks[Int($0)] }
        }
        return (0..<count).sorted { one, two in
            for rank in ranks where rank[one] != rank[two] { return rank[one] < rank[two] }
            return false
        }
    }
}
