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
        var pass = ChunkPass(rows)
        var losses = active.map { _ in [TaskInput<Matrix>]() }
        for chunk in 0..<rows.chunkCount {
            for (place, index) in active.enumerated() {
                let fit = fits[index]
                guard rows.count(of: fit.rows, in: chunk) > 0, let point = fit.descent.nextPoint else {
                    continue
                }
                let x = pass.features(of: fit.rows, in: chunk, for: fit.steps.first?.kind ?? fit.step.name)
                let loss = LogisticLossOfChunk(
                    problem: fit.descent.problem, point: point, row: pass.firstRow(of: chunk))
                let inputs = ChunkInputs(
                    x: pass.transformed(x, by: fit.steps), y: pass.target(of: fit.rows, in: chunk))
                losses[place].append(pass.graph.insert(loss, inputs))
                runs.requestedTasks += 4 + fit.steps.count
            }
        }
        let totals = losses.map { parts in
            ChunkedMatrix.reduce(parts) { ChunkedMatrix.sum(of: $0, in: &pass.graph) }
        }
        let (result, _) = try await runs.run(pass.graph, totals.map(\.task))
        var failures: [(fit: Int, failure: TaskFailure)] = []
        for (index, total) in zip(active, totals) {
            do {
                let values = try result.value(of: total).values
                fits[index].descent.take(.init(value: values[0], gradient: Array(values.dropFirst())))
            } catch let failure as TaskFailure {
                failures.append((index, failure))
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
