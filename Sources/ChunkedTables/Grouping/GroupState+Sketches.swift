internal import Tabular

extension GroupState {
    /// Adds values to the sketches of their groups.
    mutating func addToSketches(
        _ values: UnsafeBufferPointer<Double>, _ groups: UnsafeBufferPointer<Int32>
    ) {
        for row in values.indices where groups[row] >= 0 && !values[row].isNaN {
            sketches[Int(groups[row])].add(values[row])
        }
    }

    /// Adds numbers or dates to the counters of their groups.
    mutating func addToCounters(
        _ values: UnsafeBufferPointer<Double>, _ groups: UnsafeBufferPointer<Int32>
    ) {
        for row in values.indices where groups[row] >= 0 && !values[row].isNaN {
            counters[Int(groups[row])].insert(DistinctCounter.hash(values[row]))
        }
    }

    /// Adds texts to the counters of their groups; each text of the dictionary is hashed once.
    mutating func addToCounters(_ codes: [Int32], _ groups: [Int32], _ dictionary: CategoryBuilder) {
        for place in textHashes.count..<max(textHashes.count, dictionary.count) {
            textHashes.append(dictionary.withText(of: place) { DistinctCounter.hash($0) })
        }
        for (code, group) in zip(codes, groups) where code >= 0 && group >= 0 {
            counters[Int(group)].insert(textHashes[Int(code)])
        }
    }

    /// In how many of some groups the statistic is approximate, and the largest error of one of them.
    ///
    /// - Returns: The number of groups; and the error of ranks relative to the number of values of the group, or the standard
    ///   error relative to the number of distinct values.
    func approximateGroups(_ groups: [Int]) -> (count: Int, error: Double) {
        switch statistic {
        case .quantiles:
            let errors = groups.map { sketches[$0] }.filter { !$0.isExact }
                .map { Double($0.rankError) / Double($0.count) }
            return (errors.count, errors.max() ?? 0)
        case .approximateDistinct:
            let count = groups.count { !counters[$0].isExact }
            return (count, count > 0 ? DistinctCounter.standardError : 0)
        default: return (0, 0)
        }
    }

    /// The number of bytes, approximately.
    var byteCount: Int {
        let fields = 8 * (first.count + second.count + third.count)
        let sketched =
            sketches.reduce(0) { $0 + $1.byteCount } + counters.reduce(0) { $0 + $1.byteCount }
        return fields + 24 * (texts.count + pairs.count) + texts.utf8.count + values.byteCount + sketched
    }
}
