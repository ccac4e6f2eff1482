import ArgumentParser
import Trellis

/// `trellis score`: scores a saved model on rows with known targets.
struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Score a saved model on rows with known targets.",
        discussion: """
            EXAMPLE:
              trellis score iris.model datasets/iris.csv --target species \\
                --scoring accuracy,f1_macro
            """)

    @Argument(help: "Model saved by 'trellis search --save'.")
    var model: String

    @Argument(
        help: ArgumentHelp(
            "CSV file with the feature columns of the model and the target; - for standard input.",
            valueName: "data.csv"))
    var data: String

    @Option(
        help: ArgumentHelp(
            "Column with the true targets (default: the target of the model).", valueName: "column"))
    var target: String?

    @Option(
        help: ArgumentHelp(
            "Column with the weights of the rows (default: equal weights).", valueName: "column"))
    var weights: String?

    @Option(
        help: ArgumentHelp(
            "Scorers to use (default: accuracy, or r2 for regression); 'trellis scorers' lists them.",
            valueName: "name,name,…"))
    var scoring: String?

    @OptionGroup(title: "Reading") var reading: ReadingFlags
    @OptionGroup(title: "Reading") var targetRows: TargetRowFlags

    mutating func run() throws {
        let named = try SearchSettings.scorers(
            scoring.map { [PlacedText(text: $0, place: TextPlace("--scoring"))] })
        let model = try ModelFile.read(model, registry: Known.steps)
        var table = try Table(csv: data, options: model.reading(reading))
        let problem = model.pipeline.problem ?? .classification
        let column = target ?? model.targetName
        try table.require(column)
        if targetRows.dropMissingTarget == true { table = try table.droppingRows(missing: column) }
        let x = try table.features(including: model.featureNames, kinds: model.featureKinds)
        let truth = try table.target(column, problem: problem)
        if let weights { try table.require(weights) }
        let rowWeights = try weights.map { try table.weights($0) }
        if case .labels(let labels) = truth { warnOfUnknownClasses(labels, model, column) }
        var lines: [String] = []
        for scorer in named.isEmpty ? [.standard(for: problem)] : named {
            guard scorer.problem == problem else {
                throw SearchError.scorerOfOtherProblem(name: scorer.name, problem: problem)
            }
            let score = try locatingRows(of: table) {
                try model.score(x, against: truth, by: scorer, weights: rowWeights)
            }
            lines.append("\(scorer.name): \(score)")
        }
        try Terminal.print(lines.joined(separator: "\n"))
    }

    /// Warns that classes do not occur in the training data: their rows are scored as wrong.
    private func warnOfUnknownClasses(_ labels: Labels, _ model: FittedPipeline, _ column: String) {
        let known = Set(model.classes.map { ExactText($0) })
        let unknown = labels.classes.filter { !known.contains(ExactText($0)) }
        guard !unknown.isEmpty else { return }
        let names = unknown.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
        Terminal.log(
            "warning: \(data): column '\(column)' has \(unknown.count == 1 ? "a class" : "classes") that the model "
                + "does not know: \(names)\(unknown.count > 5 ? ", …" : "")")
    }
}
