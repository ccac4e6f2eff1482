import Learning
import LinearAlgebra
import TaskGraph

/// The summaries of training rows that the steps of one grid are fitted to.
struct SummaryTasks {
    /// The detail of the summaries of each source's rows, by name: the maximum that any step of the grid needs.
    private let details: [[String: SummaryDetail]]

    /// The reason why the summaries of each source have no products of columns; nil if they have them on demand.
    private let reasonsAgainstProducts: [String?]

    /// Whether the rows have weights.
    ///
    /// Summaries of steps that use them, and of those that do not, are separate.
    private let hasWeights: Bool

    /// Determines the summaries that the steps of a grid need.
    ///
    /// - Parameters:
    ///   - steps: The estimators of each step.
    ///   - origins: Where each step reads its rows.
    ///   - sources: The features.
    init(
        _ steps: [[any Estimator]], _ origins: StepOrigins, _ sources: FeatureSources, _ table: TableTasks,
        _ memory: MemoryPlan
    ) {
        let least = table.splits.map(\.split.train.count).min() ?? 0
        let count = table.blocks.blocks.count + 2 * table.splits.count
        let reasons: [String?] = sources.sources.map { source in
            let columns = source.features.columns
            if columns >= least { return "there are as many columns as training rows" }
            return memory.holdsProducts(columns: columns, summaries: count)
                ? nil : "products of columns exceed the memory budget"
        }
        reasonsAgainstProducts = reasons
        let hasWeights = table.hasWeights
        self.hasWeights = hasWeights
        details = sources.sources.indices.map { source in
            var details: [String: SummaryDetail] = [:]
            let estimators = origins.steps(after: source).flatMap { steps[$0] }
            for kind in estimators.compactMap({ SummaryKind($0, hasWeights: hasWeights) }) {
                let detail = reasons[source] == nil ? kind.detail : .columns
                details[kind.name] = max(details[kind.name] ?? .columns, detail)
            }
            return details
        }
    }

    /// Returns the reason why fits to a space's rows read the rows rather than a summary, if it is the table; nil if they
    /// read none, or because of an earlier step.
    func reasonAgainstSummary(of estimator: any Estimator, _ space: Space) -> String? {
        guard let kind = SummaryKind(estimator, hasWeights: hasWeights), let source = space.source(for: kind)
        else { return nil }
        guard kind.isAvailable else { return "its summary has no weights" }
        return kind.columnType == nil ? reasonsAgainstProducts[source] : nil
    }

    /// Returns the inputs of a fit to the summary of a space's training rows; nil if it would require the rows.
    func inputs(
        _ estimator: any Estimator, _ space: Int, of spaces: inout Spaces, in graph: inout TaskGraph
    ) -> FitFromSummary.Inputs? {
        guard let kind = SummaryKind(estimator, hasWeights: hasWeights), kind.isAvailable,
            let summary = summary(kind, space, of: &spaces, in: &graph),
            let rows = spaces.mappedRows(space, .train, of: spaces[space].source(for: kind), in: &graph)
        else { return nil }
        return FitFromSummary.Inputs(summary: summary, target: spaces.table.target, rows: rows)
    }

    /// Returns the task for the summary of a space's training rows; nil if it would require the rows.
    private func summary(
        _ kind: SummaryKind, _ space: Int, of spaces: inout Spaces, in graph: inout TaskGraph
    ) -> TaskInput<any MergeableSummary>? {
        let here = spaces[space]
        guard let source = here.source(for: kind) else { return nil }
        if let type = kind.columnType {
            let features = spaces.table.features[source]
            return sum(kind, split: here.split, of: &spaces, in: &graph) { rows, graph in
                graph.insert(
                    SummarizeColumns(type: type), SummarizeColumns.Inputs(features: features, rows: rows))
            }
        }
        guard let detail = details[source][kind.name], detail >= kind.detail else { return nil }
        guard let step = here.step else {
            return sum(kind, detail, source, split: here.split, of: &spaces, in: &graph)
        }
        guard let type = kind.type as? any MappableSummary.Type else { return nil }
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

    /// Returns the task for the summary of a split's training rows in a source: the sum over their blocks.
    private func sum(
        _ kind: SummaryKind, _ detail: SummaryDetail, _ source: Int, split: Int,
        of spaces: inout Spaces, in graph: inout TaskGraph
    ) -> TaskInput<any MergeableSummary> {
        let features = spaces.table.features[source].reading(as: Matrix.self)
        let target = spaces.table.target
        let origin = graph.insert(OriginOf(), OriginOf.Inputs(features: features, target: target))
        let summarize = Summarize(type: kind.type, detail: detail, isWeighted: kind.isWeighted)
        return sum(kind, split: split, of: &spaces, in: &graph) { rows, graph in
            graph.insert(
                summarize,
                Summarize.Inputs(features: features, rows: rows, target: target, origin: origin))
        }
    }

    /// Returns the task for the sum of the summaries of the blocks of a split's training rows.
    private func sum(
        _ kind: SummaryKind, split: Int, of spaces: inout Spaces, in graph: inout TaskGraph,
        summarize: (TaskInput<RowSet>, inout TaskGraph) -> TaskInput<any MergeableSummary>
    ) -> TaskInput<any MergeableSummary> {
        let parts = spaces.table.blocks.ofSplit[split].map { block in
            summarize(spaces.rowSet(block: block, in: &graph), &graph)
        }
        if parts.count == 1, let part = parts.first { return part }
        return graph.insert(MergeSummaries(type: kind.type), MergeSummaries.Inputs(parts: parts))
    }
}
