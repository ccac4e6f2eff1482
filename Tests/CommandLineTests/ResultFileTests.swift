import Foundation
import Testing

/// The files that a search writes: JSON and CSV.
@Suite struct ResultFileTests {
    @Test func jsonFollowsTheContract() throws {
        let results = try SearchJSON.of([
            "search", "datasets/iris.csv", "--target", "species", "--pipeline", "standard-scaler | pca | svc",
            "--grid", "svc.C=0.1,10", "--grid", "pca.n_components=2,1", "--scheduler", "threads:2",
            "--train-scores",
            "--scoring", "accuracy,f1_macro",
        ])
        #expect(results.trellis.contains(/^\d+\.\d+\.\d+$/))
        #expect(results.data.rows == 150)
        #expect(results.data.features == 4)
        #expect(results.data.classes == 3)
        #expect(results.data.digest.contains(/^[0-9a-f]{32}$/))
        #expect(results.plan.candidates == 4)
        #expect(results.plan.folds == 5)
        #expect(results.plan.tasksNaive > results.plan.tasksMerged)
        #expect(results.scheduler.kind == "threads")
        #expect(results.scheduler.workers == 2)
        #expect(results.peakMemoryBytes > 1 << 20)
        let timing = results.timing
        #expect(timing.load + timing.plan + timing.run + timing.refit <= timing.total)

        // Grid order: parameters sorted by name, whatever the order of the flags, the last varying fastest.
        #expect(results.values("pca.n_components") == [.number(2), .number(2), .number(1), .number(1)])
        #expect(results.values("svc.C") == [.number(0.1), .number(10), .number(0.1), .number(10)])
        for candidate in results.candidates {
            #expect(candidate.error == nil)
            #expect(candidate.fitSecondsAlone > candidate.fitSeconds && candidate.fitSeconds > 0)
            #expect(Set(candidate.rank.keys) == ["accuracy", "f1_macro"])
            #expect(Set(candidate.trainScores.keys) == ["accuracy", "f1_macro"])
            for scores in candidate.scores.values {
                let splits = scores.splits.compactMap { $0 }
                #expect(splits.count == 5)
                #expect(abs((scores.mean ?? 0) - splits.reduce(0, +) / 5) < 1e-15)
            }
        }
        let best = try #require(results.best)
        #expect(results.candidates[best.index].rank["accuracy"] == 1)
        #expect(best.params == results.candidates[best.index].params)
        #expect(best.scores["accuracy"] == results.candidates[best.index].scores["accuracy"]?.mean)
    }

    @Test func notANumberIsNull() throws {
        let results = try SearchJSON.of([
            "search", "datasets/iris.csv", "--target", "species", "--pipeline", "pca | svc", "--cv", "2",
            "--grid", "pca.n_components=50,2",
        ])
        let failed = results.candidates[0]
        #expect(failed.scores["accuracy"]?.mean == nil)
        #expect(failed.scores["accuracy"]?.std == nil)
        #expect(failed.scores["accuracy"]?.splits == [nil, nil])
        #expect(failed.rank == ["accuracy": 2])
        #expect(failed.error == "pca: n_components is 50, but 75 rows × 4 columns have at most 4 components")
        #expect(failed.trainScores.isEmpty)
        #expect(results.best?.index == 1)
    }

    /// `error` is there and null where nothing failed, as is what JSON has no number for.
    @Test func nullsAreWritten() throws {
        let folder = try TemporaryFolder()
        _ = try Trellis.run(irisSearch + ["--json", folder["out.json"]])
        #expect(try folder.text("out.json").contains("\"error\" : null"))
        #expect(try folder.names == ["out.json"])
    }

    @Test func csvHasARowForEachCandidate() throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.run([
            "search", "datasets/iris.csv", "--target", "species", "--pipeline", "pca | svc", "--cv", "2",
            "--grid", "pca.n_components=50,2", "--grid", "svc.class_weight=none,{setosa:1,virginica:2}",
            "--results", folder["out.csv"], "--train-scores",
        ])
        #expect(run.status == 0)
        let lines = try folder.text("out.csv").split(separator: "\n")
        #expect(
            lines[0] == """
                candidate,pca.n_components,svc.class_weight,rank_accuracy,mean_accuracy,std_accuracy,\
                split0_accuracy,split1_accuracy,mean_train_accuracy,std_train_accuracy,split0_train_accuracy,\
                split1_train_accuracy,fit_seconds,fit_seconds_alone,score_seconds,error
                """)
        #expect(lines.count == 5)
        #expect(lines[1].hasPrefix("0,50,none,3,,,,,,,,,"))
        #expect(
            lines[1].hasSuffix(
                ",\"pca: n_components is 50, but 75 rows × 4 columns have at most 4 components\""))
        #expect(lines[3].hasPrefix("2,2,none,"))
        #expect(lines[4].hasPrefix("3,2,\"{setosa:1.0,virginica:2.0}\","))
        #expect(lines[4].hasSuffix(","))
    }

    /// When all candidates fail there is no best and no model, but it is told why each failed.
    @Test func failedCandidatesAreWritten() throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.run([
            "search", "datasets/iris.csv", "--target", "species", "--pipeline", "a: pca | pca | svc",
            "--cv", "2", "--grid", "pca.n_components=50,60", "--json", folder["out.json"], "--results",
            folder["out.csv"],
            "--save", folder["out.model"],
        ])
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.errors.hasPrefix("error: all 2 candidates failed; the first: pca: n_components is 50"))
        #expect(try folder.names.sorted() == ["out.csv", "out.json"])
        let results = try SearchJSON(folder.text("out.json"))
        #expect(results.best == nil)
        #expect(try folder.text("out.json").contains("\"best\" : null"))
        #expect(
            results.candidates.map(\.error)
                == [50, 60].map {
                    "pca: n_components is \($0), but 75 rows × 4 columns have at most 4 components"
                })
        #expect(try folder.text("out.csv").split(separator: "\n").count == 3)
    }

    /// A split that fails leaves the others their scores, and is named.
    @Test func oneFailedSplitIsNamed() throws {
        let folder = try TemporaryFolder()
        let rows = (0..<12).map { "\($0),\($0 < 4 ? "low" : "high")" }
        let path = try folder.write((["x,y"] + rows).joined(separator: "\n"), to: "in.csv")
        let run = try Trellis.run([
            "search", path, "--target", "y", "--pipeline", "svc", "--cv", "kfold:3", "--json",
            folder["out.json"],
        ])
        #expect(run.status == 1)
        let candidate = try SearchJSON(folder.text("out.json")).candidates[0]
        #expect(
            candidate.error
                == "split 0: svc needs training rows of at least two classes, but all rows are 'high'")
        #expect(candidate.scores["accuracy"]?.mean == nil)
        #expect(candidate.scores["accuracy"]?.splits.map { $0 == nil } == [true, false, false])
    }

    /// With `--error-score raise` a file that is there stays as it was.
    @Test func raisedFailureWritesNothing() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("old", to: "out.json")
        let run = try Trellis.run([
            "search", "datasets/iris.csv", "--target", "species",
            "--pipeline", "a: pca | pca(n_components=50) | svc",
            "--json", path, "--error-score", "raise",
        ])
        #expect(run.status == 1)
        #expect(try folder.text("out.json") == "old")
        #expect(try folder.names == ["out.json"])
    }
}
