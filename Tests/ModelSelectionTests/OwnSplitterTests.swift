import Testing
import Trellis

/// What a splitter of one's own gives is checked once, before anything runs.
@Suite struct OwnSplitterTests {
    private static var data: Dataset {
        get throws {
            try Dataset(
                features: Matrix(rows: 10, columns: 1, values: (0..<10).map(Double.init)),
                target: .values((0..<10).map(Double.init)))
        }
    }

    private static let good = Split(train: [0, 1, 2], test: [3, 4])

    @Test(arguments: [
        (Split(train: [0, 10], test: [1]), SplitDefect.outOfRange(.training, index: 10, rows: 10)),
        (Split(train: [0, 1], test: [-1, 2]), .outOfRange(.test, index: -1, rows: 10)),
        (Split(train: [], test: [1]), .empty(.training)),
        (Split(train: [1], test: []), .empty(.test)),
        (Split(train: [0, 1, 1], test: [2]), .repeated(.training, index: 1)),
        (Split(train: [0, 2, 4, 7], test: [1, 3, 4]), .inBoth(index: 4)),
    ]) func anUnusableSplitIsNamed(split: Split, defect: SplitDefect) {
        let folds = Listed([Self.good, split])
        let search = GridSearch(Pipeline(Ridge()), folds: folds)
        let error = ModelSelectionError.invalidSplit(
            splitter: "Listed (2 listed splits)", split: 1, defect: defect)
        #expect(throws: error) { try search.plan(Self.data) }
        #expect(error.description.hasPrefix("Listed (2 listed splits), split 1 (counted from 0): "))
    }

    @Test func noSplitsAreRefused() {
        let search = GridSearch(Pipeline(Ridge()), folds: Listed([]))
        #expect(throws: ModelSelectionError.noSplits(splitter: "Listed (0 listed splits)")) {
            try search.plan(Self.data)
        }
    }

    @Test func theOrderOfRowsDoesNotMatter() async throws {
        func score(_ splits: [Split]) async throws -> Double {
            try await crossValidate(
                Pipeline(StandardScaler(), Ridge()), Self.data, folds: Listed(splits), on: SerialScheduler()
            ).score
        }
        let ordered = Split(train: [0, 1, 2, 5, 9], test: [3, 4])
        let shuffled = Split(train: [9, 1, 5, 0, 2], test: [4, 3])
        #expect(ordered == shuffled)
        #expect(try await score([ordered]) == score([shuffled]))
    }
}

private struct Listed: Splitter {
    let list: [Split]
    init(_ list: [Split]) { self.list = list }

    var description: String { "\(list.count) listed splits" }
    func splits(rows: Int, target: Target, groups: Labels?) -> [Split] { list }
    static func == (left: Listed, right: Listed) -> Bool { left.list == right.list }
    func hash(into hasher: inout Hasher) { hasher.combine(list.count) }
}
