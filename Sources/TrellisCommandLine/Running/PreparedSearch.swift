import Machine
import Reporting
import Trellis

/// A search and its data, ready to be planned and run.
struct PreparedSearch: Sendable {
    /// The search of all combinations.
    let search: GridSearch

    /// The search by a strategy; nil for all combinations.
    let adaptive: AdaptiveSearch?

    /// The features, the target and the weights.
    let data: Dataset

    /// The column of the weights; nil if the rows have none.
    let weightColumn: String?

    /// The group of each row; nil unless the folds keep groups together.
    let groups: Labels?

    /// A description of the folds.
    let folds: String

    /// The outer splits of a nested cross-validation; nil for none.
    let outer: (any Splitter)?

    /// Whether the standard branches of columns were put before the steps, because the table needs them.
    let hasAddedColumns: Bool

    /// Where the data come from.
    let source: Report.Source

    /// A description of the data; nil unless requested.
    let description: TableDescription?

    /// Reads the data and prepares the search.
    ///
    /// - Parameter describing: Whether to describe the data.
    /// - Throws: `TabularError`, `ModelSelectionError`, ``CommandError``.
    init(_ settings: SearchSettings, describing: Bool = false) throws {
        guard let problem = try GridSearch(settings.pipeline, grid: settings.grid).problem else {
            throw SearchError.lastStepTransforms(step: settings.pipeline.last?.name ?? "")
        }
        let text = settings.folds ?? PlacedText(text: "5", place: TextPlace("--cv"))
        let validation = try CrossValidation(text, problem, settings)
        let outer = try settings.outerFolds.map { try CrossValidation($0, problem, settings) }
        self.outer = outer?.splitter
        let groupColumn = validation.groupColumn ?? outer?.groupColumn
        if let own = outer?.groupColumn, let groupColumn, ExactText(own) != ExactText(groupColumn) {
            throw CommandError.conflict(
                "--cv and --outer-cv have the groups '\(groupColumn)' and '\(own)'; give one column for both")
        }
        var table = try Table(csv: settings.data, options: settings.reading)
        try table.require(settings.target)
        if settings.dropMissingTarget { table = try table.droppingRows(missing: settings.target) }
        if let column = groupColumn {
            guard ExactText(column) != ExactText(settings.target) else {
                throw TextError.refused(
                    at: validation.groupColumn == nil ? TextPlace("--outer-cv") : text.place,
                    reason: "'\(column)' is the target and cannot be the group column")
            }
            try table.require(column)
            groups = try table.groups(column)
        } else {
            groups = nil
        }
        if let weights = settings.weights {
            guard ExactText(weights.text) != ExactText(settings.target) else {
                throw TextError.refused(
                    at: weights.place,
                    reason: "'\(weights.text)' is the target and cannot be the weight column")
            }
            try table.require(weights.text)
        }
        weightColumn = settings.weights?.text
        data = try table.dataset(
            target: settings.target, problem: problem, weights: weightColumn,
            excluding: groupColumn.map { [$0] } ?? [])
        source = Report.Source(path: settings.data, target: settings.target)
        description = describing ? try TableDescription(table, target: settings.target) : nil
        folds = "\(validation.splitter)"
        let pipeline = settings.pipeline.preparedForColumns(of: data)
        hasAddedColumns = pipeline.columns != nil && settings.pipeline.columns == nil
        var search = GridSearch(
            pipeline, grid: settings.grid,
            options: SearchOptions(
                folds: validation.splitter, scoring: settings.scoring, refit: settings.refit,
                trainScores: settings.trainScores, errorScore: settings.errorScore, merging: settings.merging,
                sharing: settings.sharing, memoryBudget: settings.memoryBudget,
                store: try settings.study.map { try Study(path: $0) }))
        search.choice = settings.choice
        search.racing = settings.racing
        self.search = search
        adaptive = settings.method.map { [search] method in
            AdaptiveSearch(
                search.pipeline, over: search.grid, by: method, seed: settings.seed, options: search.options)
        }
    }

