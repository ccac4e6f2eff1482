import Foundation
import Testing

/// `--oof` and `--choose`, and the comparison with the runner-up.
@Suite struct EvaluationFlagTests {
    private static let iris = [
        "search", "datasets/iris.csv", "--target", "species", "--pipeline",
        "standard-scaler | logistic-regression",
        "--grid", "logistic-regression.C=0.01,1,100",
    ]

    @Test func outOfFoldPredictions() throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.run(Self.iris + ["--oof", folder["oof.csv"], "--json", folder["out.json"]])
        #expect(run.errors == "" && run.status == 0)
        let rows = try folder.text("oof.csv").split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(
            rows[0].joined(separator: ",")
                == "row,species,predicted_species,split,probability_setosa,probability_versicolor,"
                + "probability_virginica,decision_setosa,decision_versicolor,decision_virginica")
        #expect(rows.count == 151)
        #expect(rows.dropFirst().map { $0[0] } == (0..<150).map { "\($0)" })
        // The accuracy of all rows is the mean over the splits, which have the same number of rows.
        let correct = rows.dropFirst().count { $0[1] == $0[2] }
        let best = try #require(try SearchJSON(folder.text("out.json")).best)
        #expect(abs(Double(correct) / 150 - (best.scores["accuracy"] ?? 0)) < 1e-12)
    }

    @Test func outOfFoldOfValues() throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.run([
            "search", "datasets/diabetes.csv", "--target", "progression", "--pipeline",
            "standard-scaler | ridge",
            "--oof", folder["oof.csv"], "--refit", "none",
        ])
        #expect(run.errors == "" && run.status == 0)
        #expect(try folder.text("oof.csv").hasPrefix("row,progression,predicted_progression,split\n0,"))
    }

    @Test func noPartition() throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.run(Self.iris + ["--oof", folder["oof.csv"], "--cv", "repeated:5:2"])
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(
            run.errors.contains(
                "out-of-fold predictions require each row in exactly one test set, but with RepeatedStratifiedKFold"
            ))
        #expect(run.errors.contains("row 0 (counted from 0) is in 2; use folds"))
        #expect(!FileManager.default.fileExists(atPath: folder["oof.csv"]))
    }

    @Test func oneStandardError() throws {
        let folder = try TemporaryFolder()
        let best = try Trellis.run(Self.iris).output
        let run = try Trellis.run(Self.iris + ["--choose", "one-se", "--json", folder["out.json"]])
        #expect(run.errors == "" && run.status == 0)
        #expect(best.hasPrefix("best: logistic-regression.C=100.0\n"))
        #expect(run.output.hasPrefix("best: logistic-regression.C=1.0\n"))
        #expect(!best.contains("one-se"))
        #expect(
            run.output.contains(
                /\nselected by one-se: the simplest of 2 candidates within 0\.\d{4} of the best mean, 0\.9\d{3}\n/
            ))
        #expect(try folder.text("out.json").contains("\"choice\" : \"one-se\""))
        let spec = try folder.write("choose: one-se\n", to: "spec.yaml")
        #expect(
            try Trellis.run(Self.iris + ["--spec", spec]).output.hasPrefix(
                "best: logistic-regression.C=1.0\n"))
    }

    @Test func invalidChoice() throws {
        let run = try Trellis.run(Self.iris + ["--choose", "simplest"])
        #expect(run.status == 2)
        #expect(run.errors.contains("--choose") && run.errors.contains("best or one-se"))
    }

    @Test func runnerUp() throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.run(Self.iris + ["--json", folder["out.json"]])
        #expect(
            run.output.contains(
                /\nrunner-up: logistic-regression\.C=1\.0: difference 0\.\d{4}, 95 % interval -?0\.\d{4} to 0\.\d{4}, p = 0\.\d{3} \(corrected t test\)\n/
            ))
        #expect(try folder.text("out.json").contains("\"runnerUp\" : {"))
        // One candidate has no runner-up.
        #expect(!(try Trellis.run(Array(Self.iris.dropLast(2))).output.contains("runner-up")))
    }
}
