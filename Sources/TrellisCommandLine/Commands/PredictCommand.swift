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
              trellis predict churn.model customers.csv --keep customer_id,city
            """)

    @Argument(help: "Model saved by 'trellis search --save'.")
    var model: String

    @Argument(
        help:
            ArgumentHelp(
                "CSV file with the feature columns of the model; - for standard input.", valueName: "data.csv"
            ))
    var data: String

    @Option(
        help: ArgumentHelp(
            "Write the predictions to a CSV file (default: standard output).", valueName: "file.csv"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Columns of the data to output before the predictions, as they are written there.",
            discussion: """
                Put names that contain commas in double quotes. If a column has the name of the target, the column of \
                predictions is named 'predicted_' and that name.
                """, valueName: "column,…"))
    var keep: [String] = []

    @Flag(help: "Also output class probabilities.")
    var probabilities = false

    @OptionGroup(title: "Reading") var reading: ReadingFlags

    mutating func run() throws {
        let file = try output.map { try OutputFile($0, option: "--output") }
        try OutputFile.requireDistinct([file], inputs: [("the model", self.model), ("the data", data)])
        let model = try ModelFile.read(model, registry: Known.steps)
        let names = try keptNames()
        var options = try model.reading(reading)
        options.keepsSource = !names.isEmpty
        let table = try Table(csv: data, options: options)
        let kept = names.isEmpty ? [] : try table.texts(of: names)
        let x = try table.features(including: model.featureNames, kinds: model.featureKinds)
        let (predicted, classProbabilities) = try locatingRows(of: table) {
            (try model.predict(x).texts, probabilities ? try model.predictProbabilities(x) : nil)
        }

        var csv = CSVText()
        let isKept = names.contains { ExactText($0) == ExactText(model.targetName) }
        csv.add(
            names + [isKept ? "predicted_\(model.targetName)" : model.targetName]
                + (classProbabilities == nil ? [] : model.classes.map { "probability_\($0)" }))
        for row in predicted.indices {
            csv.add(
                kept.map { $0[row] } + [predicted[row]]
                    + (classProbabilities?[row: row].map(CSVText.cell) ?? []))
        }
        if let file { try file.write(csv.text) } else { try Terminal.print(csv.text) }
    }

    /// The names of `--keep`.
    ///
    /// - Throws: `TextError` for a malformed list, or a name that occurs twice.
    private func keptNames() throws -> [String] {
        let place = TextPlace("--keep")
        var seen: Set<ExactText> = []
        return try keep.flatMap { try CommaList.parse(PlacedText(text: $0, place: place)) }.map { name in
            guard seen.insert(ExactText(name)).inserted else {
                throw TextError.malformed(at: place, found: "'\(name)' twice", expected: "each column once")
            }
            return name
        }
    }
}
