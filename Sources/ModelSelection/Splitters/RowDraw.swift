import Learning

/// The random order in which rows of a split are drawn, so that a smaller part is contained in a larger one.
///
/// Each beginning of the order has about the same share of every class.
struct RowDraw {
    private var generator: SeededGenerator
    private let labels: Labels?

    /// Creates the order of a split; each split has its own.
    ///
    /// - Parameters:
    ///   - target: The target of all rows.
    ///   - seed: The seed of all splits.
    ///   - split: The number of the split.
    init(of target: Target, seed: UInt64, split: Int) {
        generator = SeededGenerator(seed: seed &+ UInt64(split))
        labels = if case .labels(let labels) = target { labels } else { nil }
    }

    /// Returns rows in the order in which they are drawn.
    mutating func ordered(_ rows: [Int]) -> [Int] {
        let shuffled = generator.shuffled(rows)
        guard let labels else { return shuffled }
        var sizes = [Int](repeating: 0, count: labels.classes.count)
        for row in shuffled { sizes[Int(labels.codes[row])] += 1 }
        var seen = [Int](repeating: 0, count: sizes.count)
        let places = shuffled.map { row in
            let code = Int(labels.codes[row])
            seen[code] += 1
            return (Double(seen[code]) - 0.5) / Double(sizes[code])
        }
        return shuffled.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { shuffled[$0] }
    }
}
