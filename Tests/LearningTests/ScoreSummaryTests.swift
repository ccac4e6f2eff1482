import LinearAlgebra
import Testing

@testable import Learning

/// Scores of sums over parts of the rows are those of all rows.
@Suite struct ScoreSummaryTests {
    private static let classScorers = Scorer.all.filter { $0.problem == .classification }
    private static let numberScorers = Scorer.all.filter { $0.problem == .regression }

    /// Predictions of classes, of which the model does not know the last one if `missing`.
    private static func classification(
        rows: Int, classes: Int, seed: UInt64
    ) -> (predictions: Predictions, truth: Target) {
        var generator = SeededGenerator(seed: seed)
        func next(_ bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }
        var predictions = Predictions(classes: (0..<Int32(classes)).map { $0 })
        predictions.codes = (0..<rows).map { _ in Int32(next(classes)) }
        let weights = (0..<rows * classes).map { _ in Double(1 + next(1000)) }
        predictions.probabilities = Matrix(
            rows: rows, columns: classes,
            values: weights.enumerated().map { index, weight in
                let start = index / classes * classes
                return weight / weights[start..<start + classes].reduce(0, +)
            })
        // Every class occurs.
        let codes = (0..<rows).map { Int32($0 < classes ? $0 : next(classes)) }
        return (predictions, .labels(Labels(classes: (0..<classes).map { "c\($0)" }, codes: codes)))
    }

    private static func rows(_ predictions: Predictions, _ range: Range<Int>) -> Predictions {
        var part = Predictions(classes: predictions.classes)
        part.codes = predictions.codes.map { Array($0[range]) }
        part.probabilities = predictions.probabilities?.rows(range)
        part.values = predictions.values.map { Array($0[range]) }
        return part
    }

    private static func summary(_ predictions: Predictions, _ truth: Target, height: Int) -> ScoreSummary {
        let parts = stride(from: 0, to: truth.count, by: height).map { start in
            let range = start..<min(start + height, truth.count)
            return ScoreSummary(of: rows(predictions, range), truth.rows(at: Array(range)))
        }
        return parts.dropFirst().reduce(into: parts[0]) { $0.add($1) }
    }

    @Test(arguments: [2, 3, 7], [1, 10, 100])
    func classesAreCounted(classes: Int, height: Int) throws {
        let (predictions, truth) = Self.classification(rows: 97, classes: classes, seed: 3)
        let summary = Self.summary(predictions, truth, height: height)
        let names = try #require(truth.labels).classes
        for scorer in Self.classScorers where scorer.scoresSummaries {
            let score = Result { try summary.score(by: scorer, classes: names) }
            let expected = Result { try scorer.score(predictions, against: truth) }
            switch (score, expected) {
            case (.success(let score), .success(let expected)):
                // Counts are exact, and logarithms are added in another order.
                #expect(abs(score - expected) <= 1e-13 * abs(expected), "\(scorer)")
            case (.failure(let error), .failure(let expected)): #expect("\(error)" == "\(expected)")
            default: Issue.record("\(scorer): \(score), not \(expected)")
            }
        }
    }

    @Test(arguments: [1, 10, 100], [0.0, 1e8])
    func errorsAreAddedUp(height: Int, offset: Double) throws {
        var generator = SeededGenerator(seed: 5)
        func next() -> Double { Double(generator.next() % 10000) / 1000 }
        let truth = (0..<97).map { _ in offset + next() }
        var predictions = Predictions()
        predictions.values = truth.map { $0 + next() - 5 }
        let summary = Self.summary(predictions, .values(truth), height: height)
        for scorer in Self.numberScorers where scorer.scoresSummaries {
            let score = try summary.score(by: scorer, classes: [])
            let expected = try scorer.score(predictions, against: .values(truth))
            #expect(
                abs(score - expected) <= 1e-12 * max(1, abs(expected)), "\(scorer): \(score), \(expected)")
        }
    }

    @Test func constantTruthIsExact() throws {
        let truth = [Double](repeating: 0.1, count: 6)
        var predictions = Predictions()
        predictions.values = [0.1, 0.1, 0.1, 0.1, 0.1, 0.2]
        let summary = Self.summary(predictions, .values(truth), height: 2)
        for scorer in [Scorer.r2, .explainedVariance] {
            #expect(
                try summary.score(by: scorer, classes: [])
                    == scorer.score(predictions, against: .values(truth)))
        }
        predictions.values = [0.1]
        let single = ScoreSummary(of: predictions, .values([0.3]))
        #expect(try single.score(by: .r2, classes: []).isNaN)
    }

    @Test func scorersThatNeedAllRowsAreKnown() {
        let others = Scorer.all.filter { !$0.scoresSummaries }.map(\.name)
        #expect(others == ["roc_auc", "roc_auc_ovr", "neg_median_absolute_error"])
        let own = Scorer("own", ofClasses: { _, _ in 0 })
        let weighted = Scorer("weighted", ofClasses: { _, _, _ in 0 })
        #expect(!own.scoresSummaries && weighted.scoresSummaries)
        #expect(!Scorer("own-values", ofValues: { _, _, _ in 0 }).scoresSummaries)
    }

    @Test func probabilitiesOfOtherClassesAreUndefined() throws {
        var predictions = Predictions(classes: [0, 1])
        predictions.probabilities = Matrix([[0.5, 0.5], [0.1, 0.9]])
        let names = ["a", "b", "c"]
        for codes in [[0, 2], [1, 1]] as [[Int32]] {
            let truth = Target.labels(Labels(classes: names, codes: codes))
            let expected = #expect(throws: LearningError.self) {
                try Scorer.negLogLoss.score(predictions, against: truth)
            }
            let summary = ScoreSummary(of: predictions, truth)
            let found = #expect(throws: LearningError.self) {
                try summary.score(by: .negLogLoss, classes: names)
            }
            #expect(found == expected)
        }
    }
}
