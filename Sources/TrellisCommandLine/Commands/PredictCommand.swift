import ArgumentParser
import Trellis

/// `trellis predict`: predicts the targets of new rows.
struct PredictCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Predict targets with a saved model.",
        discussion: """
            Columns are selected by name, in any order; columns that the model does not use are ignored. If the \
            numbers of a row make a step overflow, the error names the step and the line.

            EXAMPLE:
              trellis predict iris.model datasets/iris.csv --output predictions.csv
              trellis predict churn.model customers.csv --keep customer_id,city
              trellis predict tips.model 'trips-*.csv' --chunked --output tips.csv
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

    @Flag(help: "Read the data in parts, because they may be larger than memory.")
    var chunked = false

    @Option(
        help: ArgumentHelp(
            "Memory for parts of the data, with --chunked (default: parts of 16 MiB).", valueName: "512M"))
    var memory: String?

    @OptionGroup(title: "Reading") var reading: ReadingFlags

    mutating func run() async throws {
        let file = try output.map { try OutputFile($0, option: "--output") }
        let paths = chunked ? try ChunkedTable.paths(matching: [data]) : [data]
        try OutputFile.requireDistinct(
            [file], inputs: [("the model", self.model)] + paths.map { (name: "the data", path: Optional($0)) }
        )
        let model = try ModelFile.read(model, registry: Known.steps)
        let names = try keptNames()
        var options = try model.reading(reading)
        guard !chunked else { return try await predictChunks(paths, model, options, names, file) }
        if memory != nil { throw CommandError.conflict("--memory applies to --chunked only") }
        options.keepsSource = !names.isEmpty
        let table = try Table(csv: data, options: options)
        let kept = names.isEmpty ? [] : try table.texts(of: names)
        let x = try table.features(including: model.featureNames, kinds: model.featureKinds)
        let layout = PredictionLayout(model, kept: names, addsProbabilities: probabilities)
        let text = try layout.header + locatingRows(of: table) { try layout.lines(of: x, kept: kept) }
        if let file { try file.write(text) } else { try Terminal.print(text) }
    }

    /// Predicts the rows of one part after another.
    private func predictChunks(
        _ paths: [String], _ model: FittedPipeline, _ options: ReadingOptions, _ names: [String],
        _ file: OutputFile?
    ) async throws {
        let bytes = try memory.map {
            try MemorySize(PlacedText(text: $0, place: TextPlace("--memory"))).bytes
        }
        let prediction = try ChunkedPrediction(
            model, paths: paths, options: options, keeping: names, addsProbabilities: probabilities,
            memory: bytes)
        let output = try PiecewiseOutput(file)
        try await prediction.run(on: ThreadedScheduler(), memory: bytes) { try output.write($0) }
        try output.close()
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
