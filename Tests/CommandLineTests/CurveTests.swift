import Foundation
import Testing

/// `trellis curve`.
@Suite struct CurveTests {
    private static let diabetes = [
        "curve", "datasets/diabetes.csv", "--target", "progression", "--pipeline", "standard-scaler | ridge",
    ]

    @Test(arguments: ["serial", "threads"]) func sizes(_ scheduler: String) throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.run(
            Self.diabetes + [
                "--sizes", "0.1:1:lin:3,100", "--scheduler", scheduler, "--results", folder["out.csv"],
                "--json",
                folder["out.json"],
            ])
        #expect(run.errors == "" && run.status == 0)
        let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0].contains(/^training rows +train r2 +test r2$/))
        #expect(
            lines[1...4].map { $0.split(separator: " ")[0] } == ["35", "100", "194", "353"])
        #expect(lines[1].contains(/^ +35  -?\d\.\d{4} ± \d\.\d{4}  -?\d\.\d{4} ± \d\.\d{4}$/))
        #expect(
            lines[6].contains(/^4 points over 5 folds: \d+ tasks before merging, \d+ after \(\d+ % saved\)$/))
        #expect(lines[7].contains(/^\d+\.\d+ s on .*: run \d/))
        let rows = try folder.text("out.csv").split(separator: "\n")
        #expect(
            rows.count == 5 && rows[0].hasPrefix("training_rows,mean_train_r2,std_train_r2,split0_train_r2,"))
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(folder.text("out.json").utf8)) as? NSDictionary)
        #expect((json["points"] as? [NSDictionary])?.map { $0["value"] as? Int } == [35, 100, 194, 353])
    }

    @Test func parameter() throws {
        let run = try Trellis.run(
            Self.diabetes + [
                "--parameter", "ridge.alpha=1:100:log:3", "--scoring", "r2,neg_mean_absolute_error",
            ])
        #expect(run.errors == "" && run.status == 0)
        let lines = run.output.split(separator: "\n")
        #expect(
            lines[0].split(separator: " ").joined(separator: " ")
                == "ridge.alpha train r2 test r2 train neg_mean_absolute_error test neg_mean_absolute_error")
        #expect(lines[1...3].map { $0.split(separator: " ")[0] } == ["1.0", "10.0", "100.0"])
        #expect(lines[4].hasPrefix("3 points over 5 folds: "))
    }

    /// The rows are sorted by class; random training rows have all classes.
    @Test func shuffled() throws {
        let iris = [
            "curve", "datasets/iris.csv", "--target", "species", "--pipeline", "svc", "--sizes", "20,120",
        ]
        let sorted = try Trellis.run(iris)
        #expect(sorted.status == 0 && sorted.output.contains("nan") && sorted.errors.hasPrefix("warning: "))
        let shuffled = try Trellis.run(iris + ["--shuffle"])
        #expect(shuffled.status == 0 && shuffled.errors == "" && !shuffled.output.contains("nan"))
        #expect(
            try Trellis.run(iris + ["--shuffle", "--seed", "5"]).output.prefix(120)
                != shuffled.output.prefix(120))
    }

    @Test(arguments: [
        ([], "--parameter or --sizes is missing: give what varies, such as --sizes 0.1:1:lin:5"),
        (
            ["--sizes", "10", "--parameter", "ridge.alpha=1"],
            "--parameter and --sizes are two curves; give one of them"
        ),
        (
            ["--sizes", "10", "--grid", "ridge.alpha=1"],
            "a curve has no grid; use --parameter for the parameter to vary"
        ),
        (["--sizes", "many"], "--sizes: found 'many', expected a number of rows or a fraction up to 1"),
        (
            ["--sizes", "500"],
            "train_sizes must be numbers of rows up to 353, or fractions up to 1, but there is 500"
        ),
        (["--parameter", "ridge.beta=1"], "--parameter ridge.beta"),
    ])
    func invalid(_ flags: [String], _ message: String) throws {
        let run = try Trellis.run(Self.diabetes + flags)
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(run.errors.hasPrefix("error: ") && run.errors.contains(message), "\(run.errors)")
    }
}
