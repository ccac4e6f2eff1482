import Drawing
import Testing

@testable import Reporting

@Suite struct ComparisonReportTests {
    private func way(
        _ scheduler: String, _ workers: Int, _ median: Double, efficiency: Double?
    ) -> ComparisonReport.Way {
        .init(
            name: "\(scheduler):\(workers)", scheduler: scheduler, workers: workers,
            seconds: [median - 0.5, median, median + 1], median: median, speedUp: 16 / median,
            efficiency: efficiency, tasks: 10, scores: "identical")
    }

    @Test func speedUpIsDrawnAgainstTheIdeal() throws {
        let ways = [
            way("serial", 1, 16, efficiency: nil), way("serial", 1, 8, efficiency: 1),
            way("threads", 4, 4, efficiency: 0.5), way("threads", 2, 5, efficiency: 0.8),
        ]
        let charts = ComparisonCharts(ways).charts
        let scaling = try #require(charts.first as? LineChart)
        #expect(scaling.series.map(\.label) == ["serial", "threads", "ideal"])
        #expect(scaling.series[0].samples == [.init(x: 1, y: 1)])
        #expect(scaling.series[1].samples == [.init(x: 2, y: 1.6), .init(x: 4, y: 2)])
        #expect(scaling.series[2].samples == [.init(x: 1, y: 1), .init(x: 4, y: 4)])
        #expect(scaling.series.map(\.isReference) == [false, false, true])
        let bars = charts.compactMap { $0 as? BarChart }
        #expect(bars[0].bars.map(\.value) == [1, 2, 4, 3.2])
        #expect(bars[1].bars.map(\.error) == [0.75, 0.75, 0.75, 0.75])
    }

    @Test func oneWorkerHasNoIdeal() {
        #expect(ComparisonCharts([way("serial", 1, 8, efficiency: 1)]).charts.allSatisfy { $0 is BarChart })
    }

    @Test func namesAreText() {
        let report = ComparisonReport(
            title: "<b>", command: "a && b", verdict: "same", ways: [way("<i>", 1, 1, efficiency: nil)],
            warnings: ["<script>alert(1)</script>"])
        #expect(!report.html.contains("<b>&") && !report.html.contains("<i>"))
        #expect(report.html.contains("&lt;script&gt;alert(1)"))
        #expect(report.html.contains("a &amp;&amp; b"))
    }
}
