import Testing
import Trellis

/// The results of a search: scores, ranks, failures, warnings and the refitted model; and its errors.
@Suite struct SearchTests {
    @Test func aFailedCandidateRanksLastAndBreaksNothing() async throws {
        // 40 components of 3 × 20 rows' 40 training rows are too many for the last value alone.
        let search = GridSearch(
            Pipeline(PCA(), SVC()), grid: ParameterGrid().varying(\PCA.nComponents, over: [5, 10, 50]),
            folds: KFold(3))
        let found = try await search.fit(Fixtures.fewDigits(60), on: ThreadedScheduler(workers: 2))
        let failed = found.candidates[2]
        #expect(failed.rank["accuracy"] == 3)
        #expect(failed.score.isNaN)
        #expect(failed.failures.count == 3)
        #expect(
            failed.failures.allSatisfy { $0.failure.operation == "restrict-pca" && $0.message.contains("50") }
        )
        #expect(found.best.index < 2)
        #expect(found.candidates[0].failures.isEmpty)
    }

    @Test func raisingEndsTheSearch() async throws {
        let search = GridSearch(
            Pipeline(PCA(), SVC()), grid: ParameterGrid().varying(\PCA.nComponents, over: [5, 50]),
            folds: KFold(3),
            errorScore: .raise)
        await #expect {
            try await search.fit(Fixtures.fewDigits(60), on: SerialScheduler())
        } throws: { error in
            guard case SearchError.candidateFailed(let parameters, let failure) = error else { return false }
            return parameters == "pca.n_components=50" && failure.operation == "restrict-pca"
        }
    }

    @Test func whenAllFailTheSearchDoes() async throws {
        let search = GridSearch(Pipeline(PCA(), PCA(nComponents: 50), SVC()), folds: KFold(3))
        await #expect {
            try await search.fit(Fixtures.fewDigits(60), on: SerialScheduler())
        } throws: { error in
            "\(error)".hasPrefix("the candidate failed: pca: n_components is 50")
        }
    }

    @Test func severalScorersAndOneToRefitBy() async throws {
        var search = GridSearch(
            Pipeline(StandardScaler(), LogisticRegression()),
            grid: ParameterGrid().varying(\LogisticRegression.c, over: [0.001, 1]),
            scoring: [.accuracy, .negLogLoss], refit: .by("neg_log_loss"), trainScores: true)
        let data = try Fixtures.dataSet("wine", target: "class")
        let found = try await search.fit(data, on: ThreadedScheduler(workers: 2))
        #expect(found.best.scorer == "neg_log_loss")
        #expect(found.best.rank["neg_log_loss"] == 1)
        #expect(found.best.score == found.best.scores["neg_log_loss"]?.mean)
        #expect(found.candidates.allSatisfy { $0.trainScores.count == 2 && $0.scores.count == 2 })
        #expect(try found.model.score(data.features, against: data.target, by: .accuracy) > 0.98)
        search.refit = .none
        let bare = try await search.fit(data, on: SerialScheduler())
        #expect(throws: SearchError.notRefitted) { try bare.model }
    }

    @Test func theRefittedModelIsThePipelineFittedToAll() async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let pipeline = Pipeline(StandardScaler(), PCA(nComponents: 2), SVC())
        let found = try await GridSearch(pipeline).fit(data, on: ThreadedScheduler(workers: 2))
        let plain = try pipeline.fit(data).predict(data.features, kinds: .decisionFunction).decisionFunction?
            .values
        let decision = try found.model.predict(data.features, kinds: .decisionFunction).decisionFunction?
            .values
        // Means and axes are the same to 1e-15 or so; the solver's tolerance is 1e-3, and it may take another step.
        #expect(try zip(#require(decision), #require(plain)).allSatisfy { abs($0 - $1) < 2e-3 })
        #expect(try found.model.predict(data.features).texts.prefix(2) == ["setosa", "setosa"])
    }

    @Test func whatCannotWorkIsRefusedBeforeAnythingRuns() throws {
        let iris = try Fixtures.dataSet("iris", target: "species")
        let diabetes = try Fixtures.dataSet("diabetes", target: "progression", problem: .regression)
        func message(_ search: GridSearch, _ data: Dataset) -> String {
            do { return "\(try search.plan(data).candidateCount)" } catch { return "\(error)" }
        }
        #expect(
            message(GridSearch(Pipeline(SVC()), scoring: [.negLogLoss]), iris).hasPrefix(
                "neg_log_loss cannot score svc"))
        #expect(
            message(GridSearch(Pipeline(SVC()), scoring: [.r2]), iris)
                == "r2 scores numbers, but the target has classes")
        #expect(
            message(GridSearch(Pipeline(SVC())), diabetes)
                == "svc is a classifier, but the target has numbers")
        #expect(
            message(GridSearch(Pipeline(Ridge())), iris)
                == "ridge is a regressor, but the target has classes")
        #expect(message(GridSearch(Pipeline(PCA())), iris).hasPrefix("the last step, pca, is a transformer"))
        #expect(message(GridSearch(Pipeline(SVC(), PCA())), iris).contains("svc is not a transformer"))
        #expect(
            message(GridSearch(Pipeline(steps: [])), iris) == "the pipeline is not valid: it has no steps")
        #expect(
            message(GridSearch(Pipeline(SVC()), refit: .by("f1")), iris)
                == "cannot refit by 'f1', which is not a scorer of the search; valid names are accuracy")
        #expect(
            message(GridSearch(Pipeline(SVC()), scoring: [.accuracy, .accuracy]), iris)
                == "the scorer accuracy is listed twice")
        var features = try iris.matrix
        features[3, 1] = .nan
        let broken = try Dataset(features: features, target: iris.target)
        #expect(
            message(GridSearch(Pipeline(SVC())), broken)
                == "svc does not accept missing cells, but the column 'x1' has one in row 3 (counted from 0); fill them "
                + "with simple-imputer, or put the step 'columns' first")
    }

    @Test func aFoldOfOneClassFailsWithItsName() async throws {
        let x = Matrix(rows: 12, columns: 1, values: (0..<12).map(Double.init))
        let labels = Labels((0..<12).map { $0 < 6 ? "low" : "high" })
        let data = try Dataset(features: x, target: .labels(labels))
        await #expect {
            try await crossValidate(Pipeline(SVC()), data, folds: KFold(2), on: SerialScheduler())
        } throws: { error in
            "\(error)".contains("svc needs training rows of at least two classes, but all rows are 'high'")
        }
    }

    @Test func crossValidationTellsEverySplit() async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let result = try await crossValidate(
            Pipeline(StandardScaler(), SVC()), data, folds: StratifiedKFold(5), trainScores: true,
            on: SerialScheduler())
        #expect(result.scores["accuracy"]?.splits.count == 5)
        #expect(result.trainScores["accuracy"]?.splits.count == 5)
        #expect(result.score > 0.9 && result.fitSeconds > 0 && result.scoreSeconds > 0)
    }

    @Test func fitsThatDoNotConvergeAreReported() async throws {
        let data = try Fixtures.dataSet("wine", target: "class")
        let search = GridSearch(Pipeline(LogisticRegression(maxIter: 3)), refit: .none)
        let found = try await search.fit(data, on: SerialScheduler())
        #expect(found.warnings.contains { $0.contains("3 iterations") })
    }
}
