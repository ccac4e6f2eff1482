import Testing
import Trellis

/// Permutation importance against scikit-learn's `permutation_importance`, and on data with a known answer.
@Suite struct ImportanceTests {
    private let logistic = Pipeline(StandardScaler(), LogisticRegression(maxIter: 10_000, tol: 1e-10))

    private func expectSame(
        _ found: PermutationImportance, _ golden: EvaluationGolden.Importance, within tolerance: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        func isClose(_ one: [Double], _ other: [Double]) -> Bool {
            one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) <= tolerance }
        }
        #expect(found.importances.count == golden.importances.count, sourceLocation: sourceLocation)
        for (column, (own, expected)) in zip(found.importances, golden.importances).enumerated() {
            #expect(
                isClose(own, expected), "column \(column): \(own), but \(expected)",
                sourceLocation: sourceLocation)
        }
        #expect(isClose(found.means, golden.means), sourceLocation: sourceLocation)
        #expect(isClose(found.standardDeviations, golden.deviations), sourceLocation: sourceLocation)
        #expect(abs(found.score - golden.score) <= tolerance, sourceLocation: sourceLocation)
    }

    /// Accuracies are counts; losses differ by the tolerance of the solvers, 1e-10 in the gradient.
    @Test func itIsThatOfTheReference() async throws {
        let golden = try EvaluationGolden.read().importance
        let iris = try Fixtures.dataSet("iris", target: "species")
        expectSame(
            try await permutationImportance(logistic, iris, on: ThreadedScheduler()), golden.accuracy,
            within: 1e-12)
        expectSame(
            try await permutationImportance(
                logistic, iris, scoring: .negLogLoss, repeats: 3, seed: 42, on: SerialScheduler()),
            golden.logLoss, within: 1e-6)
        expectSame(
            try await permutationImportance(
                Pipeline(StandardScaler(), Ridge()),
                Fixtures.dataSet("diabetes", target: "progression"),
                folds: KFold(4), repeats: 4, seed: 7, on: SerialScheduler()), golden.r2, within: 1e-9)
    }

    /// A column of a table that says everything, and one that says nothing.
    @Test func columnsOfATableArePermuted() async throws {
        let colors = (0..<60).map { $0 % 2 == 0 ? "red" : "blue" }
        let data = try Table(
            columns: [
                Column("color", colors), Column("noise", (0..<60).map { Double($0 * 7 % 11) }),
                Column("class", colors.map { $0 == "red" ? "a" : "b" }),
            ], name: "colors"
        ).dataset(target: "class")
        let pipeline = try Pipeline(
            text: "columns(numeric: standard-scaler; categorical: one-hot-encoder) | logistic-regression")
        let found = try await permutationImportance(pipeline, data, on: SerialScheduler())
        #expect(found.columns == ["color", "noise"] && found.score == 1)
        #expect(found.means[0] > 0.3 && found.importances[1].allSatisfy { $0 == 0 })
        // One fitted model, with the same random orders.
        let model = try pipeline.fit(data)
        let one = try model.permutationImportance(on: data, by: .accuracy, repeats: 2, seed: 3)
        #expect(one.importances.map(\.count) == [2, 2] && one.importances[1] == [0, 0])
        #expect(
            try one == model.permutationImportance(on: data, by: .accuracy, repeats: 2, seed: 3))
    }

    @Test func failuresNameTheSplit() async throws {
        let iris = try Fixtures.dataSet("iris", target: "species")
        await #expect(throws: SearchError.self) {
            try await permutationImportance(
                Pipeline(PCA(nComponents: 50), SVC()), iris, on: SerialScheduler())
        }
    }
}
