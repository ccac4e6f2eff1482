/// The shares of the variance of a score that parameters explain, each alone and each two together.
///
/// On a full grid, in which every combination of values occurs once, these are exact: the score is a sum of the overall
/// mean, an effect of each parameter, an effect of each pair, and effects of more, which are uncorrelated.
///
/// Source: Hutter, Hoos and Leyton-Brown, "An efficient approach for assessing hyperparameter importance", 2014.
public struct FunctionalANOVA: Sendable, Equatable {
    /// The share of each parameter alone.
    public let main: [Double]

    /// The share of each two parameters together, beyond that of each alone.
    public let pairs: [Pair]

    /// The share of two parameters.
    public struct Pair: Sendable, Equatable {
        /// The position of the first parameter.
        public let first: Int
        /// The position of the second parameter.
        public let second: Int
        /// Their share of the variance.
        public let share: Double
    }

    /// Decomposes the variance of scores over a full grid.
    ///
    /// - Parameters:
    ///   - levels: For each score, the position of the value of each parameter.
    ///   - counts: The number of values of each parameter.
    ///   - scores: The scores.
    /// - Returns: The shares; nil unless the grid is full, the scores are finite, and they differ.
    /// - Complexity: O(*np*²) for *n* scores and *p* parameters.
    public init?(levels: [[Int]], counts: [Int], scores: [Double]) {
        guard !counts.isEmpty, levels.count == scores.count, scores.allSatisfy(\.isFinite),
            Self.isFull(levels, counts)
        else { return nil }
        let total = Double(scores.count)
        let mean = scores.reduce(0, +) / total
        let centered = scores.map { $0 - mean }
        let variance = centered.reduce(0) { $0 + $1 * $1 } / total
        guard variance > 0, variance.isFinite else { return nil }

        /// The mean score of each group of candidates.
        func means(_ groups: Int, _ group: ([Int]) -> Int) -> [Double] {
            var sums = [Double](repeating: 0, count: groups)
            for (levels, score) in zip(levels, centered) { sums[group(levels)] += score }
            return sums.map { $0 * Double(groups) / total }
        }

        let effects = counts.indices.map { parameter in means(counts[parameter]) { $0[parameter] } }
        main = effects.map { effect in
            effect.reduce(0) { $0 + $1 * $1 } / Double(effect.count) / variance
        }
        var pairs: [Pair] = []
        for first in counts.indices {
            for second in counts.indices where second > first {
                let width = counts[second]
                let joint = means(counts[first] * width) { $0[first] * width + $0[second] }
                let sum = joint.enumerated().reduce(0) { sum, cell in
                    let own =
                        cell.element - effects[first][cell.offset / width]
                        - effects[second][cell.offset % width]
                    return sum + own * own
                }
                pairs.append(Pair(first: first, second: second, share: sum / Double(joint.count) / variance))
            }
        }
        self.pairs = pairs
    }

    /// Whether every combination of values occurs exactly once.
    private static func isFull(_ levels: [[Int]], _ counts: [Int]) -> Bool {
        var size = 1
        for count in counts {
            let (product, overflows) = size.multipliedReportingOverflow(by: count)
            if overflows || product > levels.count { return false }
            size = product
        }
        guard size == levels.count else { return false }
        var isKnown = [Bool](repeating: false, count: size)
        for combination in levels {
            guard combination.count == counts.count,
                zip(combination, counts).allSatisfy({ $0 >= 0 && $0 < $1 })
            else { return false }
            let place = zip(combination, counts).reduce(0) { $0 * $1.1 + $1.0 }
            if isKnown[place] { return false }
            isKnown[place] = true
        }
        return true
    }
}
