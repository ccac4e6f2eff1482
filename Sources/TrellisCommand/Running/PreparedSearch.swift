import Trellis

/// A search with its data: what is left is to plan and run it.
struct PreparedSearch {
    /// What is searched.
    let search: GridSearch

    /// What it is fitted to.
    let data: Supervised

    /// Each row's group, if the folds keep groups together.
    let groups: [String]?

    /// What the folds are, in words.
    let folds: String

    /// Reads the data and makes the search ready.
    ///
    /// - Throws: `TabularError`, `ModelSelectionError`, ``CommandError``.
    init(_ settings: SearchSettings) throws {
        guard let task = try GridSearch(settings.pipeline, grid: settings.grid).task else {
            throw SearchError.lastStepTransforms(step: settings.pipeline.last?.name ?? "")
        }
        let text = settings.folds ?? PlacedText(text: "5", place: TextPlace("--cv"))
        let validation: CrossValidation
        do {
            validation = try CrossValidation(
                parsing: text.text, task: task, shuffle: settings.shuffle, seed: settings.seed)
        } catch {
            throw CommandError.refused(at: text.place, reason: "\(error)")
        }
        let table = try Table(csv: settings.data)
        if let column = validation.groupColumn {
            guard ExactText(column) != ExactText(settings.target) else {
                throw CommandError.refused(
                    at: text.place, reason: "'\(column)' is the target: it cannot tell the groups")
            }
            try table.require(column)
            groups = try table.groups(column).names
        } else {
            groups = nil
        }
        try table.require(settings.target)
        data = try table.supervised(
            target: settings.target, task: task, excluding: validation.groupColumn.map { [$0] } ?? [])
        folds = "\(validation.splitter)"
        search = GridSearch(
            settings.pipeline, grid: settings.grid, folds: validation.splitter, scoring: settings.scoring,
            refit: settings.refit, trainScores: settings.trainScores, errorScore: settings.errorScore,
            merging: settings.merging, sharing: settings.sharing, memoryBudget: settings.memoryBudget)
    }

    private init(_ search: GridSearch, like other: PreparedSearch) {
        self.search = search
        (data, groups, folds) = (other.data, other.groups, other.folds)
    }

    /// The same search, changed.
    func varied(_ change: (inout GridSearch) -> Void) -> PreparedSearch {
        var search = search
        change(&search)
        return PreparedSearch(search, like: self)
    }

    /// The task graph of the search, for so many workers that share the memory; one a core unless given.
    func plan(workers: Int?) throws -> SearchPlan {
        try search.plan(data, groups: groups, workers: workers ?? MachineResources.cores)
    }
}

extension Table {
    /// Throws ``CommandError/unknownName(at:what:name:advice:)`` if there is no column of that name.
    func require(_ column: String) throws {
        guard self[column] == nil else { return }
        throw CommandError.unknownName(
            at: TextPlace(name), what: "column", name: column, advice: advice(for: column, among: columnNames)
        )
    }
}
