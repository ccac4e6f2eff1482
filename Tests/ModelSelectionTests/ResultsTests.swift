import Foundation
import Testing
import Trellis

/// The results of a search as a table, CSV and JSON; and the steps of its model.
@Suite("What a search returns")
struct ResultsTests {
    private func results() async throws -> SearchResults {
        try await GridSearch(
            Pipeline(StandardScaler(), PCA(nComponents: 2), SVC()),
            grid: ParameterGrid().varying("svc.C", over: [1, 10]).varying(
                "svc.kernel", over: ["rbf", "linear"]),
            folds: 3, scoring: ["accuracy", "f1_macro"], trainScores: true
        ).fit(Fixtures.dataSet("iris", target: "species"), on: SerialScheduler())
    }

    @Test func isATable() async throws {
        let results = try await results()
        let table = try results.table
        #expect(table.rowCount == 4)
        #expect(
            table.columnNames == [
                "candidate", "svc.C", "svc.kernel", "rank_accuracy", "mean_accuracy", "std_accuracy",
                "split0_accuracy", "split1_accuracy", "split2_accuracy", "mean_train_accuracy",
                "std_train_accuracy",
                "split0_train_accuracy", "split1_train_accuracy", "split2_train_accuracy", "rank_f1_macro",
                "mean_f1_macro", "std_f1_macro", "split0_f1_macro", "split1_f1_macro", "split2_f1_macro",
                "mean_train_f1_macro", "std_train_f1_macro", "split0_train_f1_macro", "split1_train_f1_macro",
                "split2_train_f1_macro", "fit_seconds", "fit_seconds_alone", "score_seconds", "error",
            ])
        let means = try #require(
            table.features(including: ["mean_accuracy", "split2_train_f1_macro"]).matrix)
        for candidate in results.candidates {
            #expect(means[candidate.index, 0] == candidate.scores["accuracy"]?.mean)
            #expect(means[candidate.index, 1] == candidate.trainScores["f1_macro"]?.splits[2])
        }
        #expect(table["svc.kernel"]?[1] == "linear" && table["error"]?[0] == nil)
    }

    @Test func isJSON() async throws {
        struct Document: Decodable {
            struct Best: Decodable {
                let index: Int
                let scores: [String: Double]
            }
            struct Candidate: Decodable {
                let rank: [String: Int]
            }
            let best: Best
            let candidates: [Candidate]
        }
        let results = try await results()
        let document = try JSONDecoder().decode(Document.self, from: Data(results.json.utf8))
        #expect(document.best.index == results.best.index)
        #expect(document.best.scores == results.best.scores.mapValues(\.mean))
        #expect(document.candidates.map(\.rank) == results.candidates.map(\.rank))
    }

    @Test func hasTheFittedStepsByNameAndType() async throws {
        let model = try await results().model
        let pca = try #require(model["pca", as: PCA.self])
        #expect(pca.components.rows == 2 && pca.explainedVariance.count == 2)
        #expect(model["pca", as: SVC.self] == nil)
        #expect(model["standard-scaler"] is FittedStandardScaler && model["scaler"] == nil)
    }
}
