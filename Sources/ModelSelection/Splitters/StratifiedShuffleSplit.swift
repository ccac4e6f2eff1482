import Learning

/// Stratified random permutation cross-validation: random training and test sets with about the same proportion of each
/// class, drawn independently for each split.
///
/// The number of a class's rows in a part is proportional, rounded down or up. The largest remainders are rounded up,
/// with ties broken at random, which is close to the most likely outcome of an unstratified draw.
public struct StratifiedShuffleSplit: Splitter {
    /// The number of splits, at least 1.
    public let nSplits: Int

    /// The size of the test set; nil for the rows not in ``trainSize``, or a tenth.
    public let testSize: SplitSize?

    /// The size of the training set; nil for the rows not in ``testSize``.
    public let trainSize: SplitSize?

    /// The random seed.
    public let seed: UInt64

    /// Creates a splitter with `nSplits` random stratified splits.
    public init(
        _ nSplits: Int = 10, testSize: SplitSize? = nil, trainSize: SplitSize? = nil, seed: UInt64 = 0
    ) {
        self.nSplits = nSplits
        self.testSize = testSize
        self.trainSize = trainSize
        self.seed = seed
    }

    /// `10 random stratified splits`.
    public var description: String { "\(nSplits) random stratified splits" }

    /// Returns ``nSplits``.
    public func splitCount(rows: Int) -> Int? { nSplits }

    /// Returns the splits.
    ///
    /// - Throws: ``ModelSelectionError`` for fewer than one split, a size that is out of range or below the number of
    ///   classes, a class with a single row, or a numeric target.
    public func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        guard let labels = target.labels else {
            throw ModelSelectionError.notStratifiable(splitter: "stratified-shuffle")
        }
        try Self.require("n_splits", nSplits, atLeast: 1, in: "stratified-shuffle")
        let sizes = try SplitSize.counts(of: rows, train: trainSize, test: testSize, in: "stratified-shuffle")
        let members = Self.membersByCode(labels)
        try Self.check(members, of: labels, sizes.train, sizes.test)

        let counts = members.map(\.count)
        var generator = SeededGenerator(seed: seed)
        return (0..<nSplits).map { _ in
            let trainCounts = Self.shares(of: sizes.train, among: counts, using: &generator)
            let left = zip(counts, trainCounts).map { $0 - $1 }
            let testCounts = Self.shares(of: sizes.test, among: left, using: &generator)
            var (train, test): ([Int], [Int]) = ([], [])
            for (position, rows) in members.enumerated() {
                let order = generator.shuffled(rows)
                train += order.prefix(trainCounts[position])
                test += order.dropFirst(trainCounts[position]).prefix(testCounts[position])
            }
            return Split(train: train.sorted(), test: test.sorted())
        }
    }

    /// Returns the rows of each class, in the order of the codes.
    private static func membersByCode(_ labels: Labels) -> [[Int]] {
        var members = [[Int]](repeating: [], count: labels.classes.count)
        for (row, code) in labels.codes.enumerated() { members[Int(code)].append(row) }
        return members.filter { !$0.isEmpty }
    }

    private static func check(_ members: [[Int]], of labels: Labels, _ train: Int, _ test: Int) throws {
        let single = members.filter { $0.count < 2 }.flatMap { $0 }
        guard single.isEmpty else {
            throw ModelSelectionError.singleMember(
                classes: single.map { labels.classes[Int(labels.codes[$0])] })
        }
        for (part, size) in [("training", train), ("test", test)] where size < members.count {
            throw ModelSelectionError.fewerRowsThanClasses(part: part, rows: size, classes: members.count)
        }
    }

    /// Distributes `total` draws to classes in proportion to `counts`.
    static func shares(of total: Int, among counts: [Int], using generator: inout SeededGenerator) -> [Int] {
        let all = Double(counts.reduce(0, +))
        let exact = counts.map { Double($0) / all * Double(total) }
        var shares = exact.map { Int($0) }
        var missing = total - shares.reduce(0, +)
        let remainders = exact.map { $0 - $0.rounded(.down) }
        for remainder in Set(remainders).sorted(by: >) where missing > 0 {
            let tied = generator.shuffled(remainders.indices.filter { remainders[$0] == remainder })
            for position in tied.prefix(missing) { shares[position] += 1 }
            missing -= min(missing, tied.count)
        }
        return shares
    }
}
