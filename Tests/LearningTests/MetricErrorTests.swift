import LinearAlgebra
import Testing

@testable import Learning

@Suite("What scorers refuse, and how they say it")
struct MetricErrorTests {
    let three = Target.labels(Labels(["a", "b", "c"]))

    @Test("the names are unique, and each finds its scorer")
    func names() throws {
        for scorer in Scorer.all { #expect(try Scorer(named: scorer.name) == scorer) }
        #expect(Set(Scorer.all.map(\.name)).count == Scorer.all.count)
        #expect(Set(Scorer.all).count == Scorer.all.count)
    }

    @Test(
        arguments: [
            ("acuracy", ["accuracy"]), ("max_error", ["neg_max_error"]), ("R2", ["r2"]),
            ("log_loss", ["neg_log_loss"]), ("f1_marco", ["f1_macro", "f1_micro"]),
        ])
    func misspelt(name: String, nearest: [String]) {
        let error = #expect(throws: LearningError.self) { try Scorer(named: name) }
        let names = nearest.map { "'\($0)'" }.joined(separator: " or ")
        #expect(error?.description.hasPrefix("there is no scorer '\(name)'; did you mean \(names)") == true)
    }

    @Test("a name that resembles none lists them all")
    func unknown() {
        #expect(throws: LearningError.unknownScorer(name: "?", known: Scorer.all.map(\.name))) {
            try Scorer(named: "?")
        }
    }

    @Test("the first kind that a scorer accepts is requested")
    func kinds() throws {
        #expect(
            try Scorer.rocAUC.kind(from: [.labels, .decisionFunction, .probabilities]) == .decisionFunction)
        #expect(try Scorer.rocAUC.kind(from: [.labels, .probabilities]) == .probabilities)
        #expect(try Scorer.accuracy.kind(from: [.labels, .decisionFunction]) == .labels)
        #expect(try Scorer.r2.kind(from: .values) == .values)
    }

    @Test("a model that cannot be scored is refused before it is fitted")
    func missingPredictions() {
        let error = LearningError.undefinedMetric(
            name: "roc_auc",
            reason: "it requires decision values or probabilities, but the model predicts only labels")
        #expect(throws: error) { try Scorer.rocAUC.kind(from: .labels) }
        #expect(throws: LearningError.self) {
            try Scorer.negLogLoss.kind(from: [.labels, .decisionFunction])
        }
        #expect(throws: LearningError.self) { try Scorer.accuracy.kind(from: .values) }
        #expect(throws: LearningError.self) { try Scorer.r2.kind(from: []) }
    }

    @Test("a scorer of two classes names those of more")
    func averagedVariants() throws {
        var predictions = Predictions(classes: [0, 1, 2])
        predictions.codes = [0, 1, 2]
        let error = #expect(throws: LearningError.self) { try Scorer.f1.score(predictions, against: three) }
        let message = try #require(error).description
        #expect(
            message.contains("f1_macro") && message.contains("f1_micro") && message.contains("f1_weighted"))
    }

    @Test("the target must be of the scorer's kind, and have rows")
    func targets() {
        var predictions = Predictions(classes: [0, 1])
        predictions.codes = [0]
        predictions.values = [1]
        #expect(throws: LearningError.self) { try Scorer.accuracy.score(predictions, against: .values([1])) }
        #expect(throws: LearningError.self) {
            try Scorer.r2.score(predictions, against: .labels(Labels(["a"])))
        }
        predictions.values = []
        #expect(throws: LearningError.self) { try Scorer.r2.score(predictions, against: .values([])) }
    }

    @Test(
        "predictions must be there, one a row, and finite",
        arguments: [nil, [1], [1, .nan], [.infinity, 1]])
    func values(_ values: [Double]?) {
        var predictions = Predictions()
        predictions.values = values
        #expect(throws: LearningError.self) {
            try Scorer.negMeanAbsoluteError.score(predictions, against: .values([1, 2]))
        }
    }

    @Test("probabilities are from 0 to 1", arguments: [-0.25, 1.25, .nan])
    func probabilities(_ wrong: Double) {
        var predictions = Predictions(classes: [0, 1])
        predictions.probabilities = Matrix([[0.5, 0.5], [1 - wrong, wrong]])
        let truth = Target.labels(Labels(["a", "b"]))
        #expect(throws: LearningError.self) { try Scorer.negLogLoss.score(predictions, against: truth) }
        #expect(throws: LearningError.self) { try Scorer.rocAUC.score(predictions, against: truth) }
    }

    @Test("one against the rest takes only probabilities that add up to 1")
    func sums() throws {
        var predictions = Predictions(classes: [0, 1, 2])
        predictions.probabilities = Matrix([[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.25, 0.25, 0.5]])
        #expect(try Scorer.rocAUCOneVsRest.score(predictions, against: three) == 1)
        predictions.probabilities = Matrix([[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.25, 0.25, 0.25]])
        #expect(throws: LearningError.self) { try Scorer.rocAUCOneVsRest.score(predictions, against: three) }
    }

    @Test("a class without a column is named")
    func missingColumn() throws {
        var predictions = Predictions(classes: [0, 2])
        predictions.probabilities = Matrix([[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]])
        let error = #expect(throws: LearningError.self) {
            try Scorer.negLogLoss.score(predictions, against: three)
        }
        #expect(try #require(error).description.contains("'b'"))
    }

    @Test("the mean of a constant does not pass for variance")
    func constantTruth() throws {
        // The sum of three times 0.1 is not 0.3: a plain mean would leave a variance of about 10⁻³⁴.
        #expect(try Metrics.r2(truth: [0.1, 0.1, 0.1], predicted: [0.1, 0.2, 0.1]) == 0)
        #expect(try Metrics.explainedVariance(truth: [0.1, 0.1, 0.1], predicted: [0.2, 0.2, 0.2]) == 1)
    }

    @Test("a metric asked of what does not fit throws")
    func shapes() {
        for reason in [
            { try Metrics.accuracy(truth: [0, 1], predicted: [0]) },
            { try Metrics.r2(truth: [], predicted: []) },
            { try Metrics.f1(truth: [0, -1], predicted: [0, 0], .macro) },
            { try Metrics.areaUnderROC(truth: [true, false], scores: [1, .nan]) },
            { try Metrics.logLoss(truth: [2], probabilities: Matrix([[0.5, 0.5]])) },
            { try Metrics.maxError(truth: [1], predicted: [1, 2]) },
        ] as [() throws -> Double] {
            #expect(throws: LearningError.self) { try reason() }
        }
        #expect(
            throws: LearningError.undefinedMetric(
                name: "the metric", reason: "there are 1 predictions for 2 rows")
        ) {
            try Metrics.meanSquaredError(truth: [1, 2], predicted: [1])
        }
    }
}
