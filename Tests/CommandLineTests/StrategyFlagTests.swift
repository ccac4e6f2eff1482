import Foundation
import Testing

/// `--search`, `--resource`, and distributions in `--grid`.
@Suite struct StrategyFlagTests {
    private static let iris = [
        "search", "datasets/iris.csv", "--target", "species", "--pipeline", "standard-scaler | svc",
    ]

    @Test(arguments: [
        ("random:12", 12), ("random:12:sobol", 12), ("random:12:latin", 12), ("tpe:12", 12), ("tpe:12:4", 12),
        ("halving:3:9", 9 + 3), ("hyperband", 3 + 2),
    ])
    func everyMethodFindsGoodCandidates(method: String, evaluations: Int) throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.run(
            Self.iris + [
                "--grid", "svc.C=0.1:1000:loguniform", "--grid", "svc.gamma=0.001:1:loguniform",
                "--search", method, "--seed", "1", "--json", folder["out.json"], "--results",
                folder["out.csv"],
            ])
        #expect(run.errors == "")
        #expect(run.status == 0)
        let found = try SearchJSON(folder.text("out.json"))
        #expect(found.candidates.count >= evaluations)
        let best = try #require(found.best)
        #expect((best.scores["accuracy"] ?? 0) > 0.9)
        let rows = try folder.text("out.csv").split(separator: "\n")
        #expect(rows.count == found.candidates.count + 1)
        #expect(rows[0].hasPrefix("candidate,round,"))
        // The same again, on another number of workers.
        let again = try Trellis.run(
            Self.iris + [
                "--grid", "svc.C=0.1:1000:loguniform", "--grid", "svc.gamma=0.001:1:loguniform",
                "--search", method, "--seed", "1", "--workers", "1", "--scheduler", "serial", "--json",
                folder["again.json"],
            ])
        #expect(again.status == 0)
        let same = try SearchJSON(folder.text("again.json"))
        #expect(same.candidates.map(\.params) == found.candidates.map(\.params))
        #expect(
            same.candidates.map { $0.scores["accuracy"]?.splits }
                == found.candidates.map { $0.scores["accuracy"]?.splits })
    }

    @Test func aResourceMayBeAParameter() throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.run([
            "search", "datasets/iris.csv", "--target", "species", "--pipeline",
            "standard-scaler | logistic-regression",
            "--grid", "logistic-regression.C=0.01:100:loguniform", "--search", "halving:3:9", "--resource",
            "logistic-regression.max_iter:90", "--quiet", "--json", folder["out.json"],
        ])
        #expect(run.errors == "")
        #expect(run.status == 0)
        #expect(run.output.contains("logistic-regression.max_iter  "))
        let found = try SearchJSON(folder.text("out.json"))
        #expect(found.candidates.count == 13)
    }

    @Test func aParameterMayExistInSomeAlternativesOnly() throws {
        let run = try Trellis.run([
            "search", "datasets/iris.csv", "--target", "species", "--pipeline", "standard-scaler | clf: svc",
            "--grid", "clf=svc,logistic-regression", "--grid", "clf.gamma=0.01:1:loguniform", "--grid",
            "clf.C=0.1:100:loguniform", "--search", "random:8",
        ])
        #expect(run.errors == "")
        #expect(run.status == 0)
        #expect(run.output.contains("logistic-regression"))
    }

    @Test(arguments: [
        ("random", "--search: found 'random', expected random:N"),
        ("random:0", "--search: found '0', expected a whole number from 1 to 1000000 as the N"),
        ("random:5:even", "--search: found 'even', expected sobol or latin"),
        ("halving:1", "--search: found '1', expected a number greater than 1 and at most 1000 as the FACTOR"),
        (
            "halving:nan",
            "--search: found 'nan', expected a number greater than 1 and at most 1000 as the FACTOR"
        ),
        ("tpe:-3", "--search: found '-3', expected a whole number from 1 to 1000000 as the N"),
        (
            "grid:3",
            "--search: found 'grid:3', expected grid, random:N, halving, halving:FACTOR, hyperband or tpe:N"
        ),
        (
            "best",
            "--search: found 'best', expected grid, random:N, halving, halving:FACTOR, hyperband or tpe:N"
        ),
    ])
    func malformedMethodsAreRefused(method: String, message: String) throws {
        let run = try Trellis.run(Self.iris + ["--grid", "svc.C=1,10", "--search", method])
        #expect(run.status == 2)
        #expect(run.errors == "error: \(message)\n")
    }

    @Test(arguments: [
        (
            ["--grid", "svc.C=10:1:uniform"],
            "--grid svc.C: found '10:1:uniform', expected LOW less than HIGH"
        ),
        (
            ["--grid", "svc.C=0:1:loguniform"],
            "--grid svc.C: found '0:1:loguniform', expected LOW less than HIGH, both greater than 0"
        ),
        (["--grid", "svc.C=a:1:uniform"], "--grid svc.C: found 'a', expected a number as the LOW"),
        (["--grid", "svc.C=1:2.5:int"], "--grid svc.C: found '2.5', expected a whole number as the HIGH"),
        (
            ["--grid", "svc.C=-1:1:uniform"],
            "--grid svc.C: svc: C must be a number greater than 0, but is -1.0"
        ),
        (
            ["--budget", "soon"],
            "--budget: found 'soon', expected a number greater than 0 with a unit, such as 90s, 15m, 2h or 5000tasks"
        ),
        (
            ["--budget", "0s"],
            "--budget: found '0s', expected a number greater than 0 with a unit, such as 90s, 15m, 2h or 5000tasks"
        ),
        (
            ["--budget", "0tasks"],
            "--budget: found '0tasks', expected a number greater than 0 with a unit, such as 90s, 15m, 2h or 5000tasks"
        ),
        (
            ["--racing", "0.5"],
            "--racing: found '0.5', expected a probability of at least 0 and less than 0.5, such as 0.05"
        ),
        (
            ["--outer-cv", "5", "--budget", "9s"],
            "--outer-cv repeats the whole search in each outer split, and has no --budget; give one of them"
        ),
        (
            ["--resource", "time"],
            "--resource: found 'time', expected rows, or STEP.PARAMETER:MAX, such as svc.max_iter:1000"
        ),
        (
            ["--resource", "svc.kernel:10", "--search", "halving"],
            "the resource 'svc.kernel' is not an integer parameter of the pipeline; expected STEP.PARAMETER"
        ),
    ])
    func malformedFlagsAreRefused(flags: [String], message: String) throws {
        let method = flags.contains("--search") ? [] : ["--search", "random:5"]
        let run = try Trellis.run(Self.iris + method + flags)
        #expect(run.status == 2)
        #expect(run.errors == "error: \(message)\n")
    }

    @Test func aBudgetInTasksIsTheSameOnEveryScheduler() throws {
        let folder = try TemporaryFolder()
        var found: [SearchJSON] = []
        for scheduler in [["serial"], ["threads", "--workers", "3"]] {
            let run = try Trellis.run(
                Self.iris + [
                    "--grid", "svc.C=0.1:1000:loguniform", "--search", "tpe:1000", "--budget", "1500tasks",
                    "--json",
                    folder["out.json"], "--scheduler",
                ] + scheduler)
            #expect(run.errors == "" && run.status == 0)
            #expect(run.output.contains("\nstopped after 1500 tasks, before the search was complete\n"))
            found.append(try SearchJSON(folder.text("out.json")))
        }
        #expect((10..<1000).contains(found[0].candidates.count) && found[0].plan.tasksMerged <= 1500)
        #expect(found[0].candidates.map(\.params) == found[1].candidates.map(\.params))
        #expect(found[0].plan.tasksMerged == found[1].plan.tasksMerged)
        let none = try Trellis.run(Self.iris + ["--budget", "5tasks"])
        #expect(none.status == 1)
        #expect(
            none.errors == "error: the search was stopped before a candidate was scored on every split\n")
    }

    @Test func racing() throws {
        let folder = try TemporaryFolder()
        let arguments = [
            "search", "datasets/digits.csv", "--target", "digit", "--pipeline", "standard-scaler | svc",
            "--cv", "10",
            "--grid", "svc.C=0.1,10", "--grid", "svc.gamma=0.001,0.01,0.1,1,10", "--json", folder["out.json"],
        ]
        let whole = try Trellis.run(arguments)
        let all = try SearchJSON(folder.text("out.json"))
        let run = try Trellis.run(arguments + ["--results", folder["out.csv"], "--racing"])
        #expect(run.errors == "" && run.status == 0)
        let raced = try SearchJSON(folder.text("out.json"))
        #expect(raced.best?.params == all.best?.params && raced.best?.scores == all.best?.scores)
        #expect(raced.plan.tasksMerged < all.plan.tasksMerged)
        let eliminated = raced.candidates.filter { $0.eliminatedAfter != nil }
        #expect(eliminated.count >= 4 && eliminated.allSatisfy { $0.scores["accuracy"]?.mean == nil })
        #expect(run.output.contains("10 candidates on 10 splits, \(eliminated.count) eliminated early: "))
        #expect(run.output.contains(/0\.\d{4} on \d splits/))
        #expect(
            !whole.output.contains("eliminated") && all.candidates.allSatisfy { $0.eliminatedAfter == nil })
        #expect(try folder.text("out.csv").hasPrefix("candidate,eliminated_after,svc.C"))
        // A level may be given, and in a specification.
        let spec = try folder.write("racing: true\n", to: "spec.yaml")
        let same = try Trellis.run(arguments + ["--spec", spec])
        #expect(same.status == 0)
        #expect(
            try SearchJSON(folder.text("out.json")).candidates.map(\.eliminatedAfter)
                == raced.candidates.map(\.eliminatedAfter))
        #expect(try Trellis.run(arguments + ["--racing", "0.0001"]).status == 0)
        #expect(
            try SearchJSON(folder.text("out.json")).candidates.count { $0.eliminatedAfter != nil }
                <= eliminated.count)
    }

    /// A study keeps the scores of eliminated candidates, so that the same race computes nothing.
    @Test func racesAreResumed() throws {
        let folder = try TemporaryFolder()
        let arguments = [
            "search", "datasets/digits.csv", "--target", "digit", "--pipeline", "standard-scaler | svc",
            "--cv", "5",
            "--grid", "svc.gamma=0.001,0.01,1,10", "--racing", "--study", folder["digits.study"], "--json",
            folder["out.json"],
        ]
        #expect(try Trellis.run(arguments).status == 0)
        let first = try SearchJSON(folder.text("out.json"))
        #expect(try Trellis.run(arguments).status == 0)
        let second = try SearchJSON(folder.text("out.json"))
        #expect(second.plan.tasksMerged == 0 && first.plan.tasksMerged > 0)
        #expect(second.candidates.map(\.eliminatedAfter) == first.candidates.map(\.eliminatedAfter))
        #expect(second.candidates.contains { $0.eliminatedAfter != nil })
        #expect(
            second.candidates.map { $0.scores["accuracy"]?.splits }
                == first.candidates.map { $0.scores["accuracy"]?.splits })
    }

    @Test func outerFolds() throws {
        let folder = try TemporaryFolder()
        let arguments = Self.iris + ["--grid", "svc.C=0.1,1,10", "--grid", "svc.gamma=0.01,0.1", "--cv", "3"]
        let plain = try Trellis.run(arguments)
        let run = try Trellis.run(arguments + ["--outer-cv", "5", "--json", folder["out.json"]])
        #expect(run.errors == "" && run.status == 0)
        let lines = run.output.split(separator: "\n").map(String.init)
        // The mean of scikit-learn's scores in the golden values of nested cross-validation.
        #expect(
            lines.contains {
                $0.hasPrefix("nested accuracy: 0.9667 ± ")
                    && $0.hasSuffix(" over 5 stratified folds, each searched by 3 stratified folds")
            }, "\(run.output)")
        #expect(lines.prefix(2) == plain.output.split(separator: "\n").map(String.init).prefix(2))
        let found = try SearchJSON(folder.text("out.json"))
        #expect(found.nested?.folds.count == 5 && found.nested?.scores["accuracy"]?.splits.count == 5)
        let invalid = try Trellis.run(arguments + ["--outer-cv", "1"])
        #expect(
            invalid.status == 2
                && invalid.errors.hasPrefix("error: --outer-cv: '1' is not a valid cross-validation"))
        let strategy = try Trellis.run(
            Self.iris + ["--grid", "svc.C=0.1:10:loguniform", "--search", "tpe:12", "--outer-cv", "kfold:3"])
        #expect(
            strategy.status == 0
                && strategy.output.contains("over 3 folds, each searched by 5 stratified folds"))
    }

    @Test func aGridSearchRefusesDistributions() throws {
        let run = try Trellis.run(Self.iris + ["--grid", "svc.C=0.1:10:uniform"])
        #expect(run.status == 2)
        #expect(
            run.errors
                == "error: svc.C has a distribution, but a grid search needs a list of values; use a random search, such as --search random:50\n"
        )
    }
}
