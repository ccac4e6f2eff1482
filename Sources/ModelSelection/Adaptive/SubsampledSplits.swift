import Learning

/// A splitter whose splits have only a part of the rows of another one's.
///
/// Of each class, about the same share is kept. A smaller part of the same split is contained in a larger one.
struct SubsampledSplits: Splitter {
    let base: any Splitter

    /// The share of the training and of the test rows to keep, as the number of rows of all.
    let kept: Int

    let seed: UInt64

    var description: String { "\(base) of \(kept) rows" }

    func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        let share = Double(kept) / Double(rows)
        return try base.splits(rows: rows, target: target, groups: groups).enumerated().map { number, split in
            var draw = RowDraw(of: target, seed: seed, split: number)
            func part(_ indices: [Int]) -> [Int] {
                let count = min(indices.count, max(1, Int(share * Double(indices.count))))
                guard count < indices.count else { return indices }
                return draw.ordered(indices).prefix(count).sorted()
            }
            return Split(train: part(split.train), test: part(split.test))
        }
    }

    func splitCount(rows: Int) -> Int? { base.splitCount(rows: rows) }

    static func == (left: SubsampledSplits, right: SubsampledSplits) -> Bool {
        AnyHashable(left.base) == AnyHashable(right.base) && left.kept == right.kept
            && left.seed == right.seed
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(AnyHashable(base))
        hasher.combine(kept)
        hasher.combine(seed)
    }
}
