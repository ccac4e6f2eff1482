import Foundation
import Testing

/// The page that `trellis search --report` writes.
@Suite struct ReportPageTests {
    private static let search = [
        "search", "datasets/iris.csv", "--target", "species", "--pipeline", "pca | svc", "--quiet",
        "--workers",
        "2", "--grid", "pca.n_components=1,2,50", "--grid", "svc.C=0.1,10",
    ]

    @Test func pageHasTheNumbersOfTheResults() throws {
        let folder = try TemporaryFolder()
        let (page, json) = (folder["page.html"], folder["results.json"])
        let run = try Trellis.run(Self.search + ["--report", page, "--json", json])
        #expect(run.status == 0 && run.errors == "")
        let results = try JSONDecoder().decode(SearchJSON.self, from: Data(contentsOf: URL(filePath: json)))
        let html = try String(contentsOf: URL(filePath: page), encoding: .utf8)
        for candidate in results.candidates {
            for score in (candidate.scores["accuracy"]?.splits ?? []).compactMap({ $0 }) {
                #expect(html.contains("data-value=\"\(score)\""))
            }
        }
        for text in [
            "--grid svc.C=0.1,10", "Confusion matrix", "Task stream", "petal_length",
            "2 of 6 candidates failed", "Permutation importance", "Support vectors", "critical path",
            "Memory of the process",
            "Table(csv: &quot;datasets/iris.csv&quot;).dataset(target: &quot;species&quot;, problem: .classification)",
        ] { #expect(html.contains(text), "\(text)") }
    }

    @Test func pageDoesWithoutPredictions() throws {
        let folder = try TemporaryFolder()
        let page = folder["page.html"]
        let run = try Trellis.run(Self.search + ["--report", page, "--cv", "shuffle:3:0.2"])
        #expect(run.status == 0 && run.errors == "")
        let html = try String(contentsOf: URL(filePath: page), encoding: .utf8)
        #expect(html.contains("Candidates") && !html.contains("Confusion matrix"))
    }

    @Test func aStudyIsDrawnAsFarAsItKnows() throws {
        let folder = try TemporaryFolder()
        let (study, page) = (folder["iris.study"], folder["page.html"])
        #expect(try Trellis.run(Self.search + ["--study", study]).status == 0)
        let run = try Trellis.run(["report", study, "--output", page])
        #expect(run.status == 0 && run.errors == "" && run.output == "")
        let html = try folder.text("page.html")
        #expect(html.contains("<h1>species in iris.study</h1>"))
        #expect(html.contains("neither rows nor times") && !html.contains("fit seconds"))
        #expect(html.contains("2 of 6 candidates failed"))
        let export = try Trellis.run(["study", study, "export", "--json"])
        let kept = try JSONDecoder().decode(Kept.self, from: Data(export.output.utf8))
        for candidate in kept.candidates {
            for score in (candidate.scores["accuracy"] ?? []).compactMap({ $0 }) {
                #expect(html.contains("data-value=\"\(score)\""))
            }
        }
        // Without a file, the page is the standard output.
        #expect(try Trellis.run(["report", study]).output == html)
    }

    private struct Kept: Decodable {
        struct Candidate: Decodable { let scores: [String: [Double?]] }
        let candidates: [Candidate]
    }

    @Test func aStudyWithoutAnswersIsRefused() throws {
        let folder = try TemporaryFolder()
        let study = folder["iris.study"]
        func refusal(_ arguments: [String]) throws -> String {
            let run = try Trellis.run(["report"] + arguments)
            #expect(run.status == 2 && run.output == "")
            return run.errors
        }
        #expect(try refusal([study]) == "error: \(study): cannot be read: no such file\n")
        #expect(
            try refusal(["datasets/iris.csv"])
                == "error: datasets/iris.csv: not a study; it is left as it is\n")
        #expect(try Trellis.run(Self.search + ["--study", study]).status == 0)
        #expect(
            try refusal([study, "--problem", "2"])
                == "error: \(study): there is no problem 2; the study has 1\n")
        #expect(
            try refusal([study, "--scoring", "f1"])
                == "error: \(study): problem 1 has no scores by 'f1' that can be read; its scorers are accuracy\n"
        )
        #expect(
            try refusal([study, "--output", study])
                == "error: --output: '\(study)' is also the study; write to another file\n")
    }

    @Test func pageIsNotAnotherFile() throws {
        let folder = try TemporaryFolder()
        let path = folder["both"]
        let run = try Trellis.run(Self.search + ["--report", path, "--json", path])
        #expect(run.status == 2)
        #expect(
            run.errors == "error: --report: '\(path)' is also the file of --json; write to another file\n")
    }
}
