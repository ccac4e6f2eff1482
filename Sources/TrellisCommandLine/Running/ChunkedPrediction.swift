import Trellis

/// Predictions for the rows of files that are read in parts.
struct ChunkedPrediction: Sendable {
    let model: FittedPipeline

    /// The columns to output before the predictions.
    let kept: [String]
    let addsProbabilities: Bool

    /// The first file, for errors.
    private let file: String

    /// The rows, whose columns are those to keep, followed by the features.
    private let table: ChunkedTable

    /// Opens files.
    ///
    /// - Throws: `TabularError` if a column is missing; ``CommandError`` if a column to keep is a number that the model reads.
    init(
        _ model: FittedPipeline, paths: [String], options: ReadingOptions, keeping kept: [String],
        addsProbabilities: Bool, memory: Int?
    ) throws {
        (self.model, self.kept, self.addsProbabilities) = (model, kept, addsProbabilities)
        file = paths[0]
        var options = options
        for (name, kind) in zip(model.featureNames, model.featureKinds) { options.types[name] = kind }
        for name in kept {
            let place = model.featureNames.firstIndex { ExactText($0) == ExactText(name) }
            guard place.map({ model.featureKinds[$0] == .category }) ?? true else {
                throw CommandError.conflict(
                    "--keep: the model reads '\(name)' as a number or date, whose spelling --chunked does not keep"
                )
            }
            options.types[name] = .category
        }
        let known = try ChunkedTable(csv: paths, options: Self.form(of: options), memory: memory).columnNames
        let absent = (kept + model.featureNames).filter { name in
            !known.contains { ExactText($0) == ExactText(name) }
        }
        if !absent.isEmpty { throw TabularError.missingFeatures(file: paths[0], names: absent) }
        table = try ChunkedTable(csv: paths, options: options, memory: memory)
            .select(
                kept
                    + model.featureNames.filter { name in !kept.contains { ExactText($0) == ExactText(name) }
                    })
    }

    /// The options without kinds, which would be errors for columns that do not exist.
    private static func form(of options: ReadingOptions) -> ReadingOptions {
        var form = options
        form.types = [:]
        return form
    }

    /// Predicts the rows of one part after another.
    ///
    /// - Parameter write: Receives the text of a CSV file, in pieces that end with lines.
    /// - Throws: `TabularError` for an invalid cell, or if there are no rows; `LearningError`; errors of `write`.
    func run(
        on scheduler: some Scheduler, memory: Int?, _ write: (String) throws -> Void
    ) async throws {
        let layout = PredictionLayout(model, kept: kept, addsProbabilities: addsProbabilities)
        var hasRows = false
        try await table.forEachChunk(on: scheduler, memoryLimit: memory) { rows in
            if !hasRows { try write(layout.header) }
            hasRows = true
            let kept = try rows.texts(of: kept)
            let x = try rows.features(including: model.featureNames, kinds: model.featureKinds)
            try write(layout.lines(of: x, kept: kept))
        }
        if !hasRows { throw TabularError.noRows(file: file) }
    }
}
