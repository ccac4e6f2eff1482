import Drawing
import Learning
import LinearAlgebra
import Trellis

/// Charts of out-of-fold predictions.
struct PredictionCharts {
    /// The largest number of classes with curves; of more, those that are predicted worst.
    static let curveLimit = 6

    let charts: [any Chart]
    /// What was left out.
    let note: String

    init(_ predictions: OutOfFoldPredictions, of target: Target) throws {
        switch target {
        case .values(let actual):
            let predicted = predictions.predicted.values ?? []
            charts = [
                ScatterPlot.predictedAgainstActual(actual: actual, predicted: predicted),
                ScatterPlot.residuals(actual: actual, predicted: predicted),
                Histogram(
                    "Distribution of residuals", label: "actual − predicted",
                    values: zip(actual, predicted).map { $0 - $1 }),
            ]
            note = ""
        case .labels(let labels):
            let matrix = Self.confusion(labels, predictions)
            let all = try Self.curves(labels, predictions)
            let shown = all.sorted { ($0.roc.area.mean, $0.name) < ($1.roc.area.mean, $1.name) }
                .prefix(Self.curveLimit)
            charts = [matrix] + Self.charts(Array(shown))
            note =
                all.count > shown.count
                ? "Of \(all.count) classes, the curves of the \(shown.count) with the smallest areas are shown."
                : ""
        }
    }

    private static func confusion(_ labels: Labels, _ predictions: OutOfFoldPredictions)
        -> ConfusionMatrixChart
    {
        let places = Dictionary(uniqueKeysWithValues: predictions.classes.enumerated().map { ($1, $0) })
        let count = predictions.classes.count
        var counts = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        // Codes of both are positions in the same list of classes.
        let columns = labels.classes.map { places[$0] }
        for (actual, predicted) in zip(labels.codes, predictions.predicted.labels?.codes ?? []) {
            guard let row = columns[Int(actual)], let column = columns[Int(predicted)] else { continue }
            counts[row][column] += 1
        }
        return ConfusionMatrixChart(classes: predictions.classes, counts: counts)
    }

    /// The curves of each class against the others; of two classes, those of the second.
    private static func curves(_ labels: Labels, _ predictions: OutOfFoldPredictions) throws -> [ClassCurves]
    {
        let classes = predictions.classes
        guard let values = predictions.probabilities ?? predictions.decisionFunction, classes.count > 1 else {
            return []
        }
        let codes = labels.codes.map { labels.classes[Int($0)] }
        return try (classes.count == 2 ? [1] : Array(classes.indices)).map { index in
            try ClassCurves(
                classes[index], truth: codes.map { $0 == classes[index] },
                scores: values[column: values.columns == 1 ? 0 : index],
                areProbabilities: predictions.probabilities != nil, folds: predictions.splits)
        }
    }

    private static func charts(_ classes: [ClassCurves]) -> [any Chart] {
        let drawn = classes.filter { !$0.roc.folds.isEmpty }
        guard !drawn.isEmpty else { return [] }
        let folds = drawn.map(\.roc.folds.count).max() ?? 0
        let hasBands = drawn.count <= RateChart.bandLimit
        let note = "Mean over \(folds) folds\(hasBands ? ", with a band of one standard deviation" : "")."
        func curves(_ part: (ClassCurves) -> FoldCurves) -> [RateChart.Curve] {
            drawn.map { own in
                let (mean, deviation) = part(own).area
                let area =
                    "\(NumberText.fixed(mean, decimals: 3)) ± \(NumberText.fixed(deviation, decimals: 3))"
                return .init(
                    "\(own.name): \(area)", mean: part(own).mean, folds: part(own).folds.map(\.points))
            }
        }
        var charts: [any Chart] = [
            RateChart(
                "Receiver operating characteristic", note: note + " Areas are in the legend.",
                xLabel: "false positive rate", yLabel: "true positive rate", curves: curves(\.roc),
                reference: .diagonal),
            RateChart(
                "Precision and recall", note: note + " Average precisions are in the legend.",
                xLabel: "recall",
                yLabel: "precision", curves: curves(\.precisionRecall),
                reference: drawn.count == 1 ? .level(drawn[0].prevalence) : nil),
        ]
        let calibrated = drawn.filter { !$0.calibration.isEmpty }
        if !calibrated.isEmpty {
            charts.append(
                CalibrationChart("Calibration", curves: calibrated.map { ($0.name, $0.calibration) }))
        }
        return charts
    }
}
