import Learning
import ModelSelection
import Testing

@Suite("Unshuffled splits are scikit-learn's, and shuffled ones as large")
struct SplitterGoldenTests {
    @Test(arguments: try SplitterGolden.load().stratified)
    func stratified(_ golden: SplitterGolden.Named) throws {
        let target = Target.labels(Labels(golden.names))
        for result in golden.results {
            let splitter = StratifiedKFold(result.splits)
            try expect(splitter, on: target, give: result.folds)
            if result.folds != nil {
                let warnings = splitter.warnings(rows: target.count, target: target, groups: nil)
                #expect(warnings.count == (result.warned ? 1 : 0))
            }
        }
    }

    @Test(arguments: try SplitterGolden.load().grouped)
    func grouped(_ golden: SplitterGolden.Named) throws {
        for result in golden.results {
            try expect(
                GroupKFold(result.splits), on: .zeros(golden.names.count), groups: Labels(golden.names),
                give: result.folds)
        }
        try expect(
            LeaveOneGroupOut(), on: .zeros(golden.names.count), groups: Labels(golden.names),
            give: golden.leftOut)
    }

    @Test(arguments: try SplitterGolden.load().plain)
    func plain(_ golden: SplitterGolden.Plain) throws {
        let splitter: any Splitter = golden.kind == "loo" ? LeaveOneOut() : KFold(golden.splits)
        try expect(splitter, on: .zeros(golden.rows), give: golden.folds)
    }

    @Test(arguments: try SplitterGolden.load().predefined)
    func predefined(_ golden: SplitterGolden.Predefined) throws {
        try expect(PredefinedSplit(golden.testFold), on: .zeros(golden.testFold.count), give: golden.folds)
    }

    @Test(arguments: try SplitterGolden.load().ordered)
    func ordered(_ golden: SplitterGolden.Ordered) throws {
        let splitter = TimeSeriesSplit(
            golden.splits, maxTrainSize: golden.maxTrainSize, testSize: golden.testSize, gap: golden.gap)
        guard let ends = golden.ends else {
            #expect(throws: ModelSelectionError.self) { try splitter.splits(of: .zeros(golden.rows)) }
            return
        }
        let parts = try splitter.splits(of: .zeros(golden.rows)).flatMap { [$0.train, $0.test] }
        #expect(parts == ends.map { Array($0[0]...$0[1]) })
    }

    @Test("sizes of random splits round as scikit-learn's")
    func shuffledSizes() throws {
        for golden in try SplitterGolden.load().shuffled {
            let splitter = ShuffleSplit(2, testSize: golden.test?.size, trainSize: golden.train?.size)
            guard let sizes = golden.sizes else {
                #expect(throws: ModelSelectionError.self, "\(golden)") {
                    try splitter.splits(of: .zeros(golden.rows))
                }
                continue
            }
            for split in try splitter.splits(of: .zeros(golden.rows)) {
                #expect([split.train.count, split.test.count] == sizes, "\(golden)")
            }
        }
    }

    @Test("random stratified splits have scikit-learn's shares of classes")
    func stratifiedShares() throws {
        for golden in try SplitterGolden.load().stratifiedShuffled {
            let splitter = StratifiedShuffleSplit(
                300, testSize: golden.test.map(SplitSize.share), trainSize: golden.train.map(SplitSize.share))
            let target = Target.labels(Labels(golden.codes))
            guard let bounds = golden.bounds else {
                #expect(throws: ModelSelectionError.self) { try splitter.splits(of: target) }
                continue
            }
            // Equal remainders are settled by lot; in 300 splits every outcome occurs.
            let classes = (golden.codes.max() ?? 0) + 1
            let counts = try splitter.splits(of: target).map { split in
                [split.train, split.test].map { rows in
                    var counts = [Int](repeating: 0, count: classes)
                    for row in rows { counts[golden.codes[row]] += 1 }
                    return counts
                }
            }
            #expect(extremes(of: counts, min) == bounds.least, "\(golden.codes.count) \(golden.test as Any)")
            #expect(extremes(of: counts, max) == bounds.most, "\(golden.codes.count) \(golden.test as Any)")
        }
    }

    private func extremes(of counts: [[[Int]]], _ choose: (Int, Int) -> Int) -> [[Int]] {
        counts.dropFirst().reduce(counts[0]) { best, next in
            zip(best, next).map { zip($0, $1).map(choose) }
        }
    }

    private func expect(
        _ splitter: some Splitter, on target: Target, groups: Labels? = nil, give folds: [Int]?
    ) throws {
        if let folds {
            #expect(foldOfRow(try splitter.splits(of: target, groups: groups), rows: target.count) == folds)
        } else {
            #expect(throws: ModelSelectionError.self) { try splitter.splits(of: target, groups: groups) }
        }
    }
}

extension Target {
    /// A target that plain splitters take no notice of.
    static func zeros(_ rows: Int) -> Target { .values([Double](repeating: 0, count: rows)) }
}
