import Drawing

/// Charts of the times of a search in several configurations.
struct ComparisonCharts {
    private let ways: [ComparisonReport.Way]

    init(_ ways: [ComparisonReport.Way]) { self.ways = ways }

    var charts: [any Chart] { (scaling.map { [$0] } ?? []) + [speedUps, times] }

    /// The speed-up by the number of workers, a line for each kind of scheduler, and the ideal; nil if no configuration
    /// has more than one worker, or none has one.
    private var scaling: (any Chart)? {
        let known = ways.filter { $0.efficiency != nil }
        let most = known.map(\.workers).max() ?? 1
        guard most > 1 else { return nil }
        var kinds: [String] = []
        for way in known where !kinds.contains(way.scheduler) { kinds.append(way.scheduler) }
        let lines = kinds.map { kind in
            LineChart.Series(
                kind,
                known.filter { $0.scheduler == kind }.sorted { $0.workers < $1.workers }.map { way in
                    .init(x: Double(way.workers), y: (way.efficiency ?? .nan) * Double(way.workers))
                })
        }
        let ideal = LineChart.Series(
            "ideal", [.init(x: 1, y: 1), .init(x: Double(most), y: Double(most))], isReference: true)
        return LineChart(
            "Speed-up by workers", note: "Relative to one worker with the same reuse.", xLabel: "workers",
            yLabel: "speed-up", series: lines + [ideal])
    }

    private var speedUps: BarChart {
        BarChart(
            "Speed-up over no reuse", note: "Relative to one worker without merging and sharing.",
            valueLabel: "speed-up", bars: ways.map { .init($0.name, $0.speedUp) })
    }

    private var times: BarChart {
        BarChart(
            "Times", note: "Medians of planning and running, with the range of the runs.",
            valueLabel: "seconds",
            bars: ways.map { way in
                let range = (way.seconds.max() ?? 0) - (way.seconds.min() ?? 0)
                return .init(way.name, way.median, error: range / 2)
            })
    }
}
