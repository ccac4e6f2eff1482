import Learning
import TaskGraph

/// The steps of a pipeline that are fitted so far to a training set, and what the others need.
///
/// A pure value: passes over the rows and tasks are run by ``ChunkedFits``.
struct ChunkedProgress: Sendable {
    let chains: ChunkedChains

    /// The training rows.
    let rows: ChunkedRowSet

    /// The fitted models of each chain.
    private(set) var models: [[ChunkedModel]]

    /// The first failure, after which no step is fitted.
    private(set) var failure: TaskFailure?

    init(_ chains: ChunkedChains, rows: ChunkedRowSet) {
        (self.chains, self.rows) = (chains, rows)
        models = chains.chains.map { _ in [] }
    }

    mutating func fail(_ failure: TaskFailure) { self.failure = failure }

    mutating func append(_ model: ChunkedModel, to chain: Int) { models[chain].append(model) }

    /// All fitted models, in the order of ``ChunkedChains/steps``.
    var all: [ChunkedModel] { models.flatMap(\.self) }

    /// The chains whose next step is fitted to a summary of rows that are known, so that a pass can compute it.
    var ready: [Int] {
        guard failure == nil else { return [] }
        let main = chains.branchCount
        let open = (0..<main).filter { models[$0].count < chains.chains[$0].steps.count }
        return (open.isEmpty ? [main] : open).filter { chain in
            let (steps, next) = (chains.chains[chain].steps, models[chain].count)
            return next < steps.count && steps[next].summary != nil
        }
    }

    /// Whether all branches are fitted, and none of them has a column for the next step.
    var lacksColumns: Bool {
        let main = chains.branchCount
        guard failure == nil, main > 0, models[main].isEmpty, !chains.chains[main].steps.isEmpty,
            (0..<main).allSatisfy({ models[$0].count == chains.chains[$0].steps.count })
        else { return false }
        return path(of: main).columns(of: chains.columns) == 0
    }

    /// What happens to the rows before the next step of a chain, or after its last transformer.
    func path(of chain: Int) -> ChunkedPath {
        let isJoined = chain == chains.branchCount && chain > 0
        var path = ChunkedPath(
            isJoined ? .joined((0..<chain).map { self.path(of: $0) }) : .columns(chains.chains[chain].columns)
        )
        for model in models[chain] where model.model is any FittedTransformer { path.append(model) }
        return path
    }

    /// The summaries of the rows before the next step of a chain that it and the steps after it are fitted to: affine steps
    /// map summaries, and need no other pass.
    func summaries(of chain: Int) -> [ChunkedSummaryNeed] {
        var needs: [ChunkedSummaryNeed] = []
        for (index, step) in chains.chains[chain].steps.enumerated().dropFirst(models[chain].count) {
            guard let summary = step.summary,
                index == models[chain].count || summary.type is any MappableSummary.Type
            else { break }
            if let place = needs.firstIndex(where: { $0.kind.type == summary.type }) {
                needs[place].kind.detail = max(needs[place].kind.detail, summary.detail)
            } else {
                needs.append(ChunkedSummaryNeed(kind: summary, step: step.step.name))
            }
            guard !summary.isOfColumns, type(of: step.step.estimator).sharingTraits.contains(.affine) else {
                break
            }
        }
        return needs
    }

    /// Inserts the fits of the next steps of a chain, as far as they are fitted to summaries of the rows before the first of
    /// them.
    ///
    /// - Parameters:
    ///   - chain: The chain.
    ///   - summaries: These summaries, by kind.
    func insertFits(
        of chain: Int, to summaries: [String: TaskInput<any MergeableSummary>], in graph: inout TaskGraph
    ) -> [(kind: String, model: TaskInput<any FittedModel>)] {
        var summaries = summaries
        var fits: [(kind: String, model: TaskInput<any FittedModel>)] = []
        let steps = chains.chains[chain].steps
        for (index, step) in steps.enumerated().dropFirst(models[chain].count) {
            guard let kind = step.summary, let summary = summaries[kind.type.kind] else { break }
            let estimator = step.step.estimator
            let model = graph.insert(
                FitChunks(
                    estimator: estimator, smallColumnsMatter: step.smallColumnsMatter, step: step.step.name),
                .init(summary: summary))
            fits.append((type(of: estimator).kind, model))
            guard type(of: estimator).sharingTraits.contains(.affine) else { break }
            let later = steps[(index + 1)...].compactMap { $0.summary?.type as? any MappableSummary.Type }
            summaries = later.reduce(into: [:]) { mapped, type in
                guard let summary = summaries[type.kind], mapped[type.kind] == nil else { return }
                mapped[type.kind] = graph.insert(
                    MapSummary(type: type), .init(summary: summary, step: model.reading()))
            }
        }
        return fits
    }
}

/// A summary that a step is fitted to.
struct ChunkedSummaryNeed: Sendable {
    var kind: ChunkedSummaryKind

    /// The name of the step, for errors.
    let step: String
}
