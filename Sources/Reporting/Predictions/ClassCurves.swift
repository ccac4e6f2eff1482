import Drawing
import Learning
import Trellis

/// Curves of the out-of-fold predictions of one class against all others.
struct ClassCurves {
    let name: String
    let roc: FoldCurves
    let precisionRecall: FoldCurves
    let calibration: [CalibrationChart.Bin]
    /// The share of rows of the class.
    let prevalence: Double

    /// Computes the curves of a class from its probabilities, or from its decision values if the model has none.
    ///
    /// Folds without rows of the class, or with no others, have no curve.
    init(_ name: String, truth: [Bool], scores: [Double], areProbabilities: Bool, folds: [Int]) throws {
        self.name = name
        var rows: [Int: [Int]] = [:]
        for (row, fold) in folds.enumerated() { rows[fold, default: []].append(row) }
        let parts = rows.sorted { $0.key < $1.key }.map(\.value).filter { part in
            part.contains { truth[$0] } && part.contains { !truth[$0] }
        }
        roc = FoldCurves(
            try parts.map { part in
                let (own, values) = (part.map { truth[$0] }, part.map { scores[$0] })
                let curve = try Metrics.rocCurve(truth: own, scores: values)
                return .init(
                    points: zip(curve.falsePositiveRates, curve.truePositiveRates).map { SIMD2($0, $1) },
                    area: try Metrics.areaUnderROC(truth: own, scores: values))
            }, heights: FoldCurves.onLines)
        precisionRecall = FoldCurves(
            try parts.map { part in
                let curve = try Metrics.precisionRecallCurve(
                    truth: part.map { truth[$0] }, scores: part.map { scores[$0] })
                let points = zip(curve.recalls, curve.precisions).map { SIMD2($0, $1) }
                return .init(points: points.reversed(), area: curve.averagePrecision)
            }, heights: FoldCurves.onSteps)
        calibration =
            areProbabilities
            ? try Metrics.calibrationCurve(truth: truth, probabilities: scores.map { min(max($0, 0), 1) })
                .bins
                .map { .init(predicted: $0.predicted, observed: $0.observed, count: $0.count) }
            : []
        prevalence = Double(truth.count { $0 }) / Double(max(truth.count, 1))
    }
}
