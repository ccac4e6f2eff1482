import ChunkedMatrices
import Learning
import LinearAlgebra
import TaskGraph

/// A fit of a pipeline to a chunked matrix.
///
/// All steps that are fitted to summaries share one pass over the rows: the summary of the rows after a step is computed
/// from the summary before it. A logistic regression at the end passes over the rows once for each of its steps.
struct ChunkedFit {
    private let pipeline: Pipeline
    private let x: ChunkedMatrix
    private let y: ChunkedMatrix
    private let names: [String]
    private let session: any Session

    init(_ pipeline: Pipeline, _ x: ChunkedMatrix, _ target: ChunkedTarget, in session: any Session) throws {
        try pipeline.validate()
        guard pipeline.columns == nil else { throw ChunkedFitError.branchesOfColumns }
        guard x.rows > 0, x.columns > 0 else { throw LearningError.noData(rows: x.rows, columns: x.columns) }
        let column = target.column
        guard column.rows == x.rows, column.columns == 1 else {
            throw ChunkedFitError.targetShape(
                rows: column.rows, columns: column.columns, expectedRows: x.rows)
        }
        for (index, step) in pipeline.steps.enumerated() {
            let isLast = index == pipeline.steps.count - 1
            guard Self.reads(step.estimator, isLast: isLast) else {
                throw ChunkedFitError.stepReadsAllRows(
                    step: step.name,
                    others: StepRegistry.standard.types.filter { Self.reads($0.init(), isLast: isLast) }.map {
                        $0.kind
                    })
            }
            if isLast { try Self.check(step, target) }
        }
        self.pipeline = pipeline
        self.x = x.withWholeRows
        y = column.rechunked(rows: x.rowChunks, columns: column.columnChunks)
        names = target.names
        self.session = session
    }

    /// Returns whether a step can be fitted to chunks.
    private static func reads(_ estimator: any Estimator, isLast: Bool) -> Bool {
        let type = type(of: estimator)
        if isLast, type is LogisticRegression.Type { return true }
        return type is any SummaryEstimator.Type && (isLast || type.sharingTraits.contains(.affine))
    }

    private static func check(_ step: Pipeline.Step, _ target: ChunkedTarget) throws {
        switch (step.estimator, target) {
        case (is any Classifier, .values):
            throw LearningError.wrongTarget(step: step.name, expected: .classification)
        case (is any Regressor, .classes):
            throw LearningError.wrongTarget(step: step.name, expected: .regression)
        default: break
        }
    }

    func run(featureNames: [String]?, targetName: String) async throws -> FittedPipeline {
        var summaries = try await summarise()
        var steps: [FittedPipeline.Step] = []
        var map: AffineMap?
        for step in pipeline.steps {
            if let estimator = step.estimator as? LogisticRegression {
                let columns = map?.outputCount ?? x.columns
                let model = try await fit(estimator, columns: columns, after: map)
                steps.append(.init(step, model: model))
                continue
            }
            guard let estimator = step.estimator as? any SummaryEstimator,
                let model = try estimator.fit(toOneOf: summaries)
            else { throw ChunkedFitError.summaryNotAccurate(step: step.name) }
            steps.append(.init(step, model: model))
            guard let affine = (model as? any AffineTransformer)?.affineMap else { continue }
            summaries = summaries.compactMapValues { ($0 as? any MappableSummary)?.mapped(by: affine) }
            map = map.map { $0.followed(by: affine) } ?? affine
        }
        return FittedPipeline(
            steps: steps, columns: nil, layout: nil, classes: names,
            featureNames: featureNames ?? (0..<x.columns).map { "x\($0)" },
            featureKinds: [ColumnKind](repeating: .number, count: x.columns), targetName: targetName)
    }

