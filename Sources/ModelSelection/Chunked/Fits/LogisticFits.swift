import ChunkedMatrices
import Learning
import LinearAlgebra
import TaskGraph

/// Fits of logistic regressions to rows in chunks, whose steps run side by side: each pass over the rows computes the losses
/// of all fits that have not ended.
struct LogisticFits {
    private let rows: ChunkedRows
    private var fits: [Fit] = []
    private var held: HeldRows?

    fileprivate struct Fit {
        /// The index among all fits.
        let index: Int
        let step: Pipeline.Step
        let rows: ChunkedRowSet

        /// What happens to the rows before.
        let path: ChunkedPath
        var descent: LogisticFitToParts
    }

    /// Fits the logistic regressions at the end of pipelines whose other steps are fitted.
    ///
    /// - Parameters:
    ///   - progress: The fits, to which the regressions are added.
    ///   - rows: The rows.
    ///   - heldBytes: The most bytes of transformed rows that the session holds.
    ///   - runs: The runs.
    static func complete(
        _ progress: inout [ChunkedProgress], _ rows: ChunkedRows, holding heldBytes: Int,
        by runs: inout ChunkedRuns
    ) async throws {
        var regressions = LogisticFits(rows: rows)
        var counts: [ChunkedRowSet: [Int]] = [:]
        for (index, fit) in progress.enumerated() {
            guard fit.failure == nil, let step = fit.chains.chains.last?.steps.last?.step,
                let estimator = step.estimator as? LogisticRegression
            else { continue }
            let own = counts[fit.rows] ?? rows.classCounts(of: fit.rows)
            counts[fit.rows] = own
            runs.requestedTasks += 1
            let path = fit.path(of: fit.chains.branchCount)
            do {
                regressions.fits.append(
                    Fit(
                        index: index, step: step, rows: fit.rows, path: path,
                        descent: try LogisticFitToParts(
                            estimator, names: rows.names, counts: own,
                            columns: path.columns(of: fit.chains.columns))))
            } catch {
                progress[index].fail(TaskFailure(of: "fit-\(LogisticRegression.kind)", throwing: error))
            }
        }
        var active = regressions.fits.indices.filter { regressions.fits[$0].descent.nextPoint != nil }
        if !active.isEmpty {
            regressions.held = try await HeldRows(
                of: active.map { (regressions.fits[$0].path, regressions.fits[$0].rows) }, in: rows,
                within: heldBytes, by: &runs)
        }
        while !active.isEmpty {
            for (fit, failure) in try await regressions.step(active, by: &runs) {
                progress[regressions.fits[fit].index].fail(failure)
                active.removeAll { $0 == fit }
            }
            active.removeAll { regressions.fits[$0].descent.nextPoint == nil }
        }
        for fit in regressions.fits where progress[fit.index].failure == nil {
            do {
                let chain = progress[fit.index].chains.branchCount
                progress[fit.index].append(try fit.model(), to: chain)
            } catch {
                progress[fit.index].fail(TaskFailure(of: "fit-\(LogisticRegression.kind)", throwing: error))
            }
        }
    }

    /// Divides fits into groups with equal rows and classes, which differ only in the penalty.
    private func groups(of active: [Int]) -> [[Int]] {
        var groups: [[Int]] = []
        var places: [HeldRows.ID: [Int]] = [:]
        for index in active {
            let (fit, id) = (fits[index], HeldRows.ID(path: fits[index].path.key, rows: fits[index].rows))
            let same = places[id, default: []].first { place in
                fits[groups[place][0]].descent.problem == fit.descent.problem
            }
            if let same {
                groups[same].append(index)
            } else {
                places[id, default: []].append(groups.count)
                groups.append([index])
            }
        }
        return groups
    }

    /// Computes the losses of some fits at their next points, in one pass.
    ///
    /// - Returns: The fits that failed.
    private mutating func step(
        _ active: [Int], by runs: inout ChunkedRuns
    ) async throws -> [(fit: Int, failure: TaskFailure)] {
        let groups = groups(of: active)
        let found: [Result<ChunkedRuns.Held<Matrix>, TaskFailure>?] = try await runs.pass(
            over: rows, results: groups.count,
            of: { [rows, fits, held] pass, chunk, place in
                let fit = fits[groups[place][0]]
                guard rows.count(of: fit.rows, in: chunk) > 0 else { return nil }
                let x =
                    held?.insert(fit.rows, after: fit.path, in: chunk, into: &pass)
                    ?? pass.rows(
                        of: fit.rows, in: chunk, after: fit.path,
                        for: fit.path.models.first?.kind ?? fit.step.name)
                let losses = LogisticLossOfChunk(
                    problem: fit.descent.problem,
                    points: groups[place].compactMap { fits[$0].descent.nextPoint },
                    row: pass.firstRow(of: chunk))
                let inputs = ChunkInputs(x: x, y: pass.target(of: fit.rows, in: chunk))
                return pass.graph.insert(losses, inputs)
            },
            combining: { graph, _, parts in ChunkedMatrix.sum(of: parts, in: &graph) })
        var failures: [(fit: Int, failure: TaskFailure)] = []
        for (group, result) in zip(groups, found) {
            for (row, index) in group.enumerated() {
                let fit = fits[index]
                runs.requestedTasks += (4 + fit.path.stepCount) * rows.chunks(of: fit.rows).count
                switch result {
                case .success(let total)?:
                    let values = Array(total.value[row: row])
                    fits[index].descent.take(
                        .init(value: values[0], gradient: Array(values.dropFirst())))
                case .failure(let failure)?: failures.append((index, failure))
                case nil: preconditionFailure("a training set has rows")
                }
            }
        }
        return failures
    }
}

extension TaskFailure {
    /// The failure of a computation between passes, which is not a task.
    init(of operation: String, throwing error: any Error) {
        var encoder = CanonicalEncoder()
        encoder.append(operation)
        self.init(origin: encoder.digest, operation: operation, message: "\(error)", error: error)
    }
}

extension LogisticFits.Fit {
    /// The fitted regression, which its coefficients identify.
    fileprivate func model() throws -> ChunkedModel {
        let model = try descent.model()
        var encoder = CanonicalEncoder()
        encoder.append(model.classes.map { Int($0) })
        encoder.append([model.coefficients.rows, model.coefficients.columns, model.iterations])
        encoder.append(model.coefficients.values)
        encoder.append(model.intercepts)
        return ChunkedModel(LogisticRegression.kind, model, key: encoder.digest)
    }
}
