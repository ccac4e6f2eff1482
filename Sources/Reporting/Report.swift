import Drawing
import Trellis

/// A page with the results of a search, as one HTML file that needs no network.
///
/// ```swift
/// let report = Report(title: "Digits", results: found.scored)
/// try report.html.write(toFile: "report.html", atomically: true, encoding: .utf8)
/// ```
///
/// The page has the best pipeline and how to use it, a table of the candidates that can be sorted and filtered, charts of
/// the scores by the parameters and, if they are given, charts of the out-of-fold predictions, a description of the data,
/// and what the workers did. Names are shown as text, whatever they are.
public struct Report: Sendable {
    /// The heading of the page.
    public var title: String

    /// Remarks below the heading, such as what is not known.
    public var notes: [String]

    /// The results of the search.
    public var results: ScoredCandidates

    /// The pipeline that was searched, in the form of the command line.
    public var pipeline: String

    /// What the splits are: `5 stratified folds`.
    public var folds: String

    /// The command that repeats the search; nil if none is known.
    public var command: String?

    /// The path of the data and the column to predict, for the Swift code that fits the best pipeline again.
    public var source: Source?

    /// The out-of-fold predictions of the best candidate, and the target of the same rows.
    public var predictions: (found: OutOfFoldPredictions, target: Target)?

    /// A description of the data.
    public var description: TableDescription?

    /// The best pipeline, fitted to all rows, whose coefficients or support vectors are shown.
    public var model: FittedPipeline?

    /// How much the score of the best pipeline drops if the values of one column are put in random order.
    public var importance: PermutationImportance?

    /// What the workers did.
    public var tasks: TaskRecord

    /// The duration in seconds, and what it includes: `0.5 s on 2 threads`.
    public var duration: String?

    /// Where the data come from.
    public struct Source: Sendable, Equatable {
        /// The path of the CSV file.
        public var path: String
        /// The column to predict.
        public var target: String

        /// Creates a source.
        public init(path: String, target: String) {
            self.path = path
            self.target = target
        }
    }

    /// Creates a report; other parts are optional, and set as properties.
    public init(title: String, results: ScoredCandidates, pipeline: String = "", folds: String = "") {
        self.title = title
        self.results = results
        self.pipeline = pipeline
        self.folds = folds
        (notes, tasks) = ([], TaskRecord())
    }

    /// The page.
    ///
    /// - Throws: `LearningError` if the predictions are not numbers, so that they have no curves.
    public var html: String {
        get throws {
            let found = ComparableCandidates(results)
            return Page(
                title: title, notes: notes,
                sections: [
                    .init(id: "summary", name: "Summary", content: SummarySection(self).content),
                    .init(id: "candidates", name: "Candidates", content: CandidateTable(results).content),
                    .init(id: "parameters", name: "Parameters", content: ParameterSection(found).content),
                    .init(id: "history", name: "History", content: historySection(found)),
                    .init(
                        id: "predictions", name: "Out-of-fold predictions", content: try predictionSection),
                    .init(
                        id: "model", name: "Best model",
                        content: ModelSection(model, importance, scorer: found.scorer).content),
                    .init(
                        id: "data", name: "Data", content: description.map { DataSection($0).content } ?? ""),
                    .init(id: "tasks", name: "Tasks", content: TaskSection(tasks).content),
                ]
            ).html
        }
    }

    /// The order of trial means something only if a strategy chose the candidates.
    private func historySection(_ found: ComparableCandidates) -> HTML {
        guard results.candidates.contains(where: { $0.round != nil }) else { return "" }
        return HTML.figures([
            ScoreHistory("History of the search", scoreLabel: found.scorer, scores: found.scores)
        ])
    }

    private var predictionSection: HTML {
        get throws {
            guard let predictions else { return "" }
            let drawn = try PredictionCharts(predictions.found, of: predictions.target)
            let note: HTML = """
                <p class="soft">Each row is predicted by the best pipeline, fitted to the folds without the row. \
                \(drawn.note)</p>

                """
            return "\(note)\(HTML.figures(drawn.charts))"
        }
    }
}
