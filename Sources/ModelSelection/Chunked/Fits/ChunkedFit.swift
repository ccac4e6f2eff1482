import ChunkedMatrices
import Learning
import LinearAlgebra
import TaskGraph

/// A fit of a pipeline to some of the rows.
struct ChunkedFit: Sendable {
    let pipeline: Pipeline

    /// The training rows: all, or those of all folds but one.
    let rows: ChunkedRowSet
}

/// Fits pipelines to rows in chunks.
///
/// 1. One pass over the rows summarises each fold, for all pipelines together (``summarise(_:)``).
/// 2. The summaries of the folds of each training set are added up, and the steps are fitted to them one after another: the
///    summary of the rows after an affine step is computed from the one before it. Pipelines that begin with the same steps
///    share these tasks, because their keys are equal.
/// 3. Logistic regressions pass over the rows once for each of their steps, all of them together (``LogisticFits``).
///
/// The session holds summaries and models, so that later fits read them.
struct ChunkedFits {
    let rows: ChunkedRows
    var runs: ChunkedRuns

    /// The summaries of the parts of the rows, by kind.
    private var summaries: [String: Summaries] = [:]

    private struct Summaries {
        let type: any MergeableSummary.Type

        /// The summary of each part.
        let parts: [ChunkedRuns.Held<any MergeableSummary>]
    }

    init(_ rows: ChunkedRows, in session: any Session, onEvent: SearchEvent.Handler? = nil) {
        self.rows = rows
        runs = ChunkedRuns(session, onEvent: onEvent)
    }

    /// Summarises the rows for the fits of some pipelines.
    ///
    /// - Throws: The `TaskFailure` of rows that cannot be summarised; `CancellationError`; errors of the scheduler.
    mutating func summarise(_ pipelines: some Sequence<Pipeline>) async throws {
        var types: [String: (type: any MergeableSummary.Type, step: String)] = [:]
        var detail = SummaryDetail.columns
        for pipeline in pipelines {
            for step in pipeline.steps {
                guard let estimator = step.estimator as? any SummaryEstimator else { continue }
                let type = estimator.summaryType
                if types[type.kind] == nil { types[type.kind] = (type, step.name) }
                detail = max(detail, estimator.summaryDetail)
            }
        }
        guard !types.isEmpty, let first = rows.chunks(of: .all).first else { return }
        let origin = try await origin(amid: first)
        let requests = types.sorted { $0.key < $1.key }.flatMap { kind, entry in
            rows.parts.map { (kind: kind, type: entry.type, step: entry.step, part: $0) }
        }
        let found: [Result<ChunkedRuns.Held<any MergeableSummary>, TaskFailure>?] = try await runs.pass(
            over: rows, results: requests.count,
            of: { [rows] pass, chunk, index in
                let request = requests[index]
                guard rows.count(of: request.part, in: chunk) > 0 else { return nil }
                let x = pass.features(of: request.part, in: chunk, for: request.step)
                let y = pass.target(of: request.part, in: chunk)
                return pass.graph.insert(
                    SummarizeChunk(
                        type: request.type, detail: detail, names: rows.names,
                        row: pass.firstRow(of: chunk), step: request.step),
                    .init(
                        chunk: .init(x: x, y: y),
                        origin: TaskInput(pass.graph.insert(known: origin.key, of: origin.holder))))
            },
            combining: { graph, index, parts in
                graph.insert(MergeSummaries(type: requests[index].type), .init(parts: parts))
            })
        for (request, result) in zip(requests, found) {
            guard let held = try result?.get() else { continue }
            let known = summaries[request.kind]?.parts ?? []
            summaries[request.kind] = Summaries(type: request.type, parts: known + [held])
        }
    }

    /// Chooses a row and a target of a chunk to measure from.
    private mutating func origin(amid chunk: Int) async throws -> (key: TaskKey, holder: any Submission) {
        var pass = ChunkPass(rows, chunks: chunk..<chunk + 1)
        let origin = pass.graph.insert(
            OriginOfChunk(),
            .init(x: pass.features(of: .all, in: chunk, for: ""), y: pass.target(of: .all, in: chunk)))
        let (result, holder) = try await runs.run(pass.graph, [origin.task])
        _ = try result.outcome(of: origin.task).get()
        return (pass.graph.key(of: origin.task), holder)
    }

