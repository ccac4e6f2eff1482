import Testing
import Trellis

@testable import Reporting

@Suite struct ReportTests {
    @Test func pageHasEveryScoreToTheLastDigit() async throws {
        let results = try await Samples.search(Samples.data())
        let html = try Report(title: "Search", results: results).html
        #expect(results.candidates.count == 9)
        for candidate in results.candidates {
            #expect(html.contains("data-candidate=\"\(candidate.index)\""))
            for score in [candidate.score] + (candidate.scores[candidate.scorer]?.splits ?? []) {
                #expect(html.contains("data-value=\"\(score)\""))
            }
        }
        #expect(html.contains("Importance of parameters"))
        #expect(html.contains("95 % interval"))
        #expect(html.contains("id=\"runner-up\""))
    }

    @Test func pageShowsPredictions() async throws {
        let data = try Samples.data()
        let results = try await Samples.search(data)
        var report = Report(title: "Search", results: results)
        #expect(try !report.html.contains("Confusion matrix"))
        let best = try results.best
        report.predictions = (
            try await crossValidatePredict(best.pipeline, data, on: SerialScheduler()), data.target
        )
        let html = try report.html
        for title in [
            "Confusion matrix", "Receiver operating characteristic", "Precision and recall", "Calibration",
        ] {
            #expect(html.contains("<title>\(title)</title>"))
        }
    }

    @Test func hostileNamesAreText() async throws {
        let names = [
            "</title><script>alert(1)</script>", "\"'><img src=x onerror=alert(2)>\u{202E}", "]]>&amp;",
        ]
        let data = try Samples.data(classes: names, rows: 90)
        let results = try await Samples.search(data)
        var report = Report(title: names[0], results: results, pipeline: names[1], folds: names[0])
        report.source = .init(path: names[1], target: names[0])
        report.command = names.joined(separator: " ")
        report.duration = names[0]
        let spans = names.map { TaskSpan(worker: $0, start: 0, end: 1, kind: $0, label: $0) }
        report.tasks = TaskRecord(spans: spans, criticalPath: spans)
        (report.notes, report.model) = (names, try results.best.pipeline.fit(data))
        report.predictions = (
            try await crossValidatePredict(results.best.pipeline, data, on: SerialScheduler()), data.target
        )
        report.description = try TableDescription(
            Table(columns: [Column(names[0], names), Column(names[1], [1.0, 2, 3])], name: names[0]),
            target: names[0])
        let html = try report.html
        #expect(html.split(separator: "<script").count == 2)
        #expect(!html.contains("<img") && !html.contains("\u{202E}") && !html.contains("onerror=alert(2)>"))
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    }

    @Test func failedCandidatesAreShownAsMissing() async throws {
        let results = try await Samples.search(Samples.data(), failing: true)
        let html = try Report(title: "Search", results: results).html
        #expect(html.contains("data-value=\"\">–"))
        #expect(html.contains("3 of 9 candidates failed"))
        // The others are a full grid of fewer values.
        #expect(html.contains("Importance of parameters"))
    }

    @Test func pageIsTheSameEveryTime() async throws {
        let report = Report(title: "Search", results: try await Samples.search(Samples.data()))
        #expect(try report.html == report.html)
    }

    @Test func pageNeedsNoNetwork() async throws {
        let html = try Report(title: "Search", results: try await Samples.search(Samples.data())).html
        let addresses = html.matches(of: /https?:[^"'< ]*/).map { String($0.output) }
        #expect(Set(addresses) == ["http://www.w3.org/2000/svg"])
        #expect(html.contains("default-src 'none'"))
    }

    @Test func interpolatedTextIsEscaped() {
        let name = "<b>"
        let part: HTML = "<td>\(name)</td>"
        let whole: HTML = "<tr>\(part)\(3)</tr>"
        #expect(whole.text == "<tr><td>&lt;b&gt;</td>3</tr>")
    }
}
