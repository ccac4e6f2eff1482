internal import Tabular

/// The statistics of groups of rows, which can be merged with those of other rows.
struct GroupSummary: Sendable {
    private(set) var index: GroupIndex
    private(set) var states: [GroupState]

    /// Creates the summary of no rows.
    ///
    /// - Parameters:
    ///   - keys: The types of the keys.
    ///   - statistics: The statistics, and the types of their values.
    init(keys: [ValueKind], statistics: [(GroupStatistic, ValueKind)]) {
        index = GroupIndex(kinds: keys)
        // One group of all rows exists without rows.
        states = statistics.map { [count = index.count] in GroupState($0.0, kind: $0.1, groups: count) }
    }

    /// Creates a summary from its groups and their statistics.
    init(index: GroupIndex, states: [GroupState]) { (self.index, self.states) = (index, states) }

    /// Adds the rows of a block.
    ///
    /// - Parameters:
    ///   - block: The values of the keys, followed by others.
    ///   - operands: For each statistic, the position of its values; nil if it has none.
    ///   - dictionary: Returns the dictionary of texts.
    mutating func add(
        _ block: Evaluator.Block, operands: [Int?],
        dictionary: (BlockValue) -> CategoryBuilder
    ) {
        let keys = Array(block.outputs[..<index.keys.count])
        let groups = index.groups(of: keys, rows: block.rows, dictionary: dictionary)
        for place in states.indices {
            let value = operands[place].map { block.outputs[$0] }
            states[place].add(
                value, groups: groups, of: index.count, isWhole: keys.isEmpty,
                dictionary: value.map(dictionary) ?? CategoryBuilder.none)
        }
    }

    /// Adds the summary of later rows.
    mutating func merge(_ other: GroupSummary) {
        let groups = index.groups(of: other.index)
        for place in states.indices {
            states[place].merge(other.states[place], groups: groups, of: index.count)
        }
    }

    /// The number of bytes, approximately.
    ///
    /// - Complexity: O(groups) if there are quantiles or approximate numbers of distinct values, otherwise O(1).
    var byteCount: Int {
        let keys = index.keys.reduce(0) { $0 + $1.byteCount }
        return states.reduce(keys + 24 * index.count * index.keys.count) { $0 + $1.byteCount }
    }
}

extension CategoryBuilder {
    /// A dictionary without texts.
    static let none = CategoryBuilder()
}
