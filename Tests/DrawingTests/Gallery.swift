@testable import Drawing

/// One picture of each chart, of small fixed data.
enum Gallery {
    static let charts: [(name: String, chart: any Chart)] = [
        ("line", line), ("line-log", logLine), ("heat-map", heatMap), ("scatter", scatter),
        ("predicted", predicted), ("residuals", residuals), ("histogram", histogram), ("bars", bars),
        ("dots", dots), ("parallel", parallel), ("history", history), ("rates", rates),
        ("calibration", calibration), ("confusion", confusion), ("stream", stream), ("memory", memory),
    ]

    /// Numbers from 0 to 1 that look random and are the same everywhere.
    static func numbers(_ count: Int, seed: Int = 1) -> [Double] {
        var state = UInt32(truncatingIfNeeded: seed &* 2_654_435_761)
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Double(state >> 8) / Double(1 << 24)
        }
    }

    /// Numbers around 0 that look like draws from a normal distribution.
    static func bell(_ count: Int, seed: Int) -> [Double] {
        let draws = numbers(count * 6, seed: seed)
        return (0..<count).map { index in draws[index * 6..<index * 6 + 6].reduce(0, +) * 1.4 - 4.2 }
    }

    static let line = LineChart(
        "Accuracy against n_components", note: "Mean and standard deviation over 5 splits.",
        xLabel: "pca.n_components", yLabel: "accuracy",
        series: [
            .init(
                "accuracy",
                zip([8.0, 16, 32, 48, 64], [0.87, 0.93, 0.952, 0.9566, 0.955]).map {
                    .init(x: $0, y: $1, error: 0.4 * (1 - $1))
                })
        ])

    static let logLine = LineChart(
        "Accuracy against C", xLabel: "svc.C", yLabel: "accuracy", xScale: .logarithmic,
        series: ["linear", "poly", "rbf"].enumerated().map { index, name in
            .init(
                name,
                [0.001, 0.01, 0.1, 1, 10, 100, 1000].enumerated().map { place, x in
                    .init(
                        x: x,
                        y: 0.95 - 0.02 * Double(index) - 0.01
                            * Double((place - 3 - index) * (place - 3 - index)),
                        error: 0.012)
                })
        })

    static let heatMap = HeatMap(
        "Accuracy by C and gamma", note: "Mean over the other parameters.", xLabel: "svc.gamma",
        yLabel: "svc.C", valueLabel: "accuracy", columns: ["0.0001", "0.001", "0.01", "0.1", "1"],
        rows: ["0.1", "1", "10", "100"],
        values: [
            [0.10, 0.52, 0.88, 0.91, 0.31], [0.43, 0.90, 0.94, 0.93, 0.42], [0.88, 0.95, 0.957, 0.93, 0.42],
            [0.94, .nan, 0.956, 0.93, 0.42],
        ])

    static let scatter = ScatterPlot(
        "Bill length and depth", xLabel: "bill_length_mm", yLabel: "bill_depth_mm",
        groups: ["Adelie", "Chinstrap", "Gentoo"].enumerated().map { index, name in
            .init(
                name, x: bell(60, seed: index + 1).map { 39 + 4.5 * Double(index) + 2 * $0 },
                y: bell(60, seed: index + 11).map { 18 - 1.6 * Double(index) + 0.8 * $0 })
        })

    static let actual = bell(400, seed: 5).map { 150 + 70 * $0 }
    static let guess = zip(actual, bell(400, seed: 6)).map { 150 + ($0 - 150) * 0.7 + 30 * $1 }
    static let predicted = ScatterPlot.predictedAgainstActual(actual: actual, predicted: guess)
    static let residuals = ScatterPlot.residuals(actual: actual, predicted: guess)
    static let histogram = Histogram(
        "Residuals", label: "actual − predicted", values: zip(actual, guess).map { $0 - $1 } + [.nan])

    static let bars = BarChart(
        "Importance of parameters", note: "Share of the variance of the mean score.",
        valueLabel: "importance",
        bars: [
            .init("svc.gamma", 0.62, error: 0.05), .init("svc.C", 0.21), .init("svc.gamma × svc.C", 0.12),
            .init("pca.n_components", 0.05),
        ])

    static let dots = DotPlot(
        "Accuracy by kernel", valueLabel: "accuracy",
        rows: [
            .init("rbf", 0.957, error: 0.012), .init("poly", 0.941, error: 0.02),
            .init("linear", 0.93, error: 0.016), .init("sigmoid", 0.88, error: 0.03),
        ])

    static let parallel = ParallelCoordinates(
        "All candidates",
        dimensions: [
            .init("svc.C", .numbers((0..<60).map { [0.1, 1, 10, 100, 1000][$0 % 5] }, .logarithmic)),
            .init("svc.gamma", .numbers((0..<60).map { [0.001, 0.01, 0.1, 1][$0 / 5 % 4] }, .logarithmic)),
            .init("svc.kernel", .names((0..<60).map { $0 / 20 }, ["linear", "poly", "rbf"])),
            .init("pca.n_components", .numbers((0..<60).map { Double(8 + $0 * 7 % 56) }, .linear)),
        ], scoreLabel: "accuracy", scores: numbers(60, seed: 8).map { 0.98 - 0.3 * $0 * $0 })

    static let history = ScoreHistory(
        "History", scoreLabel: "accuracy",
        scores: numbers(80, seed: 9).enumerated().map { 0.97 - 0.4 * $1 * $1 / (1 + Double($0) / 20) })

    static let rates: RateChart = {
        let heights = (0...50).map { (Double($0) / 50).squareRoot().squareRoot() }
        let mean = heights.enumerated().map { step, y in
            RateChart.Sample(
                x: Double(step) / 50, y: y, lower: max(0, 1.06 * y - 0.08), upper: min(1, y + 0.02))
        }
        let folds = (0..<5).map { fold in
            heights.enumerated().map { step, y in
                SIMD2(Double(step) / 50, min(1, y + (1 - y) * 0.08 * Double(fold - 2)))
            }
        }
        return RateChart(
            "Receiver operating characteristic",
            note: "Mean over 5 folds, and one standard deviation around it.",
            xLabel: "false positive rate", yLabel: "true positive rate",
            curves: [.init("area 0.913 ± 0.012", mean: mean, folds: folds)], reference: .diagonal)
    }()

    static let calibration: CalibrationChart = {
        let bins = (0..<10).map { bin -> CalibrationChart.Bin in
            let x = (Double(bin) + 0.5) / 10
            let bend = 1.2 * x * (1 - x) * (x - 0.4)
            return CalibrationChart.Bin(
                predicted: x, observed: x + bend, count: 10 + (bin - 5) * (bin - 5) * 8)
        }
        return CalibrationChart("Calibration", curves: [("malignant", bins)])
    }()

    static let confusion: ConfusionMatrixChart = {
        var counts = Array(repeating: Array(repeating: 0.0, count: 10), count: 10)
        for row in 0..<10 {
            counts[row][row] = Double(170 + row)
            for column in 0..<10 where column != row && (row * 7 + column * 3) % 11 == 0 {
                counts[row][column] = Double(row + 1)
            }
        }
        return ConfusionMatrixChart(classes: (0..<10).map(String.init), counts: counts)
    }()

    static let stream: TaskStreamChart = {
        let kinds = [
            "fit-path-svc-from-gram", "gram", "predict-path-from-gram", "take-rows", "score-path-accuracy",
        ]
        let draws = numbers(400, seed: 12)
        var spans: [TaskStreamChart.Span] = []
        for worker in 0..<4 {
            var time = 0.002 * Double(worker)
            for task in 0..<50 {
                let draw = draws[worker * 50 + task]
                let kind = min(Int(draw * draw * 5.5), 4)
                let length =
                    [0.03, 0.012, 0.006, 0.003, 0.001][kind] * (0.5 + draws[200 + worker * 50 + task])
                spans.append(
                    .init(
                        worker: "worker \(worker)", start: time, end: time + length, kind: kinds[kind],
                        label: "split \(task % 5)"))
                time += length + (draw > 0.9 ? 0.01 : 0.0005)
            }
        }
        return TaskStreamChart(spans: spans)
    }()

    static let memory = MemoryChart(
        samples: numbers(120, seed: 14).enumerated().map { index, draw in
            .init(time: Double(index) / 100, bytes: 6e7 + 4e7 * draw + 2e5 * Double(index))
        }, budget: 1.5e8)
}
