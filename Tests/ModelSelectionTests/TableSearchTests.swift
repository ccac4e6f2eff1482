import Foundation
import Testing
import Trellis

/// Searches over tables with categories and missing cells, against scikit-learn's `ColumnTransformer`.
@Suite struct TableSearchTests {
    struct Golden: Decodable {
        let searches: [Search]

        struct Search: Decodable, CustomTestStringConvertible {
            let dataset, target, pipeline: String
            let ignored, grid, scoring: [String]
            let params: [[String: String]]
            let scores: [String: [[Double]]]

            var testDescription: String { "\(dataset), \(pipeline)" }
        }
    }

    static let searches: [Golden.Search] =
        ["tables", "encoded_tables"].flatMap { (try? Fixtures.golden($0, as: Golden.self).searches) ?? [] }

    /// Returns the search and its data.
    static func search(_ golden: Golden.Search) throws -> (GridSearch, Dataset) {
        let data = try Fixtures.table(golden.dataset).dataset(
            target: golden.target, excluding: golden.ignored, dropMissingTarget: true)
        let pipeline = try Pipeline(text: golden.pipeline)
        let search = GridSearch(
            pipeline, grid: try ParameterGrid(text: golden.grid, over: pipeline), folds: Folds(5),
            scoring: try golden.scoring.map { try Scorer(named: $0) })
        return (search, data)
    }

    @Test(arguments: searches) func scoresAreThoseOfScikitLearn(_ golden: Golden.Search) async throws {
        let (search, data) = try Self.search(golden)
        let found = try await search.fit(data, on: ThreadedScheduler())
        #expect(found.candidates.count == golden.params.count)
        var largest = 0.0
        for candidate in found.candidates {
            // Parameters in the same order, so that the candidates correspond.
            for entry in candidate.parameters.entries {
                #expect(golden.params[candidate.index][entry.name] == entry.text)
            }
            for (scorer, splits) in golden.scores {
                let ours = try #require(candidate.scores[scorer]).splits
                for (one, other) in zip(ours, splits[candidate.index]) {
                    largest = max(largest, abs(one - other) / max(1, abs(other)))
                }
            }
        }
        // Counts of right predictions agree exactly; the other scores to the tolerance of the solvers.
        #expect(largest < 1e-6, "the largest difference is \(largest)")
    }

    @Test(arguments: searches) func sharingAndMergingGiveTheSameScores(_ golden: Golden.Search) async throws {
        var (search, data) = try Self.search(golden)
        search.trainScores = true
        let shared = try await search.fit(data, on: ThreadedScheduler())
        search.sharing = false
        let plain = try await search.fit(data, on: SerialScheduler())
        search.merging = false
        let unmerged = try await search.fit(data, on: ThreadedScheduler(workers: 3))
        for ((one, two), three) in zip(zip(shared.candidates, plain.candidates), unmerged.candidates) {
            #expect(two.scores.mapValues(\.splits) == three.scores.mapValues(\.splits))
            for (scorer, scores) in one.scores {
                for (a, b) in zip(scores.splits, try #require(two.scores[scorer]).splits) {
                    #expect(abs(a - b) <= 1e-6 * max(1, abs(b)), "\(scorer): \(a) and \(b)")
                }
            }
        }
    }

    /// Steps that read codes and steps that read numbers after the same branches, and steps after an encoder in a branch.
    @Test(arguments: [
        (
            "columns(numeric: simple-imputer; categorical: one-hot-encoder(handle_unknown=ignore)) | clf: svc",
            "clf=svc,logistic-regression(tol=1e-8, max_iter=1000),logistic-regression(C=2, tol=1e-8, max_iter=1000)"
        ),
        (
            "columns(numeric: simple-imputer; categorical: one-hot-encoder(handle_unknown=ignore)) "
                + "| scaler: standard-scaler | logistic-regression(tol=1e-8, max_iter=1000)",
            "scaler=standard-scaler,passthrough"
        ),
        (
            "columns(numeric: simple-imputer; categorical: one-hot-encoder(handle_unknown=ignore) "
                + "| pca) | logistic-regression(tol=1e-8, max_iter=1000)",
            "columns.categorical.pca.n_components=1,2"
        ),
    ])
    func formsOfRowsGiveTheSameScores(text: String, grid: String) async throws {
        let data = try Fixtures.table("penguins").dataset(target: "species")
        let pipeline = try Pipeline(text: text)
        var search = GridSearch(
            pipeline, grid: try ParameterGrid(text: [grid], over: pipeline), folds: StratifiedKFold(3),
            scoring: [.accuracy])
        search.trainScores = true
        let plan = try search.plan(data)
        let shared = try await search.fit(data, on: ThreadedScheduler())
        search.sharing = false
        #expect(try search.plan(data).countsByName == plan.countsMerged)
        let plain = try await search.fit(data, on: SerialScheduler())
        search.merging = false
        #expect(try search.plan(data).countsByName == plan.countsBeforeMerging)
        for (one, two) in zip(shared.candidates, plain.candidates) {
            #expect(one.scores.mapValues(\.splits) == two.scores.mapValues(\.splits))
        }
        let predicted = try shared.model.predict(data.features)
        #expect(try predicted == shared.model.pipeline.fit(data).predict(data.features))
    }

    @Test(arguments: searches) func plansHaveTheCountedTasks(_ golden: Golden.Search) throws {
        var (search, data) = try Self.search(golden)
        let shared = try search.plan(data)
        search.sharing = false
        #expect(try search.plan(data).countsByName == shared.countsMerged)
        search.merging = false
        let unmerged = try search.plan(data)
        #expect(unmerged.countsByName == shared.countsBeforeMerging)
    }

    @Test func theModelReadsAnyTable() async throws {
        let (search, data) = try Self.search(Self.searches[0])
        let model = try await search.fit(data, on: ThreadedScheduler()).model
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).model").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        try ModelFile.write(model, to: file)
        let read = try ModelFile.read(file)
        // Columns in another order, an unknown category, and missing cells.
        let table = try Table(
            csv: Array(
                """
                year,sex,body_mass_g,note,flipper_length_mm,bill_depth_mm,bill_length_mm,island
                2008,,3700,x,190,18.1,39.0,Nowhere
                2009,male,,y,230,15,50.1,Biscoe

                """.utf8), name: "new")
        let rows = try table.features(including: read.featureNames, kinds: read.featureKinds)
        #expect(try read.predict(rows).texts == ["Adelie", "Gentoo"])
        #expect(
            read.pipeline.description
                == search.pipeline.replacing(with: read.pipeline.steps.map(\.estimator)).description)
    }
}
