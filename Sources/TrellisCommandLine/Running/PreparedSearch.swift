import Machine
import Trellis

/// A search and its data, ready to be planned and run.
struct PreparedSearch {
    /// The search.
    let search: GridSearch

    /// The features, the target and the weights.
    let data: Dataset

    /// The column of the weights; nil if the rows have none.
    let weightColumn: String?

    /// The group of each row; nil unless the folds keep groups together.
    let groups: Labels?

    /// A description of the folds.
    let folds: String

    /// Whether the standard branches of columns were put before the steps, because the table needs them.
    let hasAddedColumns: Bool

    /// Reads the data and prepares the search.
    ///
    /// - Throws: `TabularError`, `ModelSelectionError`, ``CommandError``.
    init(_ settings: SearchSettings) throws {
        guard let problem = try GridSearch(settings.pipeline, grid: settings.grid).problem else {
            throw SearchError.lastStepTransforms(step: settings.pipeline.last?.name ?? "")
        }
        let text = settings.folds ?? PlacedText(text: "5", place: TextPlace("--cv"))
        let validation: CrossValidation
        do {
            validation = try CrossValidation(
                text: text.text, problem: problem, shuffle: settings.shuffle, seed: settings.seed)
        } catch {
            throw TextError.refused(at: text.place, reason: "\(error)")
        }
        var table = try Table(csv: settings.data, options: settings.reading)
        try table.require(settings.target)
        if settings.dropMissingTarget { table = try table.droppingRows(missing: settings.target) }
        if let column = validation.groupColumn {
            guard ExactText(column) != ExactText(settings.target) else {
                throw TextError.refused(
                    at: text.place, reason: "'\(column)' is the target and cannot be the group column")
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
            excluding: validation.groupColumn.map { [$0] } ?? [])
        folds = "\(validation.splitter)"
        let pipeline = settings.pipeline.preparedForColumns(of: data)
        hasAddedColumns = pipeline.columns != nil && settings.pipeline.columns == nil
        search = GridSearch(
            pipeline, grid: settings.grid, folds: validation.splitter, scoring: settings.scoring,
            refit: settings.refit, trainScores: settings.trainScores, errorScore: settings.errorScore,
            merging: settings.merging, sharing: settings.sharing, memoryBudget: settings.memoryBudget)
    }

    private init(_ search: GridSearch, like other: PreparedSearch) {
        self.search = search
        (data, groups, folds) = (other.data, other.groups, other.folds)
        (hasAddedColumns, weightColumn) = (other.hasAddedColumns, other.weightColumn)
    }

    /// Returns a modified copy of the search.
    func varied(_ change: (inout GridSearch) -> Void) -> PreparedSearch {
        var search = search
        change(&search)
        return PreparedSearch(search, like: self)
    }

    /// Plans the search for the given number of workers, which share the memory; by default, one per core.
    func plan(workers: Int?) throws -> SearchPlan {
        try search.plan(data, groups: groups, workers: workers ?? MachineResources.cores)
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
