import Drawing

extension DashboardSnapshot {
    /// The time that the task stream shows, in seconds: the last part of a long search.
    private static let window = 60.0

    /// The tasks of the last minute, a row a worker.
    var taskStream: TaskStreamChart {
        let begin = max(0, (bars.last?.end ?? 0) - Self.window)
        let shown = bars.filter { $0.end >= begin }
        let title = begin > 0 ? "Task stream of the last minute" : "Task stream"
        return TaskStreamChart(
            title,
            spans: shown.map { bar in
                TaskStreamChart.Span(
                    worker: "worker \(bar.worker)", start: max(begin, bar.start), end: bar.end,
                    kind: bar.operation, label: bar.hasFailed ? "\(bar.operation) (failed)" : bar.operation)
            })
    }

    /// The best score so far, over time.
    var scoreHistory: LineChart {
        var samples: [LineChart.Sample] = []
        for (time, score) in history {
            // A step: the best score holds until there is a better one.
            if let last = samples.last { samples.append(.init(x: time, y: last.y)) }
            samples.append(.init(x: time, y: score))
        }
        if let last = samples.last { samples.append(.init(x: max(last.x, elapsed), y: last.y)) }
        return LineChart(
            "Best score", xLabel: "seconds", yLabel: "mean score",
            series: [.init("best score", samples)], size: ChartSize(width: 640, height: 280))
    }

    /// The memory of the process, over time.
    var memoryChart: MemoryChart {
        MemoryChart(samples: memory)
    }
}
