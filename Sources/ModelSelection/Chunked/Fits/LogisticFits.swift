import ChunkedMatrices
import Learning
import LinearAlgebra
import TaskGraph

/// Fits of logistic regressions to rows in chunks, whose steps run side by side: each pass over the rows computes the losses
/// of all fits that have not ended.
struct LogisticFits {
    private let rows: ChunkedRows
    private var fits: [Fit] = []

    fileprivate struct Fit {
        /// The index among all fits.
        let index: Int
        let step: Pipeline.Step
        let rows: ChunkedRowSet

        /// The steps before.
        let steps: [ChunkedModel]
        var descent: LogisticFitToParts
    }

    /// Fits the logistic regressions at the end of pipelines whose other steps are fitted.
    ///
    /// - Parameters:
    ///   - fitted: The fitted steps of each pipeline, to which the regression is added.
    ///   - fits: The pipelines and their training rows.
    ///   - rows: The rows.
    ///   - runs: The runs.
    static func complete(
        _ fitted: inout [Result<[ChunkedModel], TaskFailure>], of fits: [ChunkedFit], _ rows: ChunkedRows,
        by runs: inout ChunkedRuns
    ) async throws {
        var regressions = LogisticFits(rows: rows)
        var counts: [ChunkedRowSet: [Int]] = [:]
        for (index, fit) in fits.enumerated() {
            guard let step = fit.pipeline.last, let estimator = step.estimator as? LogisticRegression,
                case .success(let steps) = fitted[index]
            else { continue }
            let own = counts[fit.rows] ?? rows.classCounts(of: fit.rows)
            counts[fit.rows] = own
            do {
                let columns =
                    (steps.last?.model as? any FittedTransformer)?.outputCount ?? rows.x.columns
                regressions.fits.append(
                    Fit(
                        index: index, step: step, rows: fit.rows, steps: steps,
                        descent: try LogisticFitToParts(
                            estimator, names: rows.names, counts: own, columns: columns)))
            } catch {
                fitted[index] = .failure(TaskFailure(of: "fit-\(LogisticRegression.kind)", throwing: error))
            }
        }
        var active = regressions.fits.indices.filter { regressions.fits[$0].descent.nextPoint != nil }
        while !active.isEmpty {
            for (fit, failure) in try await regressions.step(active, by: &runs) {
                fitted[regressions.fits[fit].index] = .failure(failure)
                active.removeAll { $0 == fit }
            }
            active.removeAll { regressions.fits[$0].descent.nextPoint == nil }
        }
        for fit in regressions.fits {
            guard case .success(let steps) = fitted[fit.index] else { continue }
            do {
                fitted[fit.index] = .success(steps + [try fit.model()])
            } catch {
                fitted[fit.index] = .failure(
                    TaskFailure(of: "fit-\(LogisticRegression.kind)", throwing: error))
            }
        }
    }

    /// Computes the losses of some fits at their next points, in one pass.
    ///
    /// - Returns: The fits that failed.
    private mutating func step(
        _ active: [Int], by runs: inout ChunkedRuns
    ) async throws -> [(fit: Int, failure: TaskFailure)] {
        let found: [Result<ChunkedRuns.Held<Matrix>, TaskFailure>?] = try await runs.pass(
            over: rows, results: active.count,
            of: { [rows, fits] pass, chunk, place in
                let fit = fits[active[place]]
                guard rows.count(of: fit.rows, in: chunk) > 0, let point = fit.descent.nextPoint else {
                    return nil
                }
                let x = pass.features(of: fit.rows, in: chunk, for: fit.steps.first?.kind ?? fit.step.name)
                let loss = LogisticLossOfChunk(
                    problem: fit.descent.problem, point: point, row: pass.firstRow(of: chunk))
                let inputs = ChunkInputs(
                    x: pass.transformed(x, by: fit.steps), y: pass.target(of: fit.rows, in: chunk))
                return pass.graph.insert(loss, inputs)
            },
            combining: { graph, _, parts in ChunkedMatrix.sum(of: parts, in: &graph) })
        var failures: [(fit: Int, failure: TaskFailure)] = []
        for (index, result) in zip(active, found) {
            let fit = fits[index]
            runs.requestedTasks += (4 + fit.steps.count) * rows.chunks(of: fit.rows).count
            switch result {
            case .success(let total)?:
                let values = total.value.values
                fits[index].descent.take(.init(value: values[0], gradient: Array(values.dropFirst())))
            case .failure(let failure)?: failures.append((index, failure))
            case nil: preconditionFailure("a training set has rows")
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