    /// Returns the summaries of all rows that the steps need, by kind.
    private func summarise() async throws -> [String: any MergeableSummary] {
        var types: [String: (type: any MergeableSummary.Type, step: String)] = [:]
        for step in pipeline.steps {
            guard let estimator = step.estimator as? any SummaryEstimator else { continue }
            let type = estimator.summaryType
            if types[type.kind] == nil { types[type.kind] = (type, step.name) }
        }
        guard !types.isEmpty else { return [:] }
        var (graph, blocks) = ChunkedMatrix.insert([x, y])
        // A chunk that is not empty; there is one.
        let first = x.rowChunks.sizes.firstIndex { $0 > 0 } ?? 0
        let origin = graph.insert(OriginOfChunk(), .init(x: blocks[0][first], y: blocks[1][first]))
        // A dense map needs products, whatever the next step needs.
        let details = pipeline.steps.compactMap { ($0.estimator as? any SummaryEstimator)?.summaryDetail }
        let detail: SummaryDetail = details.contains(.products) ? .products : .columns
        var outputs: [String: TaskInput<any MergeableSummary>] = [:]
        for (kind, entry) in types {
            let parts = blocks[0].indices.filter { !x.rowChunks[$0].isEmpty }.map { index in
                graph.insert(
                    SummarizeChunk(
                        type: entry.type, detail: detail, names: names, row: x.rowChunks[index].lowerBound,
                        step: entry.step),
                    .init(chunk: .init(x: blocks[0][index], y: blocks[1][index]), origin: origin))
            }
            outputs[kind] = ChunkedMatrix.reduce(parts) {
                graph.insert(MergeSummaries(type: entry.type), .init(parts: $0))
            }
        }
        let result = try await run(graph, outputs.values.map(\.task))
        return try outputs.mapValues { try result.value(of: $0) }
    }

    /// Fits a logistic regression to the mapped rows.
    private func fit(
        _ estimator: LogisticRegression, columns: Int, after map: AffineMap?
    ) async throws -> FittedLogisticRegression {
        let counts = try await sum { graph, blocks, index in
            graph.insert(
                CountClasses(names: names, row: x.rowChunks[index].lowerBound), .init(y: blocks[1][index]))
        }
        var fit = try LogisticFitToParts(
            estimator, names: names, counts: counts.map { Int($0) }, columns: columns)
        while let point = fit.nextPoint {
            let problem = fit.problem
            let total = try await sum { graph, blocks, index in
                graph.insert(
                    LogisticLossOfChunk(
                        problem: problem, map: map, point: point, row: x.rowChunks[index].lowerBound),
                    .init(x: blocks[0][index], y: blocks[1][index]))
            }
            fit.take(.init(value: total[0], gradient: Array(total.dropFirst())))
        }
        return try fit.model()
    }

    /// Returns the sum of rows of numbers that tasks return, one for each chunk.
    private func sum(
        _ insert: (inout TaskGraph, [[TaskInput<Matrix>]], Int) -> TaskInput<Matrix>
    ) async throws -> [Double] {
        var (graph, blocks) = ChunkedMatrix.insert([x, y])
        let parts = blocks[0].indices.filter { !x.rowChunks[$0].isEmpty }.map { insert(&graph, blocks, $0) }
        let total = ChunkedMatrix.reduce(parts) { ChunkedMatrix.sum(of: $0, in: &graph) }
        return try await run(graph, [total.task]).value(of: total).values
    }

    private func run(_ graph: TaskGraph, _ outputs: [TaskID]) async throws -> RunResult {
        let submission = try session.submit(graph, outputs: outputs)
        return try await withTaskCancellationHandler {
            try await submission.result()
        } onCancel: {
            submission.cancel()
        }
    }
}

extension SummaryEstimator {
    fileprivate var summaryType: any MergeableSummary.Type { Summary.self }

    fileprivate var summaryDetail: SummaryDetail { Self.detail }

    /// Returns the model fitted to the summary of the estimator's kind; nil if there is none, or it is not accurate.
    fileprivate func fit(toOneOf summaries: [String: any MergeableSummary]) throws -> (any FittedModel)? {
        try validate()
        guard let summary = summaries[Summary.kind] as? Summary else { return nil }
        return try fit(summary, in: FitContext())
    }
}
