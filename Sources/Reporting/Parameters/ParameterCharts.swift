import Drawing
import Trellis

/// Charts of the scores by the parameters of a search.
struct ParameterCharts {
    /// The largest number of heat maps.
    static let mapLimit = 15

    /// The largest number of values on a side of a heat map.
    static let valueLimit = 40

    private let found: ComparableCandidates

    init(_ found: ComparableCandidates) { self.found = found }

    /// A chart of each parameter: a line for numbers, points for very many, and otherwise rows.
    var single: [any Chart] { found.parameters.map(chart) }

    private func chart(_ parameter: VariedParameter) -> any Chart {
        let title = "\(found.scorer) by \(parameter.name)"
        if let numbers = parameter.numbers, parameter.isContinuous {
            let points = zip(found.scores, parameter.levels).compactMap { score, level in
                level.map { (numbers[$0], score) }
            }
            return ScatterPlot(
                title, xLabel: parameter.name, yLabel: found.scorer,
                groups: [.init(x: points.map(\.0), y: points.map(\.1))], xScale: parameter.scale)
        }
        let best = found.best(by: parameter)
        func deviation(_ candidate: CandidateResult) -> Double {
            candidate.scores[found.scorer]?.standardDeviation ?? 0
        }
        guard let numbers = parameter.numbers else {
            let rows = zip(parameter.values, best).compactMap { text, candidate in
                candidate.map { NamedNumber(text, $0.score, error: deviation($0)) }
            }
            return DotPlot(
                title, note: Self.bestNote, valueLabel: found.scorer,
                rows: rows.sorted { $0.value > $1.value })
        }
        var series = [
            LineChart.Series(
                "best candidate",
                zip(numbers, best).compactMap { number, candidate in
                    candidate.map { .init(x: number, y: $0.score, error: deviation($0)) }
                })
        ]
        if found.parameters.count > 1 {
            let means = zip(numbers, found.means(by: parameter)).map { LineChart.Sample(x: $0, y: $1) }
            series.append(.init("mean of all candidates", means))
        }
        return LineChart(
            title, note: Self.bestNote, xLabel: parameter.name, yLabel: found.scorer, xScale: parameter.scale,
            series: series)
    }

    private static let bestNote = "The best candidate with each value, ± standard deviation over the splits."

    /// The pairs of parameters that have heat maps, and the number that were left out.
    var pairs: (charts: [any Chart], left: Int) {
        let suited = found.parameters.filter { $0.values.count <= Self.valueLimit }
        var charts: [any Chart] = []
        var count = 0
        for (index, column) in suited.enumerated() {
            for row in suited[(index + 1)...] {
                count += 1
                if count <= Self.mapLimit { charts.append(map(row, column)) }
            }
        }
        let all = found.parameters.count * (found.parameters.count - 1) / 2
        return (charts, all - charts.count)
    }

    private func map(_ row: VariedParameter, _ column: VariedParameter) -> HeatMap {
        HeatMap(
            "\(found.scorer) by \(column.name) and \(row.name)",
            note: found.parameters.count > 2 ? "The highest score over the other parameters." : "",
            xLabel: column.name, yLabel: row.name, valueLabel: found.scorer, columns: column.values,
            rows: row.values, values: found.best(by: row, column))
    }

    /// All candidates as lines through the parameters.
    var lines: ParallelCoordinates {
        let dimensions = found.parameters.prefix(10).map { parameter in
            if let numbers = parameter.numbers {
                ParallelCoordinates.Dimension(
                    parameter.name,
                    .numbers(parameter.levels.map { $0.map { numbers[$0] } ?? .nan }, parameter.scale))
            } else {
                ParallelCoordinates.Dimension(parameter.name, .names(parameter.levels, parameter.values))
            }
        }
        return ParallelCoordinates(
            "All candidates", dimensions: Array(dimensions), scoreLabel: found.scorer, scores: found.scores)
    }

    /// The shares of the variance of the score; nil unless the candidates are a full grid.
    var importance: BarChart? {
        let levels = found.candidates.indices.map { candidate in
            found.parameters.compactMap { $0.levels[candidate] }
        }
        guard
            let shares = FunctionalANOVA(
                levels: levels, counts: found.parameters.map(\.values.count), scores: found.scores)
        else { return nil }
        let names = found.parameters.map(\.name)
        var bars = zip(names, shares.main).map { NamedNumber($0, $1) }
        bars += shares.pairs.map { NamedNumber("\(names[$0.first]) × \(names[$0.second])", $0.share) }
        let rest = 1 - bars.reduce(0) { $0 + $1.value }
        bars.sort { $0.value > $1.value }
        if names.count > 2 { bars.append(.init("three or more together", max(rest, 0))) }
        return BarChart(
            "Importance of parameters",
            note: "Share of the variance of \(found.scorer) over the grid (functional ANOVA).",
            valueLabel: "share of the variance", bars: bars)
    }
}
