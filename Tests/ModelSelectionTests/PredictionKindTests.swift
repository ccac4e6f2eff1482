import Testing
import Trellis

/// Alternatives of a last step that predict different kinds for one scorer.
@Suite struct PredictionKindTests {
    /// Logistic regression that predicts probabilities, and fails if it is asked for decision values.
    struct OnlyProbabilities: Classifier {
        static let kind = "only-probabilities"
        static let summary = "Predicts probabilities."
        static let parameters: [Parameter<Self>] = [Parameter("C", \.c, "strength", .greaterThan(0))]

        var c = 1.0

        func fit(checked x: Matrix, _ labels: Labels, in context: FitContext) throws -> Fitted {
            Fitted(model: try LogisticRegression(c: c).fit(checked: x, labels, in: context))
        }

        struct Fitted: FittedClassifier {
            static let predictionKinds: PredictionKinds = [.labels, .probabilities]

            let model: FittedLogisticRegression
            var featureCount: Int { model.featureCount }
            var classes: [Int32] { model.classes }

            func validate() throws { try model.validate() }

            func predict(_ x: Matrix, kinds: PredictionKinds) throws -> Predictions {
                guard kinds.isSubset(of: Self.predictionKinds) else {
                    throw LearningError.predictionUnavailable(
                        step: OnlyProbabilities.kind, kinds: kinds.subtracting(Self.predictionKinds))
                }
                return try model.predict(x, kinds: kinds)
            }
        }
    }

    private static func search(_ steps: [any Estimator], sharing: Bool, merging: Bool) -> GridSearch {
        var search = GridSearch(
            Pipeline(steps: [("scale", StandardScaler()), ("last", SVC())]),
            grid: ParameterGrid().swapping("last", for: steps), folds: StratifiedKFold(3),
            scoring: [.rocAUC, .accuracy], trainScores: true)
        (search.sharing, search.merging) = (sharing, merging)
        return search
    }

    /// `roc_auc` reads the decision values of support vector machines, and the probabilities of the other step.
    @Test(arguments: [(true, true), (false, true), (false, false)])
    func eachIsAskedForWhatItPredicts(sharing: Bool, merging: Bool) async throws {
        let data = try Fixtures.dataSet("breast-cancer", target: "diagnosis")
        let steps: [any Estimator] = [SVC(), OnlyProbabilities(), SVC(c: 10), OnlyProbabilities(c: 0.1)]
        let both = try await Self.search(steps, sharing: sharing, merging: merging)
            .fit(data, on: ThreadedScheduler())
        #expect(both.candidates.count == 4)
        #expect(both.candidates.flatMap(\.failures).isEmpty)
        for (candidate, step) in zip(both.candidates, steps) {
            let alone = try await Self.search([step], sharing: sharing, merging: merging)
                .fit(data, on: SerialScheduler()).candidates[0]
            #expect(candidate.scores.mapValues(\.splits) == alone.scores.mapValues(\.splits))
            #expect(candidate.trainScores.mapValues(\.splits) == alone.trainScores.mapValues(\.splits))
            #expect(alone.scores["roc_auc"].map { $0.mean > 0.9 } == true)
        }
    }
}
