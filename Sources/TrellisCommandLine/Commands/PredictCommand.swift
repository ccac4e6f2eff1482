import ArgumentParser
import Trellis

/// `trellis predict`: predicts the targets of new rows.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Predict targets with a saved model.",
        discussion: """
            Columns are selected by name, in any order; columns that the model does not use are ignored. If the \
            numbers of a row make a step overflow, the error names the step and the line.

            EXAMPLE:
              trellis predict iris.model datasets/iris.csv --output predictions.csv
            """)

    @Argument(help: "Model saved by 'trellis search --save'.")
    var model: String

    @Argument(help: ArgumentHelp("CSV file with the feature columns of the model.", valueName: "data.csv"))
    var data: String

    @Option(
        help: ArgumentHelp(
            "Write the predictions to a CSV file (default: standard output).", valueName: "file.csv"))
    var output: String?

    @Flag(help: "Also output class probabilities.")
    var probabilities = false

    mutating func run() throws {
        let file = try output.map { try OutputFile($0, option: "--output") }
        try OutputFile.requireDistinct([file], inputs: [("the model", self.model), ("the data", data)])
        let model = try ModelFile.read(model, registry: Known.steps)
        let x = try Table(csv: data).features(
            including: model.featureNames, kinds: model.featureKinds)
        let (predicted, classProbabilities) = try locatingRows(of: data) {
            (try model.predict(x).texts, probabilities ? try model.predictProbabilities(x) : nil)
        }

        var csv = CSVText()
        csv.add(
            [model.targetName]
                + (classProbabilities == nil ? [] : model.classes.map { "probability_\($0)" }))
        for row in predicted.indices {
            csv.add([predicted[row]] + (classProbabilities?[row: row].map(CSVText.cell) ?? []))
        }
        if let file { try file.write(csv.text) } else { try Terminal.print(csv.text) }
    }
}
