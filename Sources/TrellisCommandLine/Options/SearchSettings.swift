import Trellis

/// The settings of a search from flags and a specification; flags override the specification.
///
/// The settings are not yet checked against the data.
struct SearchSettings {
    /// The file, or the first of several.
    let data: String

    /// The files and patterns, of which only a search in parts has several.
    let files: [String]
    let reading: ReadingOptions
    let dropMissingTarget: Bool
    let target: String
    let weights: PlacedText?
    let pipeline: Pipeline
    let grid: ParameterGrid
    /// How candidates are chosen; nil for all combinations of the grid.
    let method: SearchMethod?
    let budget: SearchBudget?

    /// How candidates that cannot win any more are eliminated; nil to score all on every split.
    let racing: SearchOptions.Racing?

    /// The path of the study; nil for none.
    let study: String?
    let folds: PlacedText?

    /// The outer folds of a nested cross-validation; nil for none.
    let outerFolds: PlacedText?
    let shuffle: Bool
    let seed: UInt64
    let scoring: [Scorer]
    var refit: SearchOptions.Refit
    let choice: SearchOptions.Choice
    let trainScores: Bool
    let errorScore: SearchOptions.ErrorScore
    let merging: Bool
    let sharing: Bool
    let memoryBudget: Int

    /// Creates settings from flags and a specification.
    ///
    /// - Throws: ``CommandError``, `LearningError`.
    init(
        _ problem: ProblemOptions, _ validation: ValidationOptions, _ reuse: ReuseOptions,
        _ memory: MemoryOptions, _ strategy: StrategyOptions? = nil, isChunked: Bool = false, spec: SpecFile
    ) throws {
        func text(_ flag: String?, _ name: String) throws -> PlacedText? {
            try flag.map { PlacedText(text: $0, place: TextPlace("--\(name)")) } ?? spec.text(name)
        }
        func required(_ text: PlacedText?, _ option: String, _ meaning: String) throws -> PlacedText {
            guard let text else { throw CommandError.missing(option: option, meaning: meaning) }
            return text
        }
        data = try required(
            text(problem.data.first, "data"), "DATA.csv", "give the CSV file with the data"
        ).text
        files = problem.data.isEmpty ? [data] : problem.data
        if files.count > 1, !isChunked {
            throw CommandError.conflict("there are \(files.count) files; only search --chunked reads several")
        }
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
        let resource = try text(strategy?.resource, "resource")
        method = try text(strategy?.search, "search").flatMap {
            try SearchMethod($0, resource: resource.map(SearchMethod.Resource.init) ?? .rows)
        }
        budget = try text(strategy?.budget, "budget").map(SearchBudget.init)
        racing = try text(strategy?.racing, "racing").flatMap(Self.racing)
        study = try text(strategy?.study, "study")?.text
        grid = try ParameterGrid(
            written + flagged, over: pipeline, registry: Known.steps, allowsConditions: method != nil)

        folds = try text(validation.cv, "cv")
        outerFolds = try text(strategy?.outerCv, "outer-cv")
        if outerFolds != nil, budget != nil {
            throw CommandError.conflict(
                "--outer-cv repeats the whole search in each outer split, and has no --budget; give one of them"
            )
        }
        shuffle = try validation.shuffle ?? spec.flag("shuffle") ?? false
        seed = try validation.seed ?? spec.number("seed") ?? 0
        scoring = try Self.scorers(
            validation.scoring.map { [PlacedText(text: $0, place: TextPlace("--scoring"))] }
                ?? spec.texts("scoring"))
        refit = Self.refit(try text(validation.refit, "refit")?.text)
        choice = try Self.choice(text(validation.choose, "choose"))
        trainScores = try validation.trainScores ?? spec.flag("train-scores") ?? false
        errorScore = try Self.errorScore(text(validation.errorScore, "error-score"))
        merging = try reuse.merge ?? spec.flag("merge") ?? true
        sharing = try reuse.sharing ?? spec.flag("sharing") ?? true
        memoryBudget =
            try text(memory.memory, "memory").map { try MemorySize($0).bytes }
            ?? SearchOptions.defaultMemoryBudget
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

    private static func refit(_ text: String?) -> SearchOptions.Refit {
        guard let text else { return .first }
        return text == "none" ? .none : .by(text)
    }

    private static func racing(_ text: PlacedText) throws -> SearchOptions.Racing? {
        if let isOn = ["true": true, "false": false][text.text] { return isOn ? .init() : nil }
        guard let level = Double(text.text), level >= 0, level < 0.5 else {
            throw TextError.malformed(
                at: text.place, found: "'\(text.text)'",
                expected: "a probability of at least 0 and less than 0.5, such as 0.05")
        }
        return .init(level: level)
    }

    private static func choice(_ text: PlacedText?) throws -> SearchOptions.Choice {
        guard let text else { return .best }
        guard let choice = SearchOptions.Choice(rawValue: text.text) else {
            throw TextError.malformed(at: text.place, found: "'\(text.text)'", expected: "best or one-se")
        }
        return choice
    }

    private static func errorScore(_ text: PlacedText?) throws -> SearchOptions.ErrorScore {
        guard let text else { return .nan }
        guard let errorScore = SearchOptions.ErrorScore(rawValue: text.text) else {
            throw TextError.malformed(at: text.place, found: "'\(text.text)'", expected: "nan or raise")
        }
        return errorScore
    }
}
