import Foundation
import Testing
import Trellis

/// Searches over tables with categories and missing cells, against scikit-learn's `ColumnTransformer`.
@Suite struct TableSearchTests {
    struct Golden: Decodable {
        let searches: [Search]
        let names: [Names]

        struct Search: Decodable, CustomTestStringConvertible {
            let dataset, target, pipeline: String
            let csv: String?
            let ignored, grid, scoring: [String]
            let params: [[String: String]]
            let scores: [String: [[Double]]]

            var testDescription: String { "\(dataset), \(pipeline)" }
        }

        /// The names of the columns that reach the last step of a pipeline.
        struct Names: Decodable, CustomTestStringConvertible {
            let dataset, target, pipeline: String
            let csv: String?
            let ignored, names: [String]

            var testDescription: String { "\(dataset), \(pipeline)" }
        }
    }

    static let golden = try? Fixtures.golden("tables", as: Golden.self)
    static let searches: [Golden.Search] =
        (golden?.searches ?? [])
        + ((try? Fixtures.golden("encoded_tables", as: EncodedGolden.self).searches) ?? [])

    /// Searches whose pipelines keep one-hot columns as codes.
    struct EncodedGolden: Decodable { let searches: [Golden.Search] }

    /// A dataset, or a table that is in the golden file.
    private static func data(
        _ name: String, csv: String?, target: String, ignored: [String]
    ) throws -> Dataset {
        let table = try csv.map { try Table(csv: Array($0.utf8), name: name) } ?? Fixtures.table(name)
        return try table.dataset(target: target, excluding: ignored, dropMissingTarget: true)
    }

    /// Returns the search and its data.
    static func search(_ golden: Golden.Search) throws -> (GridSearch, Dataset) {
        let data = try data(
            golden.dataset, csv: golden.csv, target: golden.target, ignored: golden.ignored)
        let pipeline = try Pipeline(text: golden.pipeline)
        let search = GridSearch(
            pipeline, grid: try ParameterGrid(text: golden.grid, over: pipeline), folds: Folds(5),
            scoring: try golden.scoring.map { try Scorer(named: $0) })
        return (search, data)
    }

