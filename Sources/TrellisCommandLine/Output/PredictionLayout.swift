import Trellis

/// The columns of a file of predictions.
struct PredictionLayout: Sendable {
    private let model: FittedPipeline
    private let kept: [String]
    private let addsProbabilities: Bool

    init(_ model: FittedPipeline, kept: [String], addsProbabilities: Bool) {
        (self.model, self.kept, self.addsProbabilities) = (model, kept, addsProbabilities)
    }

    /// The line with the names of the columns.
    var header: String {
        var csv = CSVText()
        let isKept = kept.contains { ExactText($0) == ExactText(model.targetName) }
        csv.add(
            kept + [isKept ? "predicted_\(model.targetName)" : model.targetName]
                + (addsProbabilities ? model.classes.map { "probability_\($0)" } : []))
        return csv.text
    }

    /// Predicts rows, and returns a line for each.
    ///
    /// - Parameter kept: The cells of the columns to keep.
    func lines(of x: Features, kept: [[String]]) throws -> String {
        let predicted = try model.predict(x).texts
        let probabilities = addsProbabilities ? try model.predictProbabilities(x) : nil
        var csv = CSVText()
        for row in predicted.indices {
            csv.add(
                kept.map { $0[row] } + [predicted[row]]
                    + (probabilities?[row: row].map(CSVText.cell) ?? []))
        }
        return csv.text
    }
}
