import ArgumentParser
import Trellis

/// `trellis predict`: tells the target of new rows.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Tell the target of new rows by a saved model.",
        discussion: """
            The model's columns are picked by name, whatever their order; others are ignored. A row with numbers so
            large that a step overflows is an error that names the step and the line.

            EXAMPLE:
              trellis predict iris.model datasets/iris.csv --output predictions.csv
            """)

    @Argument(help: "A model that 'trellis search --save' wrote.")
    var model: String

    @Argument(help: ArgumentHelp("A CSV file with the columns that the model takes.", valueName: "data.csv"))
    var data: String

    @Option(help: ArgumentHelp("Write here instead of to standard output.", valueName: "file.csv"))
    var output: String?

    @Flag(help: "Tell the probability of each class, too.")
    var probabilities = false

    mutating func run() throws {
        let file = try output.map { try OutputFile($0, option: "--output") }
        try OutputFile.checkThatNoneIsLost([file], inputs: [("the model", self.model), ("the data", data)])
        let model = try ModelFile.read(model)
        let x = try Table(csv: data).features(including: model.featureNames)
        let (predicted, shares) = try locatingRows(of: data) {
            (try model.predict(x).texts, probabilities ? try model.probabilities(x) : nil)
        }

        var csv = CSVText()
        csv.add([model.targetName] + (shares == nil ? [] : model.classes.map { "probability_\($0)" }))
        for row in predicted.indices {
            csv.add([predicted[row]] + (shares?[row: row].map(CSVText.cell) ?? []))
        }
        if let file { try file.write(csv.text) } else { try Terminal.print(csv.text) }
    }
}
