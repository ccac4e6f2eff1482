import Learning
import TaskGraph

/// The summaries of training rows that the steps of one grid are fitted to.
struct SummaryTasks {
    /// The detail of the summaries of the table's rows, by kind: the maximum that any step of the grid needs.
    private let details: [String: SummaryDetail]

    /// The reason why summaries have no products of columns; nil if they have them on demand.
    private let reasonAgainstProducts: String?

    /// Determines the summaries that some estimators need.
    init(_ estimators: some Sequence<any Estimator>, _ table: TableTasks, columns: Int, _ memory: MemoryPlan)
    {
        var details: [String: SummaryDetail] = [:]
        for estimator in estimators {
            guard let kind = SummaryKind(estimator) else { continue }
            details[kind.type.kind] = max(details[kind.type.kind] ?? .columns, kind.detail)
        }
        let least = table.splits.map(\.split.train.count).min() ?? 0
        let count = table.blocks.blocks.count + 2 * table.splits.count
        reasonAgainstProducts =
            columns >= least
            ? "there are as many columns as training rows"
            : memory.holdsProducts(columns: columns, summaries: count)
                ? nil : "products of columns exceed the memory budget"
        self.details = reasonAgainstProducts == nil ? details : details.mapValues { _ in .columns }
    }

    /// Returns the reason why fits to a space's rows read the rows rather than a summary, if it is the table; nil if they
    /// read none, or because of an earlier step.
    func reasonAgainstSummary(of estimator: any Estimator, _ space: Space) -> String? {
        SummaryKind(estimator) != nil && space.isAffine ? reasonAgainstProducts : nil
    }

    /// Returns the inputs of a fit to the summary of a space's training rows; nil if it would require the rows.
    func inputs(
        _ estimator: any Estimator, _ space: Int, of spaces: inout Spaces, in graph: inout TaskGraph
    ) -> FitFromSummary.Inputs? {
        guard let kind = SummaryKind(estimator),
            let summary = summary(kind, space, of: &spaces, in: &graph),
            let rows = spaces.mappedRows(space, .train, in: &graph)
        else { return nil }
        return FitFromSummary.Inputs(summary: summary, target: spaces.table.target, rows: rows)
    }

    /// Returns the task for the summary of a space's training rows; nil if it would require the rows.
    private func summary(
        _ kind: SummaryKind, _ space: Int, of spaces: inout Spaces, in graph: inout TaskGraph
    ) -> TaskInput<any MergeableSummary>? {
        guard let detail = details[kind.type.kind], detail >= kind.detail else { return nil }
        let here = spaces[space]
        guard let step = here.step else {
            return sum(kind.type, detail, split: here.split, of: &spaces, in: &graph)
        }
        guard let type = kind.type as? any MappableSummary.Type, here.isAffine else { return nil }
        if let cover = here.cover {
            guard let summary = summary(kind, cover, of: &spaces, in: &graph) else { return nil }
            return graph.insert(
                RestrictSummary(type: type), SummaryBeforeStep(summary: summary, step: step.fit))
        }
        // A dense map needs products, whatever the next step needs.
        guard detail == .products, let summary = summary(kind, step.previous, of: &spaces, in: &graph) else {
            return nil
        }
        return graph.insert(MapSummary(type: type), SummaryBeforeStep(summary: summary, step: step.fit))
    }

    /// Returns the task for the summary of a split's training rows in the table: the sum over their blocks.
    private func sum(
        _ type: any MergeableSummary.Type, _ detail: SummaryDetail, split: Int, of spaces: inout Spaces,
        in graph: inout TaskGraph
    ) -> TaskInput<any MergeableSummary> {
        let (features, target) = (spaces.table.features, spaces.table.target)
        let origin = graph.insert(OriginOf(), OriginOf.Inputs(features: features, target: target))
        let summarize = Summarize(type: type, detail: detail)
        let parts = spaces.table.blocks.ofSplit[split].map { block in
            let rows = spaces.rowSet(block: block, in: &graph)
            return graph.insert(
                summarize,
                Summarize.Inputs(features: features, rows: rows, target: target, origin: origin))
        }
        if parts.count == 1, let part = parts.first { return part }
        return graph.insert(MergeSummaries(type: type), MergeSummaries.Inputs(parts: parts))
    }
}
