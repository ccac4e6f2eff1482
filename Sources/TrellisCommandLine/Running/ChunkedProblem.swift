import Logging
import Reporting
import Trellis

/// A search over CSV files that are read in parts.
struct ChunkedProblem {
    let search: GridSearch

    /// The table, without rows whose target is missing if these are dropped.
    let table: ChunkedTable

    let paths: [String]
    let target: String
    let problem: Problem
    let folds: String

    /// Opens the files and prepares the search.
    ///
    /// - Throws: ``CommandError`` for settings that need all rows in memory; `ChunkedFitError` for such steps and scorers;
    ///   `TabularError`, `ModelSelectionError`.
    init(_ settings: SearchSettings) throws {
        let unsupported: [(option: String, isGiven: Bool)] = [
            ("--search", settings.method != nil), ("--budget", settings.budget != nil),
            ("--racing", settings.racing != nil), ("--outer-cv", settings.outerFolds != nil),
            ("--study", settings.study != nil), ("--weights", settings.weights != nil),
        ]
        if let given = unsupported.first(where: \.isGiven) {
            throw CommandError.conflict("\(given.option) does not apply to --chunked")
        }
        guard let problem = try GridSearch(settings.pipeline, grid: settings.grid).problem else {
            throw SearchError.lastStepTransforms(step: settings.pipeline.last?.name ?? "")
        }
        let text = settings.folds ?? PlacedText(text: "5", place: TextPlace("--cv"))
        let validation = try CrossValidation(text, problem, settings)
        var search = GridSearch(
            settings.pipeline, grid: settings.grid,
            options: SearchOptions(
                folds: validation.splitter, scoring: settings.scoring, refit: settings.refit,
                trainScores: settings.trainScores, errorScore: settings.errorScore,
                memoryBudget: settings.memoryBudget))
        search.choice = settings.choice
        // Before any file is read.
        try ChunkedSearch.check(search, for: problem)
        paths = try ChunkedTable.paths(matching: settings.files)
        var table = try ChunkedTable(csv: paths, options: settings.reading, memory: settings.memoryBudget)
        if settings.dropMissingTarget { table = try table.filter { !$0[settings.target].isMissing } }
        (self.search, self.table, self.problem) = (search, table, problem)
        target = settings.target
        folds = "\(validation.splitter)"
    }
}

/// The data of a search over files in parts, and its settings.
struct ChunkedSubject: SearchSubject {
    let prepared: ChunkedProblem
    let data: ChunkedDataset

    var pipeline: Pipeline { prepared.search.pipeline }
    var folds: String { prepared.folds }
    var outerFolds: String? { nil }
    var hasAddedColumns: Bool { false }
    var isAdaptive: Bool { false }
    var resourceName: String { "rows" }
    var choice: SearchOptions.Choice { prepared.search.choice }
    var source: Report.Source {
        Report.Source(path: prepared.paths[0], target: prepared.target)
    }
    var tableDescription: TableDescription? { nil }
    var dataset: Dataset? { nil }

    var dataDescription: SearchDocument.DataDescription {
        var classes: Int?
        if case .classes(_, let names) = data.target { classes = names.count }
        return .init(
            rows: data.rowCount, features: data.features.columns, classes: classes, weights: nil, digest: nil)
    }
}

extension ChunkedProblem {
    /// Reads the target.
    func dataset(on scheduler: any Scheduler, onEvent: SearchEvent.Handler?) async throws -> ChunkedDataset {
        try await table.dataset(
            target: target, for: problem, on: scheduler, memoryLimit: search.memoryBudget,
            onEvent: SearchEvent.runHandler(onEvent))
    }

    /// Returns the data with the features in memory, if they are read many times and take at most a quarter of the memory.
    func holding(
        _ data: ChunkedDataset, in session: any Session, onEvent: SearchEvent.Handler?
    ) async throws -> ChunkedDataset {
        let (bytes, overflow) = data.rowCount.multipliedReportingOverflow(by: 8 * data.features.columns)
        guard try ChunkedSearch.passesOften(search), !overflow, bytes <= search.memoryBudget / 4 else {
            return data
        }
        do {
            return try ChunkedDataset(
                features: try await data.features.held(
                    in: session, onEvent: SearchEvent.runHandler(onEvent)),
                target: data.target, featureNames: data.featureNames, targetName: data.targetName)
        } catch let failure as TaskFailure {
            throw failure.error ?? failure
        }
    }
}
