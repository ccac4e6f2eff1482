import Learning
import ModelSelection
import Testing

@Suite("What holds of splits whatever the seed")
struct SplitterInvariantTests {
    private static let seeds: Range<UInt64> = 0..<200

    @Test("shuffled folds cover the rows once and differ in size by at most one")
    func kFold() throws {
        for seed in Self.seeds {
            let (rows, folds) = (10 + Int(seed % 37), 2 + Int(seed % 7))
            let splits = try KFold(folds, shuffle: true, seed: seed).splits(of: .zeros(rows))
            #expect(splits.count == folds)
            #expect(!foldOfRow(splits, rows: rows).contains(-1))
            #expect(spread(splits.map(\.test.count)) <= 1)
        }
    }

    @Test("shuffled stratified folds differ by at most one in size and in each class")
    func stratified() throws {
        for seed in Self.seeds {
            let (target, folds) = (randomTarget(seed), 2 + Int(seed % 7))
            let splits = try StratifiedKFold(folds, shuffle: true, seed: seed).splits(of: target)
            #expect(!foldOfRow(splits, rows: target.count).contains(-1))
            #expect(spread(splits.map(\.test.count)) <= 1)
            let counts = splits.map { target.rows(at: $0.test).labels?.counts ?? [] }
            for code in 0..<4 { #expect(spread(counts.map { $0[code] }) <= 1) }
        }
    }

    @Test("groups are never torn apart", arguments: [false, true])
    func grouped(shuffle: Bool) throws {
        for seed in Self.seeds {
            var generator = SeededGenerator(seed: seed)
            let groups = (0..<60).map { _ in "g\(generator.next(below: 12))" } + (0..<12).map { "g\($0)" }
            let folds = 2 + Int(seed % 7)
            let splits = try GroupKFold(folds, shuffle: shuffle, seed: seed)
                .splits(of: .zeros(groups.count), groups: Labels(groups))
            #expect(!foldOfRow(splits, rows: groups.count).contains(-1))
            let groupsOfFold = splits.map { Set($0.test.map { groups[$0] }) }
            #expect(groupsOfFold.map(\.count).reduce(0, +) == Set(groups).count)
            if shuffle { #expect(spread(groupsOfFold.map(\.count)) <= 1) }
        }
    }

    @Test("random splits are disjoint, ascending and of the size asked for")
    func shuffled() throws {
        for seed in Self.seeds {
            let target = randomTarget(seed)
            let plain = ShuffleSplit(3, testSize: 0.3, trainSize: 0.5, seed: seed)
            let stratified = StratifiedShuffleSplit(3, testSize: 0.3, trainSize: 0.5, seed: seed)
            for split in try plain.splits(of: target) + stratified.splits(of: target) {
                #expect(Set(split.train).isDisjoint(with: split.test))
                for part in [split.train, split.test] {
                    #expect(part == Set(part).sorted())
                    #expect(part.allSatisfy((0..<target.count).contains))
                }
                #expect(split.test.count == (target.count * 3 + 9) / 10)
                #expect(split.train.count == target.count / 2)
            }
        }
    }

    @Test("each repeat covers the rows, in another way")
    func repeated() throws {
        let target = randomTarget(1)
        for seed in Self.seeds.prefix(20) {
            let splitters: [any Splitter] = [
                RepeatedKFold(4, repeats: 3, seed: seed), RepeatedStratifiedKFold(4, repeats: 3, seed: seed),
            ]
            for splitter in splitters {
                let splits = try splitter.splits(of: target)
                #expect(splits.count == 12)
                let repeats = stride(from: 0, to: 12, by: 4).map {
                    foldOfRow(Array(splits[$0..<$0 + 4]), rows: target.count)
                }
                #expect(repeats.allSatisfy { !$0.contains(-1) })
                #expect(Set(repeats).count == 3)
            }
        }
    }

    @Test("the same seed gives the same splits, another others")
    func seeds() throws {
        let target = randomTarget(5)
        let groups = (0..<target.count).map { "\($0 % 15)" }
        let make: [(UInt64) -> any Splitter] = [
            { KFold(shuffle: true, seed: $0) }, { StratifiedKFold(shuffle: true, seed: $0) },
            { GroupKFold(shuffle: true, seed: $0) }, { ShuffleSplit(seed: $0) },
            { StratifiedShuffleSplit(seed: $0) },
            { RepeatedKFold(seed: $0) }, { RepeatedStratifiedKFold(seed: $0) },
        ]
        for splitter in make {
            let first = try splitter(1).splits(of: target, groups: Labels(groups))
            #expect(try splitter(1).splits(of: target, groups: Labels(groups)) == first)
            #expect(try splitter(2).splits(of: target, groups: Labels(groups)) != first)
        }
    }

    @Test("without shuffling the seed does not matter")
    func unshuffledSeeds() throws {
        let target = randomTarget(5)
        #expect(try KFold(seed: 1).splits(of: target) == KFold(seed: 2).splits(of: target))
        #expect(
            try StratifiedKFold(seed: 1).splits(of: target) == StratifiedKFold(seed: 2).splits(of: target))
    }

    /// Four classes of 8 to some 20 rows each, in random order.
    private func randomTarget(_ seed: UInt64) -> Target {
        var generator = SeededGenerator(seed: seed &+ 1000)
        let codes = (0..<4).flatMap { code in [Int](repeating: code, count: 8 + generator.next(below: 12)) }
        return .labels(Labels(generator.shuffled(codes)))
    }

    private func spread(_ counts: [Int]) -> Int { (counts.max() ?? 0) - (counts.min() ?? 0) }
}