    @Test(arguments: searches) func scoresAreThoseOfScikitLearn(_ golden: Golden.Search) async throws {
        let (search, data) = try Self.search(golden)
        let found = try await search.fit(data, on: ThreadedScheduler())
        #expect(found.candidates.count == golden.params.count && !golden.params.isEmpty)
        #expect(found.candidates.flatMap(\.failures).isEmpty)
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

    /// A scaler after the branches keeps the codes, which are expanded only for a step that does not read them.
    @Test(arguments: [
        ("logistic-regression", false), ("passthrough | logistic-regression", false), ("svc", true),
    ])
    func scalersAfterTheBranchesKeepCodes(rest: String, expands: Bool) throws {
        let data = try Fixtures.table("penguins").dataset(target: "species")
        let pipeline = try Pipeline(
            text: "columns(numeric: simple-imputer; categorical: one-hot-encoder) | standard-scaler | \(rest)"
        )
        let counts = try GridSearch(pipeline, folds: StratifiedKFold(3)).plan(data).countsByName
        #expect(counts["join-columns"] == 6 && counts["transform-standard-scaler"] == 6)
        #expect((counts["expand-codes"] ?? 0) == (expands ? 6 : 0))
        #expect(counts["arrange-rows"] == nil)
    }

    /// Training rows are scored as new rows, although the last step is fitted to cross-fitted ones.
    @Test(arguments: [true, false], ["logistic-regression(tol=1e-8, max_iter=1000)", "svc"])
    func trainingRowsAreScoredAsNewRows(sharing: Bool, last: String) async throws {
        let data = try Fixtures.table("penguins").dataset(target: "species")
        let pipeline = try Pipeline(
            text: "columns(numeric: simple-imputer | standard-scaler; categorical: target-encoder) | \(last)")
        let (folds, scorer) = (StratifiedKFold(3), last == "svc" ? Scorer.f1Macro : .negLogLoss)
        let search = GridSearch(
            pipeline, folds: folds, scoring: [scorer], trainScores: true, sharing: sharing)
        let found = try await search.fit(data, on: SerialScheduler())
        let scores = try #require(found.candidates.first?.trainScores[scorer.name]).splits
        let splits = try folds.splits(rows: data.rowCount, target: data.target, groups: nil)
        for (split, score) in zip(splits, scores) {
            let train = data.rows(at: split.train)
            let expected = try pipeline.fit(train).score(
                train.features, against: train.target, by: scorer)
            #expect(abs(score - expected) < 1e-6, "\(score) and \(expected)")
        }
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

    /// The columns of each branch are summarised once for each fold, whatever is fitted to them in each split.
    @Test func mediansAndCategoriesAreFittedToFolds() throws {
        let data = try Fixtures.table("penguins").dataset(target: "species")
        let pipeline = try Pipeline(
            text: """
                columns(numeric: simple-imputer | scale: robust-scaler; categorical: encode: one-hot-encoder) \
                | logistic-regression
                """)
        let grid = try ParameterGrid(
            text: [
                "columns.numeric.simple-imputer.strategy=mean,median,most_frequent",
                "columns.categorical.encode=one-hot-encoder,ordinal-encoder(encoded_missing_value=-1)",
            ], over: pipeline)
        let counts = try GridSearch(pipeline, grid: grid, folds: StratifiedKFold(5)).plan(data).countsByName
        #expect(counts["summarize-column-values"] == 2 * 5 && counts["merge-column-values"] == 2 * 5)
        #expect(counts["fit-simple-imputer-from-summary"] == 2 * 5 && counts["fit-simple-imputer"] == 5)
        #expect(counts["fit-one-hot-encoder-from-summary"] == 5 && counts["fit-one-hot-encoder"] == nil)
        #expect(counts["fit-ordinal-encoder-from-summary"] == 5)
        // After another step, the rows are fitted to.
        #expect(counts["fit-robust-scaler"] == 15 && counts["fit-robust-scaler-from-summary"] == nil)
    }

    @Test(arguments: golden?.names ?? [])
    func columnsHaveTheNamesOfScikitLearn(_ golden: Golden.Names) throws {
        let data = try Self.data(
            golden.dataset, csv: golden.csv, target: golden.target, ignored: golden.ignored)
        let model = try Pipeline(text: golden.pipeline).fit(data)
        let last = try #require(model.steps.last)
        let names = try #require(model.inputNames(of: last.name))
        // The columns that are selected are ordered by score here, and as they were in scikit-learn.
        let isReordered = model["select-k-best"] != nil
        #expect(isReordered ? names.sorted() == golden.names.sorted() : names == golden.names)
        #expect((last.model as any FittedModel).featureCount == golden.names.count)
    }

    @Test func namesOfInputsAreThoseBeforeTheStep() throws {
        let data = try Fixtures.table("penguins").dataset(target: "species")
        let pipeline = try Pipeline(
            text:
                "columns(all[year, island]: encode: one-hot-encoder | v: variance-threshold; rest: drop) | svc"
        )
        let model = try pipeline.fit(data)
        #expect(model.inputNames(of: "columns.all.encode") == ["year", "island"])
        let encoded =
            ["year_2007.0", "year_2008.0", "year_2009.0"]
            + ["island_Biscoe", "island_Dream", "island_Torgersen"]
        #expect(model.inputNames(of: "columns.all.v") == encoded)
        #expect(model.inputNames(of: "svc") == encoded.map { "all__\($0)" })
        #expect(model.inputNames(of: "pca") == nil)

        let iris = try Fixtures.dataSet("iris", target: "species")
        let plain = try Pipeline(text: "standard-scaler | reduce: pca(n_components=2) | svc").fit(iris)
        #expect(plain.inputNames(of: "reduce") == iris.featureNames)
        #expect(plain.inputNames(of: "svc") == ["reduce0", "reduce1"])
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