    private init(_ search: GridSearch, like other: PreparedSearch) {
        self.search = search
        adaptive = other.adaptive
        (data, groups, folds) = (other.data, other.groups, other.folds)
        (hasAddedColumns, weightColumn, outer) = (other.hasAddedColumns, other.weightColumn, other.outer)
        (source, description) = (other.source, other.description)
    }

    /// The name of the resource of which a strategy uses a part.
    var resourceName: String {
        guard case .parameter(let name, _) = adaptive?.method.resource else { return "rows" }
        return name
    }

    /// Returns a modified copy of the search.
    func varied(_ change: (inout GridSearch) -> Void) -> PreparedSearch {
        var search = search
        change(&search)
        return PreparedSearch(search, like: self)
    }

    /// Throws unless out-of-fold predictions can be made: each row is in exactly one test set.
    func requirePartition() throws { try search.options.requirePartition(of: data, groups: groups) }

    /// Predicts each row by models of a candidate that are fitted to the other folds.
    func outOfFold(
        _ candidate: CandidateResult, on scheduler: any Scheduler
    ) async throws -> OutOfFoldPredictions {
        try await crossValidatePredict(
            candidate.pipeline, data, folds: search.folds, groups: groups, sharing: search.sharing,
            memoryBudget: search.memoryBudget, on: scheduler)
    }

    /// The number of rows that are predicted for the permutation importance, if there are several random orders.
    private static let importanceRows = 100_000

    /// The largest number of cells of a table whose columns are permuted, at least once.
    private static let importanceCells = 2_000_000

    /// Permutes the columns of each test set, for models of a candidate that are fitted to the other rows; nil for a table
    /// with so many cells that it would take long.
    func importance(
        of candidate: CandidateResult, by scorer: Scorer?, on scheduler: any Scheduler
    ) async throws -> PermutationImportance? {
        let cells = data.rowCount * data.features.columns
        guard cells <= Self.importanceCells else { return nil }
        return try await permutationImportance(
            candidate.pipeline, data, folds: search.folds, scoring: scorer, groups: groups,
            repeats: max(1, min(5, Self.importanceRows / max(1, cells))), memoryBudget: search.memoryBudget,
            on: scheduler)
    }

    /// Scores the search on the test rows of the outer splits, which it does not see; nil without outer splits.
    func nested(on scheduler: any Scheduler, onEvent: SearchEvent.Handler?) async throws -> NestedScores? {
        guard let outer else { return nil }
        if let adaptive {
            return try await nestedCrossValidate(
                adaptive, data, folds: outer, groups: groups, on: scheduler, onEvent: onEvent)
        }
        return try await nestedCrossValidate(
            search, data, folds: outer, groups: groups, on: scheduler, onEvent: onEvent)
    }

    /// Plans the search for the given number of workers, which share the memory; by default, one per core.
    func plan(workers: Int?) throws -> SearchPlan {
        try search.plan(data, groups: groups, workers: workers ?? MachineResources.cores)
    }
}

extension CrossValidation {
    /// Creates a cross-validation from a flag or a specification.
    ///
    /// - Throws: `TextError`.
    init(_ text: PlacedText, _ problem: Problem, _ settings: SearchSettings) throws {
        do {
            try self.init(
                text: text.text, problem: problem, shuffle: settings.shuffle, seed: settings.seed)
        } catch {
            throw TextError.refused(at: text.place, reason: "\(error)")
        }
    }
}

extension Table {
    /// Throws ``TextError/unknownName(at:owner:what:name:advice:)`` unless there is a column of the given name.
    func require(_ column: String) throws {
        guard self[column] == nil else { return }
        throw TextError.unknownName(
            at: TextPlace(name), what: "column", name: column, advice: advice(for: column, among: columnNames)
        )
    }
}
