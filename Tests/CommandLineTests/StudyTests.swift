import Foundation
import Testing

/// `--study` and `trellis study`.
@Suite(.timeLimit(.minutes(20))) struct StudyTests {
    private static let search = [
        "search", "datasets/iris.csv", "--target", "species", "--pipeline", "standard-scaler | pca | svc",
        "--grid", "pca.n_components=1,2,3", "--grid", "svc.C=0.01:1000:log:20", "--grid",
        "svc.gamma=0.001:1:log:10",
        "--no-sharing", "--quiet",
    ]

    @Test func killedAtRandomMomentsItFindsTheSame() async throws {
        let folder = try TemporaryFolder()
        let expected = try SearchJSON.of(Self.search)
        let flags = Self.search + ["--study", folder["iris.study"], "--json", folder["out.json"]]
        var kept = 0
        for kill in 0..<20 {
            let run = try Trellis.start(flags)
            // From right away to long after the first scores.
            try await Task.sleep(
                for: .milliseconds(kill % 5 == 0 ? Int.random(in: 0..<300) : Int.random(in: 100..<700)))
            Foundation.kill(run.identifier, SIGKILL)
            _ = try run.end()
            guard FileManager.default.fileExists(atPath: folder["iris.study"]) else { continue }
            let scores = try Self.scoreCount(folder["iris.study"])
            #expect(scores >= kept)
            kept = scores
        }
        let last = try Trellis.run(flags)
        #expect(last.errors == "" && last.status == 0)
        let found = try SearchJSON(folder.text("out.json"))
        #expect(found.candidates.map(\.params) == expected.candidates.map(\.params))
        #expect(
            found.candidates.map { $0.scores["accuracy"]?.splits }
                == expected.candidates.map { $0.scores["accuracy"]?.splits })
        #expect(found.best?.index == expected.best?.index)
        #expect(try Self.scoreCount(folder["iris.study"]) == 3000)
        // Once more, nothing is computed.
        _ = try Trellis.run(flags)
        #expect(try SearchJSON(folder.text("out.json")).plan.tasksMerged == 0)
    }

    /// The number of scores in a study.
    private static func scoreCount(_ path: String) throws -> Int {
        let run = try Trellis.run(["study", path, "export", "--json"])
        if run.errors.contains("has 0") { return 0 }
        struct Contents: Decodable {
            struct Candidate: Decodable { let scores: [String: [Double?]] }
            let candidates: [Candidate]
        }
        #expect(run.errors == "")
        let contents = try JSONDecoder().decode(Contents.self, from: Data(run.output.utf8))
        return contents.candidates.reduce(0) { $0 + ($1.scores["accuracy"]?.compactMap { $0 }.count ?? 0) }
    }

    @Test func twoProcessesShareAStudy() throws {
        let folder = try TemporaryFolder()
        let flags = Self.search + ["--study", folder["iris.study"], "--json"]
        let runs = try (0..<2).map { try Trellis.start(flags + [folder["\($0).json"]]) }
        for run in runs {
            let end = try run.end()
            #expect(end.errors == "" && end.status == 0)
        }
        let found = try (0..<2).map { try SearchJSON(folder.text("\($0).json")) }
        #expect(
            found[0].candidates.map { $0.scores["accuracy"]?.splits }
                == found[1].candidates.map { $0.scores["accuracy"]?.splits })
        #expect(try Self.scoreCount(folder["iris.study"]) == 3000)
    }

    @Test func aFullDiskEndsTheSearchWithItsResults() throws {
        let folder = try TemporaryFolder()
        // A limit of 320 kB for files stands for the disk.
        let limited = try StartedRun(
            URL(filePath: "/bin/sh"),
            ["-c", "trap '' XFSZ; ulimit -f 640; exec \"$0\" \"$@\"", Trellis.executablePath] + Self.search
                + ["--study", folder["iris.study"]], outputTo: nil, adding: [:])
        let end = try limited.end()
        #expect(end.status == 1)
        #expect(end.errors.hasPrefix("error: \(folder["iris.study"]): cannot be written: "))
        #expect(end.output.hasPrefix("best: pca.n_components="))
        #expect(end.output.contains("stopped before the search was complete"))
    }

    @Test func theCommandShowsAndMaintains() throws {
        let folder = try TemporaryFolder()
        let study = folder["iris.study"]
        let small = [
            "search", "datasets/iris.csv", "--target", "species", "--pipeline", "svc", "--grid", "svc.C=1,10",
            "--quiet", "--study", study,
        ]
        #expect(try Trellis.run(small).status == 0)
        let list = """
            problem  rows  features  target   folds               candidates  scorer      best
                  1   150         4  species  5 stratified folds           2  accuracy  0.9800

            """
        #expect(try Trellis.run(["study", study]).output == list)
        #expect(
            try Trellis.run(["study", study, "show"]).output == """
                150 rows, 4 features, target species, 5 stratified folds

                accuracy  splits  parameters
                  0.9800  5 of 5  svc.C=10.0
                  0.9667  5 of 5  svc.C=1.0

                """)
        let export = try Trellis.run(["study", study, "export"]).output.split(separator: "\n")
        #expect(export.count == 3)
        #expect(export[0].hasPrefix("parameters,pipeline,mean_accuracy,split0_accuracy,"))
        #expect(try Trellis.run(["study", folder["new.study"], "merge", study]).status == 2)
        try FileManager.default.copyItem(atPath: study, toPath: folder["new.study"])
        #expect(try Trellis.run(["study", folder["new.study"], "merge", study]).output == list)
        #expect(try Trellis.run(["study", study, "prune", "--problem", "1"]).output == "removed 10 scores\n")
        #expect(try Trellis.run(["study", study]).output == "the study is empty\n")
    }

    @Test(arguments: [
        (["nowhere.study"], "nowhere.study: cannot be read: no such file"),
        (["datasets/iris.csv"], "datasets/iris.csv: not a study; it is left as it is"),
        (["datasets/iris.csv", "merge"], "OTHER is missing: give the study to merge"),
        (["a.study", "show", "b.study"], "'b.study' is given, but only merge reads another study"),
        (
            ["a.study", "prune"],
            "--problem or --failed is missing: give the one of them that says what to remove"
        ),
    ])
    func wrongUseIsRefused(arguments: [String], message: String) throws {
        let run = try Trellis.run(["study"] + arguments)
        #expect(run.status == 2)
        #expect(run.errors == "error: \(message)\n")
    }

    @Test func theStudyIsNotAlsoAnOutput() throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.run(Self.search + ["--study", folder["a"], "--json", folder["a"]])
        #expect(run.status == 2)
    }
}
