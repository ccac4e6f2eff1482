import Foundation
import Testing
import Trellis

/// Searches by scorers that are made of a function.
@Suite struct OwnScorerTests {
    private static let x = Matrix(rows: 60, columns: 2) { elements in
        for index in elements.indices {
            elements.initializeElement(at: index, to: Double((index * 37 + index / 7 * 11) % 29) / 29)
        }
    }
    private static var classes: Dataset {
        get throws {
            try Dataset(
                features: x,
                target: .labels(Labels((0..<60).map { x[$0, 0] + 0.1 * x[$0, 1] > 0.6 ? "yes" : "no" })))
        }
    }
    private static var numbers: Dataset {
        get throws {
            try Dataset(
                features: x, target: .values((0..<60).map { 3 * x[$0, 0] - x[$0, 1] + x[$0, 0] * x[$0, 1] }))
        }
    }

    private static func share(_ truth: Labels, _ predicted: [Int32]) -> Double {
        Double(zip(truth.codes, predicted).count { $0 == $1 }) / Double(predicted.count)
    }

    @Test func aFunctionOfClassesScoresAsTheScorerOfTheSameDefinition() async throws {
        let own = Scorer("share_right", "share of rows predicted correctly", ofClasses: Self.share)
        let error = Scorer("neg_error", greaterIsBetter: false, ofClasses: { 1 - Self.share($0, $1) })
        let results = try await GridSearch(
            Pipeline(StandardScaler(), SVC()), grid: ParameterGrid().varying(\SVC.c, over: [0.01, 1, 100]),
            scoring: [own, error, .accuracy], refit: .by("neg_error")
        ).fit(Self.classes, on: ThreadedScheduler(workers: 2))
        for candidate in results.candidates {
            let accuracy = try #require(candidate.scores["accuracy"]?.splits)
            #expect(candidate.scores["share_right"]?.splits == accuracy)
            let errors = try #require(candidate.scores["neg_error"]?.splits)
            #expect(zip(errors, accuracy).allSatisfy { abs($0 - ($1 - 1)) < 1e-12 })
        }
        #expect(results.scorers.map(\.name) == ["share_right", "neg_error", "accuracy"])
        #expect(results.best.score == results.candidates.map(\.score).max())
    }

    @Test func aFunctionOfProbabilitiesIsGivenAColumnAClass() async throws {
        let own = Scorer(
            "own_log_loss", greaterIsBetter: false,
            ofProbabilities: { truth, probabilities, classes in
                let logs = truth.codes.indices.map { row in
                    log(probabilities[row, classes.firstIndex(of: truth.codes[row])!])
                }
                return -logs.reduce(0, +) / Double(logs.count)
            })
        let result = try await crossValidate(
            Pipeline(LogisticRegression()), Self.classes, scoring: [own, .negLogLoss],
            on: SerialScheduler())
        let (mine, standard) = (result.scores["own_log_loss"]?.splits, result.scores["neg_log_loss"]?.splits)
        #expect(try zip(#require(mine), #require(standard)).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test func aFunctionOfNumbersScoresRegressions() async throws {
        let own = Scorer(
            "own_absolute_error", greaterIsBetter: false,
            ofValues: { truth, predicted in
                zip(truth, predicted).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(truth.count)
            })
        let result = try await crossValidate(
            Pipeline(Ridge()), Self.numbers, scoring: [own, .negMeanAbsoluteError], on: SerialScheduler())
        let (mine, standard) = (
            result.scores["own_absolute_error"]?.splits, result.scores["neg_mean_absolute_error"]?.splits
        )
        #expect(try zip(#require(mine), #require(standard)).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test func aModelThatCannotGiveWhatAScorerNeedsIsRefused() {
        let own = Scorer("brier", ofProbabilities: { _, _, _ in 0 })
        let search = GridSearch(Pipeline(SVC()), scoring: [own])
        #expect {
            try search.plan(Self.classes)
        } throws: {
            "\($0)".contains("brier") && "\($0)".contains("probabilities")
        }
        let regression = GridSearch(Pipeline(Ridge()), scoring: [own])
        #expect(throws: SearchError.scorerOfOtherProblem(name: "brier", problem: .regression)) {
            try regression.plan(Self.numbers)
        }
    }

    @Test func theNameOfAnotherScorerIsRefused() {
        let taken = Scorer("accuracy", ofClasses: { _, _ in 0 })
        #expect(throws: SearchError.scorerNameTaken(name: "accuracy")) {
            try GridSearch(Pipeline(SVC()), scoring: [taken]).plan(Self.classes)
        }
        let first = Scorer("own", ofClasses: { _, _ in 0 })
        let second = Scorer("own", ofClasses: { _, _ in 1 })
        #expect(throws: SearchError.scoredTwice(name: "own")) {
            try GridSearch(Pipeline(SVC()), scoring: [first, second]).plan(Self.classes)
        }
    }

    @Test func anErrorOfTheFunctionIsTheFailureOfItsSplits() async throws {
        struct NoOpinion: Error, CustomStringConvertible { let description = "I cannot say" }
        let own = Scorer("own", ofClasses: { _, _ in throw NoOpinion() })
        let search = GridSearch(Pipeline(SVC()), scoring: [own])
        await #expect {
            try await search.fit(Self.classes, on: SerialScheduler())
        } throws: {
            "\($0)".contains("I cannot say")
        }
    }
}
