import ChunkedData
import ChunkedMatrices
import Learning
import TaskGraph

extension Pipeline {
    /// Fits the pipeline to a chunked matrix, which may be larger than memory.
    ///
    /// The steps must be fitted to summaries of rows that add up, such as `standard-scaler`, `pca` and `ridge`, of which any
    /// number need one pass over the rows; or, as the last step, `logistic-regression`, whose L-BFGS passes over the rows
    /// once for each evaluation. The models equal those of rows in memory: summaries to rounding, and the regression within
    /// its tolerance.
    ///
    /// ```swift
    /// let pipeline = Pipeline(StandardScaler(), PCA(nComponents: 10), Ridge())
    /// let model = try await pipeline.fit(x, to: .values(y), on: ThreadedScheduler())
    /// ```
    ///
    /// - Parameters:
    ///   - x: The rows.
    ///   - target: The target of each row.
    ///   - scheduler: The scheduler.
    ///   - memoryLimit: The maximum bytes of blocks and running tasks, as for `Scheduler.open(memoryLimit:)`.
    ///   - featureNames: The names of the columns; `x0`, `x1` and so on by default.
    ///   - targetName: The name of the target.
    /// - Throws: ``ChunkedFitError`` for a step that needs all rows; `LearningError` for a target of the wrong kind; `TaskFailure` with a `LearningError` for a number that is
    ///   not finite, naming its row and column; errors of the fits; `CancellationError`.
    public func fit(
        _ x: ChunkedMatrix, to target: ChunkedTarget, on scheduler: some Scheduler, memoryLimit: Int? = nil,
        featureNames: [String]? = nil, targetName: String = "target"
    ) async throws -> FittedPipeline {
        try await fit(
            Self.dataset(x, target, featureNames, targetName), on: scheduler, memoryLimit: memoryLimit)
    }

    /// Fits the pipeline to a chunked matrix in a session, which may hold it (see `ChunkedMatrix.persist(in:)`).
    ///
    /// - Parameters:
    ///   - x: The rows.
    ///   - target: The target of each row.
    ///   - session: The session.
    ///   - featureNames: The names of the columns; `x0`, `x1` and so on by default.
    ///   - targetName: The name of the target.
    /// - Throws: The errors of ``fit(_:to:on:memoryLimit:featureNames:targetName:)``.
    public func fit(
        _ x: ChunkedMatrix, to target: ChunkedTarget, in session: any Session, featureNames: [String]? = nil,
        targetName: String = "target"
    ) async throws -> FittedPipeline {
        try await fit(Self.dataset(x, target, featureNames, targetName), in: session)
    }

    private static func dataset(
        _ x: ChunkedMatrix, _ target: ChunkedTarget, _ featureNames: [String]?, _ targetName: String
    ) throws -> ChunkedDataset {
        let column = target.column
        guard column.rows == x.rows, column.columns == 1 else {
            throw ChunkedFitError.targetShape(
                rows: column.rows, columns: column.columns, expectedRows: x.rows)
        }
        return try ChunkedDataset(
            features: x, target: target, featureNames: featureNames, targetName: targetName)
    }

    /// Fits the pipeline to rows in chunks, which may be larger than memory.
    ///
    /// Steps of branches of columns, such as imputers and encoders, are fitted to totals of columns: sums, and the number of
    /// rows of each category. Each step that follows one that is not affine needs another pass over the rows, and so do the
    /// steps after the branches.
    ///
    /// ```swift
    /// let people = try await ChunkedTable(csv: "people-*.csv")
    ///     .dataset(target: "income", for: .regression, on: scheduler)
    /// let pipeline = Pipeline(
    ///     columns: [.numeric(SimpleImputer(), StandardScaler()), .categorical(OneHotEncoder(handleUnknown: .ignore))],
    ///     Ridge())
    /// let model = try await pipeline.fit(people, on: scheduler)
    /// ```
    ///
    /// - Parameters:
    ///   - data: The rows and their targets.
    ///   - scheduler: The scheduler.
    ///   - memoryLimit: The maximum bytes of blocks and running tasks, as for `Scheduler.open(memoryLimit:)`.
    /// - Throws: ``ChunkedFitError`` for a step that needs all rows; `LearningError` for a target of the wrong kind, columns
    ///   that do not exist or that a step does not accept; `TaskFailure` for rows that cannot be read or are not finite; errors
    ///   of the fits; `CancellationError`.
    public func fit(
        _ data: ChunkedDataset, on scheduler: some Scheduler, memoryLimit: Int? = nil
    ) async throws -> FittedPipeline {
        let session = try await scheduler.open(memoryLimit: memoryLimit)
        do {
            let model = try await fit(
                data, in: session, holding: memoryLimit.map { $0 / 4 } ?? Self.heldBytes)
            await session.close()
            return model
        } catch {
            await session.close()
            throw error
        }
    }

    /// Fits the pipeline to rows in chunks in a session.
    ///
    /// - Throws: The errors of ``fit(_:on:memoryLimit:)``.
    public func fit(_ data: ChunkedDataset, in session: any Session) async throws -> FittedPipeline {
        try await fit(data, in: session, holding: Self.heldBytes)
    }

    /// The most bytes of transformed rows that a session without a known limit holds.
    private static let heldBytes = 1 << 28

    private func fit(
        _ data: ChunkedDataset, in session: any Session, holding heldBytes: Int
    ) async throws -> FittedPipeline {
        try validate()
        try ChunkedChecks.check(self)
        try ChunkedChecks.check(self, predicts: data.target.problem)
        let (names, profile) = (data.featureNames, data.features.profile)
        let layout = try columns.map { try $0.layout(names: names, profile) }
        if let refusal = refusal(of: profile, layout: layout) {
            throw LearningError.refusal(refusal, profile, names: names)
        }
        try ChunkedChecks.check(self, layout, profile, names: names)
        let rows = try await ChunkedRows(data.features, data.target, in: session)
        var fits = ChunkedFits(rows, in: session, holding: heldBytes)
        let chains = ChunkedChains(self, layout, profile)
        let fitted = try await fits.fit([ChunkedFit(chains: chains, rows: .all)])[0]
        guard let failure = fitted.failure else {
            return FittedPipeline(self, fitted: fitted, layout, data)
        }
        // An error in the rows names the task that reads them; an error of a fit needs no task.
        guard failure.operation.hasPrefix("fit-"), let error = failure.error else { throw failure }
        throw error
    }
}

extension FittedPipeline {
    /// Creates a pipeline from steps that were fitted to chunks.
    init(
        _ pipeline: Pipeline, fitted: ChunkedProgress, _ layout: ColumnLayout?, _ data: ChunkedDataset
    ) {
        self.init(
            steps: zip(fitted.chains.steps, fitted.all).map { Step($0, model: $1.model) },
            columns: pipeline.columns, layout: layout, classes: data.target.names,
            featureNames: data.featureNames, featureKinds: data.features.profile.kinds,
            targetName: data.targetName)
    }
}
