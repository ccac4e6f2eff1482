import Foundation
import Testing
import Trellis

@testable import Studies

/// The results that a study knows.
@Suite struct StudyResultsTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "study-\(UUID().uuidString)")
    private var path: String { folder.appending(path: "test.study").path() }

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private static func data() throws -> Dataset {
        func row(_ index: Int) -> [Double] {
            [index % 7, index * index % 11, index * 5 % 13].map(Double.init)
        }
        let rows = (0..<90).map(row)
        return try Dataset(
            features: Matrix(rows), target: .labels(Labels((0..<90).map { $0 % 2 == 0 ? "a" : "b" })))
    }

    /// The same candidates with the same parameters, scores and ranks, whatever the values are.
    @Test func theyAreThoseOfTheSearch() async throws {
        let pipeline = try Pipeline(text: "standard-scaler | pca | clf: svc")
        let grid = try ParameterGrid(
            text: [
                "clf=svc(class_weight={a:1,b:2.5}),logistic-regression(C=10)", "pca.n_components=1,none,0.9",
                "pca.whiten=true,false",
            ], over: pipeline)
        var search = GridSearch(
            pipeline, grid: grid, options: SearchOptions(folds: KFold(3), scoring: [.accuracy, .f1Macro]))
        search.store = try Study(path: path)
        let data = try Self.data()
        let found = try await search.fit(data, on: ThreadedScheduler(workers: 2))
        let results = try Study(path: path).problem().results()
        #expect(results.splitCount == 3 && !results.isStopped)
        var expected: [String: CandidateResult] = [:]
        for candidate in found.candidates { expected["\(candidate.parameters)"] = candidate }
        #expect(results.candidates.count == 12 && expected.count == 12)
        for candidate in results.candidates {
            let own = try #require(expected["\(candidate.parameters)"])
            #expect(candidate.parameters == own.parameters)
            #expect(candidate.scores == own.scores && candidate.rank == own.rank)
            #expect("\(candidate.pipeline)" == "\(own.pipeline)")
            #expect(candidate.fitSeconds.isNaN)
        }
        #expect(try results.best.score == found.best.score)
        #expect(try results.scoreInterval(of: results.best) == nil && results.runnerUp == nil)
        // A search can go on with them.
        let fitted = try await search.fitBest(of: results, data, on: SerialScheduler())
        #expect(try fitted.model.predict(data.features).count == 90)
        let other = try Study(path: path).problem().results(by: "f1_macro")
        #expect(other.candidates.allSatisfy { $0.scorer == "f1_macro" })
    }

    @Test func failuresAndMissingScoresAreToldApart() async throws {
        var search = GridSearch(
            Pipeline(PCA(), SVC()), grid: ParameterGrid().varying(\PCA.nComponents, over: [1, 2, 50]),
            options: SearchOptions(folds: KFold(3)))
        search.store = try Study(path: path)
        _ = try await search.score(search.plan(Self.data()), on: SerialScheduler())
        let results = try Study(path: path).problem().results()
        #expect(results.candidates.count == 3)
        #expect(results.candidates.count { $0.error != nil } == 1)
        #expect(results.warnings.contains { $0.hasPrefix("1 of 3 candidates failed: ") })
        // One score less, as if the search were still running.
        let database = try Database(path: path)
        try database.rows(
            """
            DELETE FROM score WHERE error IS NULL AND candidate = (SELECT min(candidate) FROM score WHERE error IS NULL)
            AND split = (SELECT min(split) FROM score)
            """)
        let part = try Study(path: path).problem().results()
        #expect(part.candidates.count == 2 && part.isStopped)
        #expect(part.warnings.contains("1 candidate is not scored on every split, and is left out"))
    }

    @Test func whatIsNotKnownIsRefused() async throws {
        let study = try Study(path: path)
        #expect(throws: StudyError.noProblem(path: path, number: 1, count: 0)) { try study.problem() }
        var search = GridSearch(
            Pipeline(PCA(), SVC()), grid: ParameterGrid().varying(\PCA.nComponents, over: [1, 40]),
            options: SearchOptions(folds: KFold(3)))
        search.store = study
        _ = try await search.score(search.plan(Self.data()), on: SerialScheduler())
        _ = try study.using { try $0.rows("DELETE FROM score WHERE error IS NULL") }
        let problem = try study.problem()
        #expect(throws: StudyError.noScores(path: path, problem: 1)) { try problem.results() }
        search = GridSearch(Pipeline(SVC()), options: SearchOptions(folds: KFold(3)))
        search.store = study
        _ = try await search.score(search.plan(Self.data()), on: SerialScheduler())
        let scored = try study.problem()
        #expect(
            throws: StudyError.unknownScorer(path: path, problem: 1, name: "r2", known: ["accuracy"])
        ) { try scored.results(by: "r2") }
        #expect(throws: StudyError.self) { try scored.results(steps: StepRegistry([PCA.self])) }
    }
}
