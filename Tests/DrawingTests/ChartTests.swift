import Foundation
import Testing

@testable import Drawing

@Suite struct ChartTests {
    /// Checks what every picture promises: it is XML of known elements, has a role, a title and a description, and no
    /// number that is not one.
    static func check(_ chart: any Chart, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let svg = chart.svg
        let markup = Markup(svg)
        #expect(markup.problem == nil, "\(name)", sourceLocation: sourceLocation)
        let known: Set = ["svg", "title", "desc", "style", "g", "rect", "line", "circle", "path", "text"]
        #expect(Set(markup.elements.keys).isSubset(of: known), "\(name)", sourceLocation: sourceLocation)
        #expect(markup.root["role"] == "img", "\(name)", sourceLocation: sourceLocation)
        #expect(markup.elements["desc"] == 1, "\(name)", sourceLocation: sourceLocation)
        #expect(svg.contains("</title><desc>"), "\(name)", sourceLocation: sourceLocation)
        for attributes in markup.attributes {
            for (key, value) in attributes where key != "class" {
                #expect(
                    !key.hasPrefix("on") && !value.contains("nan") && !value.contains("inf"),
                    "\(name): \(key)=\(value)", sourceLocation: sourceLocation)
            }
        }
    }

    @Test(arguments: Gallery.charts.map(\.name))
    func picturesAreWellFormed(name: String) throws {
        let chart = try #require(Gallery.charts.first { $0.name == name }?.chart)
        Self.check(chart, name)
        #expect(chart.svg == chart.svg)
        #expect(!chart.inlineSVG.contains("<style>"))
    }

    /// Every chart of the same names and numbers.
    static func charts(names: [String], numbers: [Double]) -> [any Chart] {
        let name = names.first ?? "none"
        let places = numbers.indices.map { names.isEmpty ? nil : $0 % names.count }
        let rows = numbers.map { value in names.map { _ in value } }
        let bins = numbers.map { CalibrationChart.Bin(predicted: $0, observed: $0, count: .max / 1000) }
        let samples = numbers.map { RateChart.Sample(x: $0, y: $0, lower: $0, upper: $0) }
        let spans = zip(numbers, numbers.reversed()).enumerated().map { index, times in
            TaskStreamChart.Span(
                worker: names.isEmpty ? "w" : names[index % names.count], start: times.0, end: times.1,
                kind: name,
                label: name)
        }
        let lines = numbers.map { LineChart.Sample(x: $0, y: $0, error: $0) }
        return [
            LineChart(
                name, note: name, xLabel: name, yLabel: name,
                series: names.map { .init($0, lines) } + [.init(name, lines, isReference: true)]),
            LineChart(name, xLabel: name, yLabel: name, xScale: .logarithmic, series: [.init(name, lines)]),
            HeatMap(
                name, note: name, xLabel: name, yLabel: name, valueLabel: name, columns: names,
                rows: numbers.map { "\($0)" }, values: rows),
            ScatterPlot(
                name, xLabel: name, yLabel: name,
                groups: names.map { .init($0, x: numbers, y: numbers.reversed()) }, reference: .equality),
            ScatterPlot.residuals(actual: numbers, predicted: numbers.reversed()),
            Histogram(name, label: name, values: numbers),
            BarChart(
                name, note: name, valueLabel: name, bars: numbers.map { NamedNumber(name, $0, error: $0) }),
            DotPlot(name, note: name, valueLabel: name, rows: numbers.map { .init(name, $0, error: $0) }),
            ParallelCoordinates(
                name,
                dimensions: [
                    .init(name, .numbers(numbers, .linear)), .init(name, .numbers(numbers, .logarithmic)),
                    .init(name, .names(places, names)),
                ], scoreLabel: name, scores: numbers.reversed()),
            ScoreHistory(name, scoreLabel: name, scores: numbers),
            RateChart(
                name, note: name, xLabel: name, yLabel: name,
                curves: names.map { .init($0, mean: samples, folds: [numbers.map { SIMD2($0, $0) }]) },
                reference: .level(numbers.first ?? .nan)),
            CalibrationChart(name, curves: names.map { ($0, bins) }),
            ConfusionMatrixChart(
                name, classes: names,
                counts: names.map { _ in
                    names.indices.map { numbers.isEmpty ? 0 : numbers[$0 % numbers.count] }
                }),
            TaskStreamChart(name, spans: spans, criticalPath: spans),
            MemoryChart(name, samples: numbers.map { .init(time: $0, bytes: $0) }, budget: numbers.first),
        ]
    }

    @Test func hostileNamesAreShownAndNotRun() {
        for name in Hostile.names {
            for chart in Self.charts(names: [name, name + "2", "plain"], numbers: [0.2, 0.5, 0.1]) {
                Self.check(chart, "\(type(of: chart)) of \(name.prefix(20))")
                #expect(chart.svg.utf8.count < 60_000, "\(type(of: chart)) of \(name.prefix(20))")
            }
        }
    }

    @Test func hostileNumbersAreLeftOut() {
        let cases: [[Double]] =
            [[], [1], [0, 0, 0], Hostile.numbers, Hostile.numbers.reversed()] + Hostile.numbers.map { [$0] }
            + Hostile.numbers.map { [$0, 1, 2] }
        for numbers in cases {
            for chart in Self.charts(names: ["a", "b"], numbers: numbers) {
                Self.check(chart, "\(type(of: chart)) of \(numbers.prefix(4))")
            }
            for chart in Self.charts(names: [], numbers: numbers) {
                Self.check(chart, "\(type(of: chart)) of \(numbers.prefix(4)) without names")
            }
        }
    }

    @Test func manyMarksAreSummarisedAndThePictureSaysSo() {
        let numbers = Gallery.bell(20_000, seed: 4)
        let dots = ScatterPlot.predictedAgainstActual(actual: numbers, predicted: numbers.reversed())
        #expect(dots.svg.contains("20,000 points, summarised") && dots.svg.utf8.count < 400_000)
        let history = ScoreHistory("History", scoreLabel: "score", scores: numbers)
        #expect(history.svg.contains("Of 20000 candidates") && history.svg.utf8.count < 20_000)
        let bars = BarChart("Bars", valueLabel: "value", bars: numbers.map { .init("bar", $0) })
        #expect(bars.svg.contains("first 40 of 20000") && bars.svg.utf8.count < 40_000)
        let parallel = ParallelCoordinates(
            "All", dimensions: [.init("x", .numbers(numbers, .linear))], scoreLabel: "score", scores: numbers)
        #expect(parallel.svg.contains("The 1000 candidates") && parallel.svg.utf8.count < 200_000)
        let spans = numbers.enumerated().map { index, draw in
            TaskStreamChart.Span(
                worker: "worker \(index % 8)", start: Double(index / 8), end: Double(index / 8) + 0.9,
                kind: "kind \(index % 11)", label: "")
        }
        let stream = TaskStreamChart(spans: spans)
        #expect(stream.svg.contains("20,000 tasks, summarised") && stream.svg.utf8.count < 300_000)
        #expect(stream.svg.contains("4 other kinds"))
        let memory = MemoryChart(
            samples: numbers.enumerated().map { .init(time: Double($0), bytes: 10 + $1) })
        #expect(memory.svg.utf8.count < 80_000)
    }

    @Test func theBestLineIsDrawnLast() {
        let chart = ParallelCoordinates(
            "All", dimensions: [.init("x", .numbers([1, 2, 3], .linear))], scoreLabel: "score",
            scores: [0.9, 0.1, .nan])
        let strands = chart.drawing().shapes.compactMap { shape in
            shape.attributes.first { $0.name == "class" && $0.value.hasPrefix("strand") }?.value
        }
        #expect(strands == ["strand l2", "strand l16"])
    }

    @Test func missingCellsAreShownAsMissing() {
        func classes(_ values: [[Double]]) -> [String] {
            let chart = HeatMap(
                "Map", xLabel: "x", yLabel: "y", valueLabel: "value", columns: ["1", "2"], rows: ["1"],
                values: values)
            return chart.drawing().shapes.flatMap(\.attributes).filter { $0.name == "class" }.map(\.value)
        }
        #expect(classes([[1, .nan]]).contains("missing"))
        #expect(!classes([[1, 2]]).contains("missing"))
    }

    /// The window that a script zooms has the coordinates of the picture, and the duration.
    @Test func streamsHaveAWindowAndACriticalPath() throws {
        let spans = ["a", "b"].map {
            TaskStreamChart.Span(worker: $0, start: 1, end: 3, kind: "fit", label: "x")
        }
        func window(_ chart: TaskStreamChart) throws -> SVGElement {
            try #require(chart.drawing().shapes.first { $0.name == "svg" })
        }
        let plain = try window(TaskStreamChart(spans: spans))
        let attributes = Dictionary(uniqueKeysWithValues: plain.attributes.map { ($0.name, $0.value) })
        #expect(attributes["data-seconds"] == "2.0")
        let place = ["x", "y", "width", "height"].compactMap { attributes[$0] }.joined(separator: " ")
        #expect(attributes["viewBox"] == place)
        #expect(plain.content.count == 2)
        let chart = TaskStreamChart(spans: spans, criticalPath: [spans[1]])
        #expect(try window(chart).content.count == 3 && chart.svg.contains(">critical path<"))
    }

    @Test func referencesAreDashedAndHaveNoPoints() {
        let samples = [LineChart.Sample(x: 1, y: 1), .init(x: 2, y: 2)]
        let chart = LineChart(
            "Lines", xLabel: "x", yLabel: "y",
            series: [.init("own", samples), .init("ideal", samples, isReference: true)])
        let styles = chart.drawing().shapes.flatMap(\.attributes).filter { $0.name == "class" }.map(\.value)
        // The line and its sign in the legend.
        #expect(styles.count { $0 == "reference" } == 2)
        #expect(styles.count { $0.hasPrefix("dot") } == 2)
    }

    @Test func workersAreInTheOrderOfTheirNumbers() {
        let names = TaskRows.names(
            ["w10", "w9", "w1", "b", "a2"].map { .init(worker: $0, start: 0, end: 1, kind: "k", label: "") })
        #expect(names == ["a2", "b", "w1", "w9", "w10"])
    }

    /// `TRELLIS_UPDATE_PICTURES=1` writes the files instead.
    @Test(arguments: ["line-log", "heat-map", "parallel", "stream", "rates"])
    func picturesAreAsExpected(name: String) throws {
        let chart = try #require(Gallery.charts.first { $0.name == name }?.chart)
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Expected/\(name).svg")
        let svg = chart.svg.replacing("><", with: ">\n<") + "\n"
        if ProcessInfo.processInfo.environment["TRELLIS_UPDATE_PICTURES"] != nil {
            try svg.write(to: file, atomically: true, encoding: .utf8)
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        #expect(svg == expected, "\(name) differs from its expected picture")
    }
}
