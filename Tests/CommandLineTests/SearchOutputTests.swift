import Testing

/// The complete output of a search, except for the times.
@Suite struct SearchOutputTests {
    /// The output with the times left out: the table's last column, and the line at the end.
    private func timeless(_ output: String) -> String {
        var lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines.last == "")
        lines.removeLast()
        let time = lines.removeLast()
        #expect(
            time.contains(
                /^\d+\.\d+ s (on the serial scheduler|on \d+ threads?): load \d.*, plan \d.*, run \d.*, refit \d/
            ))
        return lines.map { $0.replacing(/^( *\d+  .*?) +\d+\.\d+$/) { "\($0.1)" } }.joined(separator: "\n")
    }

    @Test(arguments: ["serial", "threads:1", "threads:2"])
    func bestAndTable(_ scheduler: String) throws {
        let run = try Trellis.run([
            "search", "datasets/iris.csv", "--target", "species", "--pipeline", "standard-scaler | pca | svc",
            "--grid", "svc.C=0.1,10", "--grid", "pca.n_components=1,2", "--scheduler", scheduler,
        ])
        #expect(
            timeless(run.output) == """
                best: pca.n_components=1 svc.C=10.0
                accuracy: 0.9200 ± 0.0581 over 5 stratified folds
                runner-up: pca.n_components=1 svc.C=0.1: difference 0.0067, 95 % interval -0.0211 to 0.0344, \
                p = 0.541 (corrected t test)

                rank         accuracy  pca.n_components  svc.C  fit seconds
                   1  0.9200 ± 0.0581  1                 10.0
                   2  0.9133 ± 0.0542  1                 0.1
                   3  0.9133 ± 0.0452  2                 10.0
                   4  0.8867 ± 0.0400  2                 0.1

                4 candidates on 5 splits: 262 tasks before merging, 178 after (32 % saved)
                """)
        #expect(run.errors == "")
        #expect(run.status == 0)
    }

    @Test func tenAreShown() throws {
        let run = try Trellis.run(irisSearch + ["--grid", "svc.C=1:12:lin:12"])
        #expect(run.output.split(separator: "\n").contains("… and 2 more"))
        #expect(run.output.matches(of: /\n +\d+  \d\.\d+ ±/).count == 10)
    }

    @Test func severalScorers() throws {
        let run = try Trellis.run(
            irisSearch + ["--scoring", "accuracy,f1_macro", "--refit", "f1_macro", "--grid", "svc.C=1,2"])
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines[1].hasPrefix("accuracy: "))
        #expect(lines[1].hasSuffix(" over 2 stratified folds"))
        #expect(lines[2].hasPrefix("f1_macro: "))
        #expect(lines[2].hasSuffix(" over 2 stratified folds, which selects the best"))
        #expect(lines[3].hasPrefix("runner-up: svc.C=1.0: difference "))
        #expect(lines[4].contains(/^rank +accuracy +f1_macro  svc\.C  fit seconds$/))
    }

    @Test func oneCandidateHasNoTable() throws {
        let run = try Trellis.run(irisSearch + ["--no-merge"])
        #expect(timeless(run.output).hasPrefix("best: (defaults)\naccuracy: "))
        #expect(!run.output.contains("rank"))
        #expect(
            timeless(run.output).hasSuffix(
                "1 candidate on 2 splits: 16 tasks"))
    }

    @Test func warningsArePrinted() throws {
        let arguments = [
            "search", "datasets/iris.csv", "--target", "species", "--pipeline", "svc(max_iter=1)", "--cv",
            "2",
        ]
        let run = try Trellis.run(arguments)
        #expect(run.errors.hasPrefix("warning: "))
        #expect(run.errors.hasSuffix("(in 1 of 1 candidates)\n"))
        #expect(run.status == 0)
        #expect(try Trellis.run(arguments + ["--quiet"]).errors == "")
    }

    @Test func groupsAreNoFeatures() throws {
        let folder = try TemporaryFolder()
        let rows = (0..<24).map { "\($0 % 4),\($0),\($0 / 4 % 2 == 0 ? "u" : "v")" }
        let path = try folder.write((["patient,x,y"] + rows).joined(separator: "\n"), to: "groups.csv")
        let run = try Trellis.run([
            "search", path, "--target", "y", "--pipeline", "svc", "--cv", "group:2:patient", "--json",
            folder["out.json"],
        ])
        #expect(run.status == 0)
        #expect(try SearchJSON(folder.text("out.json")).data.features == 1)
    }
}
