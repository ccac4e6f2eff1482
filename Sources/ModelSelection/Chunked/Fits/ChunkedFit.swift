import ChunkedMatrices
import Learning
import LinearAlgebra
import TaskGraph

/// A fit of a pipeline to some of the rows.
struct ChunkedFit: Sendable {
    let chains: ChunkedChains

    /// The training rows: all, or those of all folds but one.
    let rows: ChunkedRowSet
}

/// Fits pipelines to rows in chunks.
///
/// 1. One pass over the rows summarises what the next steps of all pipelines are fitted to (``ChunkedSummaries``).
/// 2. The summaries of the folds of each training set are added up, and the steps are fitted to them one after another: the
///    summary of the rows after an affine step is computed from the one before it. Pipelines that begin with the same steps
///    share these tasks, because their keys are equal.
/// 3. Both are repeated while a step follows one that is not affine, such as an encoder, or the join of branches of columns:
///    the next pass transforms the rows by the models fitted so far.
/// 4. Logistic regressions pass over the rows once for each of their steps, all of them together (``LogisticFits``).
///
/// The session holds summaries and models, so that later fits read them.
struct ChunkedFits {
    let rows: ChunkedRows
    var runs: ChunkedRuns
    private var summaries: ChunkedSummaries
    private let heldBytes: Int

    /// Creates fits to rows.
    ///
    /// - Parameters:
    ///   - rows: The rows.
    ///   - session: The session.
    ///   - heldBytes: The most bytes of transformed rows that the session holds for solvers that read them many times.
    ///   - onEvent: Receives the events of the runs.
    init(
        _ rows: ChunkedRows, in session: any Session, holding heldBytes: Int,
        onEvent: SearchEvent.Handler? = nil
    ) {
        (self.rows, self.heldBytes) = (rows, heldBytes)
        runs = ChunkedRuns(session, onEvent: onEvent)
        summaries = ChunkedSummaries(rows)
    }

    /// Fits pipelines.
    ///
    /// - Returns: The fitted steps of each pipeline, or its first failure.
    /// - Throws: The `TaskFailure` of rows that cannot be read; `CancellationError`; errors of the scheduler.
    mutating func fit(_ fits: [ChunkedFit]) async throws -> [ChunkedProgress] {
        var progress = fits.map { ChunkedProgress($0.chains, rows: $0.rows) }
        failWithoutColumns(&progress)
        while progress.contains(where: { !$0.ready.isEmpty }) {
            try await summaries.compute(for: progress, by: &runs)
            try await fitSteps(of: &progress)
            failWithoutColumns(&progress)
        }
        try await LogisticFits.complete(&progress, rows, holding: heldBytes, by: &runs)
        return progress
    }

    /// Fails pipelines whose branches have no column, as a column without any value has none after imputing.
    private func failWithoutColumns(_ fits: inout [ChunkedProgress]) {
        for index in fits.indices where fits[index].lacksColumns {
            let main = fits[index].chains.chains[fits[index].chains.branchCount]
            let error = LearningError.noData(rows: rows.count(of: fits[index].rows), columns: 0)
            fits[index].fail(
                TaskFailure(of: "fit-\(type(of: main.steps[0].step.estimator).kind)", throwing: error))
        }
    }

    /// Fits the steps that depend on the rows only through the summaries so far.
    private mutating func fitSteps(of fits: inout [ChunkedProgress]) async throws {
        var graph = TaskGraph()
        var inserted: [(fit: Int, chain: Int, kind: String, model: TaskInput<any FittedModel>)] = []
        for index in fits.indices {
            let fit = fits[index]
            do {
                for chain in fit.ready {
                    let summaries = try summaries.insert(for: fit, chain, into: &graph)
                    let models = fit.insertFits(of: chain, to: summaries, in: &graph)
                    precondition(!models.isEmpty, "a training set has rows")
                    inserted += models.map { (index, chain, $0.kind, $0.model) }
                    // Read, take and summarise the rows, and fit a step to the summary, for each pipeline by itself.
                    runs.requestedTasks += 3 * rows.chunks(of: fit.rows).count + models.count
                }
            } catch {
                fits[index].fail(error)
            }
        }
        let outputs = Set(inserted.map(\.model.task)).sorted { $0.index < $1.index }
        guard !outputs.isEmpty else { return }
        let (result, holder) = try await runs.run(graph, outputs)
        for (index, chain, kind, task) in inserted where fits[index].failure == nil {
            do throws(TaskFailure) {
                let model = try ChunkedModel(
                    kind, result.model(of: task), key: graph.key(of: task.task), of: holder)
                fits[index].append(model, to: chain)
            } catch {
                fits[index].fail(error)
            }
        }
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
