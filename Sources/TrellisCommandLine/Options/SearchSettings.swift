import Trellis

/// The settings of a search from flags and a specification; flags override the specification.
///
/// The settings are not yet checked against the data.
struct SearchSettings {
    let data: String
    let reading: ReadingOptions
    let dropMissingTarget: Bool
    let target: String
    let weights: PlacedText?
    let pipeline: Pipeline
    let grid: ParameterGrid
    let folds: PlacedText?
    let shuffle: Bool
    let seed: UInt64
    let scoring: [Scorer]
    var refit: GridSearch.Refit
    let trainScores: Bool
    let errorScore: GridSearch.ErrorScore
    let merging: Bool
    let sharing: Bool
    let memoryBudget: Int

    /// Creates settings from flags and a specification.
    ///
    /// - Throws: ``CommandError``, `LearningError`.
    init(
        _ problem: ProblemOptions, _ validation: ValidationOptions, _ reuse: ReuseOptions,
        _ memory: MemoryOptions,
        spec: SpecFile
    ) throws {
        func text(_ flag: String?, _ name: String) throws -> PlacedText? {
            try flag.map { PlacedText(text: $0, place: TextPlace("--\(name)")) } ?? spec.text(name)
        }
        func required(_ text: PlacedText?, _ option: String, _ meaning: String) throws -> PlacedText {
            guard let text else { throw CommandError.missing(option: option, meaning: meaning) }
            return text
        }
        data = try required(
            text(problem.data, "data"), "DATA.csv", "give the CSV file with the data"
        ).text
        reading = try ReadingOptions(problem.reading, spec)
        dropMissingTarget =
            try problem.targetRows.dropMissingTarget ?? spec.flag("drop-missing-target") ?? false
        target = try required(
            text(problem.target, "target"), "--target", "give the column of \(data) to predict"
        ).text
        weights = try text(problem.weights, "weights")
        pipeline = try StepParser.pipeline(
            required(
                text(problem.pipeline, "pipeline"), "--pipeline",
                "give the steps, such as --pipeline 'standard-scaler | logistic-regression'"),
            registry: Known.steps)
        let flagged = try problem.grid.map { try GridAxis(flag: $0) }
        let written = try spec.grid().filter { axis in !flagged.contains { $0.name == axis.name } }
        grid = try ParameterGrid(written + flagged, over: pipeline, registry: Known.steps)

        folds = try text(validation.cv, "cv")
        shuffle = try validation.shuffle ?? spec.flag("shuffle") ?? false
        seed = try validation.seed ?? spec.number("seed") ?? 0
        scoring = try Self.scorers(
            validation.scoring.map { [PlacedText(text: $0, place: TextPlace("--scoring"))] }
                ?? spec.texts("scoring"))
        refit = Self.refit(try text(validation.refit, "refit")?.text)
        trainScores = try validation.trainScores ?? spec.flag("train-scores") ?? false
        errorScore = try Self.errorScore(text(validation.errorScore, "error-score"))
        merging = try reuse.merge ?? spec.flag("merge") ?? true
        sharing = try reuse.sharing ?? spec.flag("sharing") ?? true
        memoryBudget =
            try text(memory.memory, "memory").map { try MemorySize($0).bytes }
            ?? GridSearch.defaultMemoryBudget
    }

    /// The scorers with the given names, separated by commas.
    static func scorers(_ texts: [PlacedText]?) throws -> [Scorer] {
        try (texts ?? []).flatMap { text in
            try text.text.split(separator: ",", omittingEmptySubsequences: false).map { word in
                let name = word.filter { !$0.isWhitespace }
                guard let scorer = Known.scorers.first(where: { $0.name == name }) else {
                    throw TextError.unknownName(
                        at: text.place, what: "scorer", name: name,
                        advice: advice(for: name, among: Known.scorers.map(\.name)))
                }
                return scorer
            }
        }
    }

    private static func refit(_ text: String?) -> GridSearch.Refit {
        guard let text else { return .first }
        return text == "none" ? .none : .by(text)
    }

    private static func errorScore(_ text: PlacedText?) throws -> GridSearch.ErrorScore {
        guard let text else { return .nan }
        guard let errorScore = GridSearch.ErrorScore(rawValue: text.text) else {
            throw TextError.malformed(at: text.place, found: "'\(text.text)'", expected: "nan or raise")
        }
        return errorScore
    }
}
