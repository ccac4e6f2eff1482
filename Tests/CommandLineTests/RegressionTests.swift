import Testing

/// A search with a regressor: the target is numeric, and the score is r2.
@Suite struct RegressionTests {
    private let flags = ["search", "datasets/diabetes.csv", "--target", "progression"]

    @Test func r2IsTheDefault() throws {
        let results = try SearchJSON.of(
            flags + ["--pipeline", "standard-scaler | ridge", "--grid", "ridge.alpha=0.1:1000:log:5"])
        #expect(results.data.classes == nil)
        #expect(results.plan.folds == 5)
        #expect(results.best?.scores.keys.sorted() == ["r2"])
        #expect((0.4...0.6).contains(results.best?.scores["r2"] ?? 0))
    }

    @Test func modelTellsNumbers() throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.run(flags + ["--pipeline", "ridge", "--save", folder["ridge.model"]])
        #expect(run.status == 0)
        let predicted = try Trellis.run(["predict", folder["ridge.model"], "datasets/diabetes.csv"])
        let lines = predicted.output.split(separator: "\n")
        #expect(lines[0] == "progression")
        #expect(lines.count == 443)
        #expect(lines.dropFirst().allSatisfy { Double($0) != nil })
        let scored = try Trellis.run(["score", folder["ridge.model"], "datasets/diabetes.csv"])
        #expect(scored.output.contains(/^r2: 0\.5\d+\n$/))
        let refused = try Trellis.run([
            "predict", folder["ridge.model"], "datasets/diabetes.csv", "--probabilities",
        ])
        #expect(refused.errors == "error: ridge cannot predict probabilities\n")
        #expect(refused.status == 2)
    }

    @Test(arguments: [
        ("accuracy", "accuracy scores classes, but the target has numbers"),
        ("neg_log_loss", "neg_log_loss scores classes, but the target has numbers"),
    ])
    func scorersOfClassesAreRefused(_ scorer: String, _ message: String) throws {
        let run = try Trellis.run(flags + ["--pipeline", "ridge", "--scoring", scorer])
        #expect(run.errors == "error: \(message)\n")
        #expect(run.output == "")
        #expect(run.status == 2)
    }

    @Test func stratificationIsRefused() throws {
        let run = try Trellis.run(flags + ["--pipeline", "ridge", "--cv", "stratified:5"])
        #expect(
            run.errors
                == "error: --cv: stratified requires a target of classes, but the target has numbers; use kfold\n"
        )
        #expect(run.status == 2)
    }
}
