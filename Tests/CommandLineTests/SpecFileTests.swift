import Testing

/// A search from a YAML file.
@Suite struct SpecFileTests {
    private static let spec = """
        data: datasets/iris.csv
        target: species
        pipeline: "pca | svc"
        grid:
          pca.n_components: [1, 2]
          svc.C: 1:100:log:3
          svc.class_weight: [null, {setosa: 1, virginica: 2}]
        cv: 2
        scoring: [accuracy, f1_macro]
        scheduler: serial
        train-scores: true
        """

    private func results(_ text: String, _ flags: String...) throws -> SearchJSON {
        let folder = try TemporaryFolder()
        return try SearchJSON.of(["search", "--spec", folder.write(text, to: "spec.yaml")] + flags)
    }

    @Test func saysTheSameAsFlags() throws {
        let fromFile = try results(Self.spec)
        let fromFlags = try SearchJSON.of([
            "search", "datasets/iris.csv", "--target", "species", "--pipeline", "pca | svc",
            "--grid", "pca.n_components=1,2", "--grid", "svc.C=1:100:log:3",
            "--grid", "svc.class_weight=none,{setosa:1,virginica:2}", "--cv", "2", "--scoring",
            "accuracy,f1_macro",
            "--scheduler", "serial", "--train-scores",
        ])
        #expect(fromFile.candidates.map(\.params) == fromFlags.candidates.map(\.params))
        #expect(
            fromFile.candidates.map { $0.scores["f1_macro"]?.splits }
                == fromFlags.candidates.map { $0.scores["f1_macro"]?.splits })
        #expect(
            fromFile.candidates.map { $0.trainScores["accuracy"]?.mean }
                == fromFlags.candidates.map { $0.trainScores["accuracy"]?.mean })
        #expect(fromFile.scheduler.kind == "serial")
    }

    /// Values in lists have types, and a text beside them is that of a flag.
    @Test func valuesHaveTypes() throws {
        let found = try results(
            """
            data: datasets/iris.csv
            target: species
            pipeline: svc
            grid:
              svc.C: [1, 2.5, 5:7:lin:2]
              svc.gamma: "scale,0.5"
              svc.class_weight: [~, none, balanced, {setosa: 2, "virginica": 1}]
            cv: 2
            """)
        #expect(found.candidates.count == 4 * 2 * 4)
        let flags = try SearchJSON.of([
            "search", "datasets/iris.csv", "--target", "species", "--pipeline", "svc", "--grid",
            "svc.C=1,2.5,5,7", "--grid", "svc.gamma=scale,0.5", "--grid",
            "svc.class_weight=none,none,balanced,{setosa:2,virginica:1}", "--cv", "2",
        ])
        #expect(found.candidates.map(\.params) == flags.candidates.map(\.params))
    }

    @Test func flagsOverride() throws {
        let found = try results(
            Self.spec, "--cv", "3", "--grid", "svc.C=5", "--scheduler", "threads:1", "--no-train-scores")
        #expect(found.plan.folds == 3)
        #expect(found.values("svc.C") == Array(repeating: .number(5), count: 4))
        #expect(found.values("pca.n_components") == [.number(1), .number(1), .number(2), .number(2)])
        #expect(found.scheduler.kind == "threads")
        #expect(found.candidates[0].trainScores.isEmpty)
    }

    @Test(arguments: [
        ("grdi: 1", ":1:1: there is no setting 'grdi'; did you mean 'grid'?"),
        ("a: b: c", ":1:5: invalid YAML: mapping values are not allowed in this context"),
        ("- a", ":1:1: found a list, expected names and values, such as target: species"),
        ("target: [a]", ":1:9: found a list, expected one value for 'target'"),
        ("cv: 5\ncv: 6", ":1:1: 'cv' is given twice"),
        ("pipeline: pca | scv", ":1:11, character 7: there is no step 'scv'; did you mean 'svc'?"),
        ("pipeline: svc\nshuffle: maybe", ":2:10: found 'maybe', expected true or false"),
        ("pipeline: svc\nseed: -1", ":2:7: found '-1', expected a whole number"),
        (
            "pipeline: svc\ngrid: 5",
            ":2:7: found '5', expected parameters and values, such as svc.C: [0.1, 1, 10]"
        ),
        (
            "pipeline: svc\ngrid:\n  svc.C: [1, -1]",
            ":3:14: svc: C must be a number greater than 0, but is -1"
        ),
        (
            "pipeline: svc\ngrid:\n  svc.C: [[1, [a]]]",
            ":3:11: svc: C must be a number greater than 0, but is [1,[a]]"
        ),
        ("pipeline: svc\ngrid:\n  svc.C: []", ":3:10: found an empty list, expected a value"),
        (
            "pipeline: svc\ngrid:\n  svc.C: [1, '10']",
            ":3:14: svc: C must be a number greater than 0, but is \"10\""
        ),
        (
            "pipeline: svc\ngrid:\n  svc.C: [1, 2:1:log:x]",
            ":3:14: found 'x', expected a whole number from 2 to 1000000 as the COUNT"
        ),
        (
            "pipeline: svc\ngrid:\n  svc.class_weight: [{setosa: 1, virginica: two}]",
            ":3:45: found 'two', expected a number"
        ),
        (
            "pipeline: svc\ngrid:\n  svc:\n    - svc(C=10)\n    - logistic-regression(C=1, D=2)",
            ":5:7, character 26: logistic-regression has no parameter 'D'; did you mean 'C'?"
        ),
        ("pipeline: svc\ngrid:\n  svc: [svc, 3]", ":3:14: found '3', expected a step, such as svc(C=10)"),
        (
            "pipeline: svc\nscoring: [acuracy]",
            ":2:11: there is no scorer 'acuracy'; did you mean 'accuracy'?"
        ),
        (
            "pipeline: svc\nscheduler: local-cluter",
            ":2:12: there is no scheduler 'local-cluter'; did you mean 'local-cluster'?"
        ),
    ])
    func mistakesAreFound(_ text: String, _ message: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "spec.yaml")
        let target = text.hasPrefix("target") ? [] : ["--target", "species"]
        let run = try Trellis.run(["search", "datasets/iris.csv", "--spec", path] + target)
        #expect(run.errors == "error: \(path)\(message)\n")
        #expect(run.output == "")
        #expect(run.status == 2)
    }

    @Test func missingFileIsTold() throws {
        let run = try Trellis.run("search --spec no.yaml")
        #expect(run.errors == "error: no.yaml: cannot be read: there is no such file\n")
        #expect(run.status == 2)
    }
}
