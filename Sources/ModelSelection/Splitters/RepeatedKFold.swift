import Learning

/// Repeated k-fold cross-validation, shuffled differently in each repetition.
public struct RepeatedKFold: Splitter {
    /// The number of folds, at least 2.
    public let nSplits: Int

    /// The number of repetitions, at least 1.
    public let nRepeats: Int

    /// The random seed.
    public let seed: UInt64

    /// Creates a splitter with `nSplits` shuffled folds, repeated `nRepeats` times.
    public init(_ nSplits: Int = 5, repeats nRepeats: Int = 10, seed: UInt64 = 0) {
        self.nSplits = nSplits
        self.nRepeats = nRepeats
        self.seed = seed
    }

    /// `5 shuffled folds, 3 times`.
    public var description: String { "\(nSplits) shuffled folds, \(nRepeats) times" }

    /// Returns the total number of folds.
    public func splitCount(rows: Int) -> Int? {
        let (count, overflow) = nSplits.multipliedReportingOverflow(by: nRepeats)
        return overflow ? .max : count
    }

    /// Returns the splits, one repetition after the other; throws the errors of ``KFold``, and without repetitions.
    public func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        try Self.require("n_repeats", nRepeats, atLeast: 1, in: "repeated")
        let folds = KFold(nSplits, shuffle: true)
        var generator = SeededGenerator(seed: seed)
        return try (0..<nRepeats).flatMap { _ in try folds.folds(rows: rows, using: &generator).splits }
    }
}
