import Learning
import ModelSelection
import Testing

@Suite("What splitters refuse, and why")
struct SplitterErrorTests {
    @Test(arguments: cases)
    func refused(_ refusal: Refusal) {
        #expect(throws: refusal.error) {
            try refusal.splitter.splits(of: refusal.target, groups: refusal.groups)
        }
        #expect(!refusal.error.description.isEmpty)
    }

    @Test("a class of fewer rows than folds is warned of, by name")
    func warning() {
        let target = Target.labels(Labels(["a", "a", "a", "b", "a", "a"]))
        let warning = "the least populated class, 'b', has only 1 row, fewer than the 5 folds"
        let splitters: [any Splitter] = [StratifiedKFold(5), RepeatedStratifiedKFold(5)]
        for splitter in splitters {
            #expect(splitter.warnings(rows: 6, target: target, groups: nil) == [warning])
        }
        #expect(KFold(5).warnings(rows: 6, target: target, groups: nil).isEmpty)
    }

    @Test("a class that does not occur is none to stratify by")
    func absentClass() throws {
        let target = Target.labels(Labels(classes: ["a", "b", "c"], codes: [0, 2, 0, 2]))
        #expect(StratifiedKFold(2).warnings(rows: 4, target: target, groups: nil).isEmpty)
        #expect(foldOfRow(try StratifiedKFold(2).splits(of: target), rows: 4) == [0, 0, 1, 1])
        #expect(try StratifiedShuffleSplit(1, testSize: 0.5).splits(of: target)[0].test.count == 2)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var splitter: any Splitter
        var target: Target
        var groups: Labels?
        var error: ModelSelectionError

        init(
            _ splitter: any Splitter, _ target: Target, groups: Labels? = nil, _ error: ModelSelectionError
        ) {
            (self.splitter, self.target, self.groups, self.error) = (splitter, target, groups, error)
        }

        var testDescription: String { error.description }
    }

    private static let pairs = Target.labels(Labels(["a", "b", "a", "b", "a", "b"]))
    private static let single = Target.labels(Labels(["a", "b", "a", "a", "a", "c"]))

    static let cases: [Refusal] = [
        Refusal(KFold(1), pairs, .tooSmall(splitter: "kfold", name: "n_splits", found: 1, minimum: 2)),
        Refusal(
            StratifiedKFold(0), pairs,
            .tooSmall(splitter: "stratified", name: "n_splits", found: 0, minimum: 2)),
        Refusal(
            TimeSeriesSplit(1), pairs, .tooSmall(splitter: "time", name: "n_splits", found: 1, minimum: 2)),
        Refusal(
            TimeSeriesSplit(2, maxTrainSize: 0), pairs,
            .tooSmall(splitter: "time", name: "max_train_size", found: 0, minimum: 1)),
        Refusal(
            TimeSeriesSplit(2, testSize: 0), pairs,
            .tooSmall(splitter: "time", name: "test_size", found: 0, minimum: 1)),
        Refusal(
            TimeSeriesSplit(2, gap: -1), pairs,
            .tooSmall(splitter: "time", name: "gap", found: -1, minimum: 0)),
        Refusal(TimeSeriesSplit(6), pairs, .moreFoldsThanRows(folds: 7, rows: 6)),
        Refusal(
            TimeSeriesSplit(2, testSize: 3), pairs, .tooManyTestRows(splits: 2, testSize: 3, gap: 0, rows: 6)),
        Refusal(TimeSeriesSplit(2, gap: 2), pairs, .tooManyTestRows(splits: 2, testSize: 2, gap: 2, rows: 6)),
        Refusal(KFold(7), pairs, .moreFoldsThanRows(folds: 7, rows: 6)),
        Refusal(StratifiedKFold(4), pairs, .moreFoldsThanMembers(folds: 4, largestClass: 3)),
        Refusal(StratifiedKFold(7), pairs, .moreFoldsThanRows(folds: 7, rows: 6)),
        Refusal(StratifiedKFold(2), .zeros(6), .notStratifiable(splitter: "stratified")),
        Refusal(RepeatedStratifiedKFold(2), .zeros(6), .notStratifiable(splitter: "stratified")),
        Refusal(
            RepeatedKFold(2, repeats: 0), pairs,
            .tooSmall(splitter: "repeated", name: "n_repeats", found: 0, minimum: 1)),
        Refusal(GroupKFold(2), pairs, .missingGroups(splitter: "group")),
        Refusal(GroupKFold(2), pairs, groups: ["a", "b"], .groupCount(groups: 2, rows: 6)),
        Refusal(
            GroupKFold(3), pairs, groups: ["a", "b", "a", "b", "a", "b"],
            .moreFoldsThanGroups(folds: 3, groups: 2)),
        Refusal(
            ShuffleSplit(0), pairs, .tooSmall(splitter: "shuffle", name: "n_splits", found: 0, minimum: 1)),
        Refusal(ShuffleSplit(testSize: 1.0), pairs, .invalidSize(name: "test_size", found: "1.0", rows: 6)),
        Refusal(ShuffleSplit(testSize: 6), pairs, .invalidSize(name: "test_size", found: "6", rows: 6)),
        Refusal(
            ShuffleSplit(testSize: .share(.nan)), pairs,
            .invalidSize(name: "test_size", found: "nan", rows: 6)),
        Refusal(
            ShuffleSplit(trainSize: -0.5), pairs, .invalidSize(name: "train_size", found: "-0.5", rows: 6)),
        Refusal(
            ShuffleSplit(testSize: 0.5, trainSize: 4), pairs,
            .sizesExceedRows(train: "4", test: "0.5", rows: 6)),
        Refusal(ShuffleSplit(testSize: 0.9), pairs, .emptyTrainingSet(splitter: "shuffle", rows: 6)),
        Refusal(StratifiedShuffleSplit(1, testSize: 0.5), single, .singleMember(classes: ["b", "c"])),
        Refusal(
            StratifiedShuffleSplit(1), pairs, .fewerRowsThanClasses(part: "test", rows: 1, classes: 2)),
        Refusal(
            StratifiedShuffleSplit(1, trainSize: 1), pairs,
            .fewerRowsThanClasses(part: "training", rows: 1, classes: 2)),
        Refusal(StratifiedShuffleSplit(1), .zeros(6), .notStratifiable(splitter: "stratified-shuffle")),
        Refusal(LeaveOneGroupOut(), pairs, .missingGroups(splitter: "logo")),
        Refusal(LeaveOneGroupOut(), pairs, groups: ["a"], .groupCount(groups: 1, rows: 6)),
        Refusal(
            LeaveOneGroupOut(), pairs, groups: ["a", "a", "a", "a", "a", "a"],
            .moreFoldsThanGroups(folds: 2, groups: 1)),
        Refusal(LeaveOneOut(), .zeros(1), .emptyTrainingSet(splitter: "loo", rows: 1)),
        Refusal(PredefinedSplit([0, 1]), pairs, .predefinedCount(folds: 2, rows: 6)),
        Refusal(PredefinedSplit([0, 1, 0, -2, 1, 1]), pairs, .invalidFold(row: 3, found: -2)),
        Refusal(PredefinedSplit([-1, -1, -1, -1, -1, -1]), pairs, .noTestRows),
        Refusal(
            PredefinedSplit([0, 0, 0, 0, 0, 0]), pairs, .emptyTrainingSet(splitter: "predefined", rows: 6)),
    ]
}
