import Learning
import ModelSelection
import Testing

@Suite("Cross-validation from the command line's text")
struct SplitterTextTests {
    @Test(
        arguments: [
            ("5", StratifiedKFold(5)), ("kfold:5", KFold(5)), ("stratified:3", StratifiedKFold(3)),
            ("shuffle:10:0.2", ShuffleSplit(10, testSize: 0.2)), ("shuffle:4", ShuffleSplit(4)),
            ("shuffle:4:30", ShuffleSplit(4, testSize: 30)),
            ("stratified-shuffle:10:0.2", StratifiedShuffleSplit(10, testSize: 0.2)),
            ("time:5", TimeSeriesSplit(5)), ("repeated:5:3", RepeatedStratifiedKFold(5, repeats: 3)),
            ("loo", LeaveOneOut()),
        ] as [(String, any Splitter)])
    func classification(text: String, splitter: any Splitter) throws {
        let parsed = try CrossValidation(text: text, problem: .classification)
        #expect(AnyHashable(parsed.splitter) == AnyHashable(splitter))
        #expect(parsed.groupColumn == nil)
    }

    @Test("for numbers, folds are plain")
    func regression() throws {
        #expect(try CrossValidation(text: "4", problem: .regression).splitter as? KFold == KFold(4))
        let repeated = try CrossValidation(text: "repeated:4:2", problem: .regression, seed: 3)
        #expect(repeated.splitter as? RepeatedKFold == RepeatedKFold(4, repeats: 2, seed: 3))
    }

    @Test("the column of the groups stands beside the splitter", arguments: ["patient", "a:b", " ", "5"])
    func groups(column: String) throws {
        let parsed = try CrossValidation(
            text: "group:3:\(column)", problem: .regression, shuffle: true, seed: 2)
        #expect(parsed.splitter as? GroupKFold == GroupKFold(3, shuffle: true, seed: 2))
        #expect(parsed.groupColumn == column)
        let leftOut = try CrossValidation(text: "logo:\(column)", problem: .classification)
        #expect(leftOut.splitter as? LeaveOneGroupOut == LeaveOneGroupOut())
        #expect(leftOut.groupColumn == column)
    }

    @Test(
        arguments: [
            ("5", StratifiedKFold(5, shuffle: true, seed: 7)), ("kfold:5", KFold(5, shuffle: true, seed: 7)),
            ("stratified:5", StratifiedKFold(5, shuffle: true, seed: 7)),
            ("shuffle:5", ShuffleSplit(5, seed: 7)),
            ("stratified-shuffle:5", StratifiedShuffleSplit(5, seed: 7)),
            ("repeated:5:2", RepeatedStratifiedKFold(5, repeats: 2, seed: 7)),
        ] as [(String, any Splitter)])
    func shuffled(text: String, splitter: any Splitter) throws {
        let parsed = try CrossValidation(text: text, problem: .classification, shuffle: true, seed: 7)
        #expect(AnyHashable(parsed.splitter) == AnyHashable(splitter))
    }

    @Test(
        arguments: [
            ("", "it is empty"), (":5", "it is empty"), ("folds", "unknown form 'folds'"),
            ("kfold", "K is missing"),
            ("1", "K must be a whole number of at least 2, but is '1'"),
            ("-5", "K must be a whole number of at least 2, but is '-5'"), ("5:3", "unexpected argument '3'"),
            ("kfold:", "K must be a whole number of at least 2, but is ''"),
            ("kfold:2.5", "K must be a whole number of at least 2, but is '2.5'"),
            ("stratified:3:4", "unexpected argument '4'"), ("group:5", "the group column is missing"),
            ("group:5:", "the group column is missing"),
            ("group:x:c", "K must be a whole number of at least 2, but is 'x'"),
            ("shuffle:0", "N must be a whole number of at least 1, but is '0'"),
            (
                "shuffle:3:1.5",
                "TEST_SIZE must be a fraction between 0 and 1 or a number of rows, but is '1.5'"
            ),
            ("shuffle:3:0", "TEST_SIZE must be a fraction between 0 and 1 or a number of rows, but is '0'"),
            ("shuffle:3:0.2:1", "unexpected argument '1'"), ("repeated:5", "TIMES is missing"),
            ("repeated:5:0", "TIMES must be a whole number of at least 1, but is '0'"),
            ("loo:5", "'loo' takes no arguments"), ("logo", "the group column is missing"),
            ("logo:", "the group column is missing"), ("K:5", "unknown form 'K'"),
        ])
    func malformed(text: String, reason: String) {
        let error = ModelSelectionError.invalidCrossValidation(
            text: text, reason: reason, forms: CrossValidation.forms)
        #expect(throws: error) { try CrossValidation(text: text, problem: .classification) }
        #expect(error.description.contains("shuffle:N:TEST_SIZE"))
    }

    @Test(
        "rows in the order of time, and rows or groups left out one by one, are not shuffled",
        arguments: ["time:3", "loo", "logo:patient"])
    func unshuffled(text: String) {
        #expect(throws: ModelSelectionError.self) {
            try CrossValidation(text: text, problem: .classification, shuffle: true)
        }
    }

    @Test("numbers cannot be stratified", arguments: ["stratified", "stratified-shuffle"])
    func stratifiedRegression(name: String) {
        #expect(throws: ModelSelectionError.notStratifiable(splitter: name)) {
            try CrossValidation(text: "\(name):5", problem: .regression)
        }
    }
}