    /// Fits pipelines, whose steps have been summarised.
    ///
    /// - Returns: The fitted steps of each pipeline, or its first failure.
    mutating func fit(_ fits: [ChunkedFit]) async throws -> [Result<[ChunkedModel], TaskFailure>] {
        var graph = TaskGraph()
        var training: [ChunkedRowSet: [String: TaskInput<any MergeableSummary>]] = [:]
        var chains: [[(step: Pipeline.Step, model: TaskInput<any FittedModel>)]] = []
        for fit in fits {
            var known = training[fit.rows]
            if known == nil { known = sums(of: fit.rows, in: &graph) }
            training[fit.rows] = known
            // Read, take and summarise the rows, and fit a step to the summary, for each pipeline by itself.
            if !summaries.isEmpty { runs.requestedTasks += 3 * rows.chunks(of: fit.rows).count }
            runs.requestedTasks += fit.pipeline.steps.count
            chains.append(Self.insert(fit.pipeline, to: known ?? [:], in: &graph))
        }
        var fitted = [Result<[ChunkedModel], TaskFailure>](repeating: .success([]), count: fits.count)
        let outputs = chains.lazy.flatMap(\.self).map(\.model.task)
        if !outputs.isEmpty {
            let distinct = Set(outputs).sorted { $0.index < $1.index }
            let (result, holder) = try await runs.run(graph, distinct)
            fitted = chains.map { chain in
                Result { () throws(TaskFailure) in
                    try chain.map { (step, task) throws(TaskFailure) in
                        try ChunkedModel(
                            type(of: step.estimator).kind, result.model(of: task),
                            key: graph.key(of: task.task), of: holder)
                    }
                }
            }
        }
        try await LogisticFits.complete(&fitted, of: fits, rows, by: &runs)
        return fitted
    }

    /// Inserts the sums of the summaries of the parts of a training set, by kind.
    private func sums(
        of set: ChunkedRowSet, in graph: inout TaskGraph
    ) -> [String: TaskInput<any MergeableSummary>] {
        summaries.mapValues { kind in
            let parts = zip(rows.parts, kind.parts).filter { part, _ in
                if case .others(let fold) = set { part != .fold(fold) } else { true }
            }.map { TaskInput<any MergeableSummary>(graph.insert(known: $1.key, of: $1.holder)) }
            return parts.count == 1
                ? parts[0] : graph.insert(MergeSummaries(type: kind.type), .init(parts: parts))
        }
    }

    /// Inserts the fits of the steps of a pipeline, but for a logistic regression.
    private static func insert(
        _ pipeline: Pipeline, to summaries: [String: TaskInput<any MergeableSummary>],
        in graph: inout TaskGraph
    ) -> [(step: Pipeline.Step, model: TaskInput<any FittedModel>)] {
        var summaries = summaries
        var chain: [(step: Pipeline.Step, model: TaskInput<any FittedModel>)] = []
        let amplifying = pipeline.steps.lastIndex { $0.estimator.amplifiesSmallColumns } ?? 0
        for (index, step) in pipeline.steps.enumerated() {
            guard let estimator = step.estimator as? any SummaryEstimator,
                let summary = summaries[estimator.summaryType.kind]
            else { break }
            let model = graph.insert(
                FitChunks(
                    estimator: estimator, smallColumnsMatter: index < amplifying, step: step.name),
                .init(summary: summary))
            chain.append((step, model))
            let later = pipeline.steps[(index + 1)...].compactMap {
                ($0.estimator as? any SummaryEstimator)?.summaryType as? any MappableSummary.Type
            }
            summaries = later.reduce(into: [:]) { mapped, type in
                guard let summary = summaries[type.kind], mapped[type.kind] == nil else { return }
                mapped[type.kind] = graph.insert(
                    MapSummary(type: type), .init(summary: summary, step: model.reading()))
            }
        }
        return chain
    }
}

extension RunResult {
    /// Returns the result of a task that fits a step.
    fileprivate func model(of task: TaskInput<any FittedModel>) throws(TaskFailure) -> any FittedModel {
        let value = try outcome(of: task.task).get()
        guard let model = value as? any FittedModel else {
            preconditionFailure("a fit returns a model, not \(type(of: value))")
        }
        return model
    }
}
