import LinearAlgebra

/// A fitted ``Pipeline``: a fitted model for each step, and the names of the training data.
public struct FittedPipeline: Sendable {
    /// A fitted step.
    public struct Step: Sendable {
        /// The step's name.
        public let name: String

        /// The name of the branch of columns that the step belongs to; nil for a step after the branches.
        public let branch: String?

        /// The estimator with the parameters of the fit.
        public let estimator: any Estimator

        /// The fitted model.
        public let model: any FittedModel

        /// Creates a fitted step.
        package init(_ step: Pipeline.Step, model: any FittedModel) {
            name = step.name
            branch = step.branch
            estimator = step.estimator
            self.model = model
        }
    }

    /// The branches of columns; nil if there are none.
    public let columns: ColumnStage?

    /// The columns of each branch; nil if there are no branches.
    public let layout: ColumnLayout?

    /// The steps, in the order of execution.
    public let steps: [Step]

    /// The names of the classes, by code; empty unless it is a classifier.
    public let classes: [String]

    /// The names of the feature columns, in order.
    public let featureNames: [String]

    /// The name of the target.
    public let targetName: String

    /// The kinds of the feature columns, in order.
    public let featureKinds: [ColumnKind]

    /// Creates a fitted pipeline from fitted steps and their training data.
    package init(steps: [Step], columns: ColumnStage? = nil, layout: ColumnLayout? = nil, data: Dataset) {
        self.init(
            steps: steps, columns: columns, layout: layout, classes: data.target.labels?.classes ?? [],
            featureNames: data.featureNames, featureKinds: data.features.kinds, targetName: data.targetName)
    }

    /// Creates a fitted pipeline from fitted steps and the names of their training data.
    package init(
        steps: [Step], columns: ColumnStage?, layout: ColumnLayout?, classes: [String],
        featureNames: [String], featureKinds: [ColumnKind], targetName: String
    ) {
        self.steps = steps
        self.columns = columns
        self.layout = layout
        self.classes = classes
        self.featureNames = featureNames
        self.featureKinds = featureKinds
        self.targetName = targetName
    }

    /// The pipeline before the fit.
    public var pipeline: Pipeline {
        Pipeline(
            columns: columns,
            steps: steps.map { .init(name: $0.name, estimator: $0.estimator, branch: $0.branch) })
    }

    /// The steps after the branches of columns.
    private var mainSteps: [Step] { steps.filter { $0.branch == nil } }

    /// The fitted model of the step with the given name, or nil if there is no such step.
    public subscript(name: String) -> (any FittedModel)? { steps.first { $0.name == name }?.model }

    /// The fitted model of the step with the given name, or nil if there is no such step or it has another type.
    ///
    /// ```swift
    /// let pca = model["pca", as: PCA.self]
    /// print(pca?.explainedVariance ?? [])
    /// ```
    public subscript<Step: Estimator>(name: String, as type: Step.Type) -> Step.Model? {
        self[name] as? Step.Model
    }

    /// The warnings of the steps' fits.
    public var warnings: [String] { steps.flatMap(\.model.warnings) }

    /// Transforms n rows by all transformers, including a last step that is a transformer.
    ///
    /// - Throws: ``LearningError`` for a different number or other kinds of columns, an infinity, or a missing cell that
    ///   a step does not accept; ``LearningError/overflow(step:row:rows:)``, with the step's name, if the result of a
    ///   step is not finite because a row's values are too large.
    public func transform(_ x: some FeaturesConvertible) throws -> Matrix {
        let rows = try transformed(x.features)
        guard let matrix = rows.matrix else {
            throw LearningError.unsupportedColumn(of: rows.table, in: steps.last?.name ?? "")
        }
        return matrix
    }

    /// Transforms n rows by all transformers, to a matrix, typed columns or encoded rows.
    private func transformed(_ x: Features) throws -> Features {
        let x = x.expanded
        try check(x)
        func transform(_ x: Features, by steps: [Step]) throws -> Features {
            try steps.reduce(x) { x, step in
                step.model is any FittedTransformer ? try step.model.transformed(x, as: step.name) : x
            }
        }
        var rows = x
        if let layout {
            let blocks = try layout.branches.map { branch in
                try transform(
                    x.columns(at: branch.columns), by: steps.filter { $0.branch == branch.name })
            }
            rows = try layout.joined(blocks, rows: x.rows)
        }
        return try transform(rows, by: mainSteps)
    }

    /// Returns predictions of the last step for n rows.
    ///
    /// - Throws: ``LearningError/predictionUnavailable(step:kinds:advice:)`` for unsupported kinds; ``LearningError`` for a
    ///   different number of columns, a NaN or an infinity; ``LearningError/overflow(step:row:rows:)`` as in
    ///   ``transform(_:)``, and for a decision value or prediction that is not finite.
    public func predict(_ x: some FeaturesConvertible, kinds: PredictionKinds) throws -> Predictions {
        guard let last = mainSteps.last else { throw LearningError.invalidPipeline("it has no steps") }
        let available = last.estimator.predictionKinds
        guard kinds.isSubset(of: available) else {
            throw LearningError.predictionUnavailable(
                step: type(of: last.estimator).kind, kinds: kinds.subtracting(available),
                advice: last.estimator.settingAdvice(toPredict: kinds))
        }
        let rows = try transformed(x.features)
        do {
            return try last.model.predictions(for: rows, kinds: kinds)
        } catch LearningError.overflow(_, let row, let rows) {
            throw LearningError.overflow(step: last.name, row: row, rows: rows)
        }
    }

    /// Returns the predicted class or value of each of n rows.
    public func predict(_ x: some FeaturesConvertible) throws -> Target {
        let predictions = try predict(x, kinds: pipeline.problem == .classification ? .labels : .values)
        if let codes = predictions.codes { return .labels(Labels(classes: classes, codes: codes)) }
        return .values(predictions.values ?? [])
    }

    /// Returns the probability of each class for each of n rows: n × ``classes``.
    public func predictProbabilities(_ x: some FeaturesConvertible) throws -> Matrix {
        let predictions = try predict(x, kinds: .probabilities)
        guard let known = predictions.probabilities else { return Matrix(rows: 0, columns: classes.count) }
        // A class without training rows has no column in the model; its probability is 0.
        var all = Matrix(rows: known.rows, columns: classes.count)
        for row in 0..<known.rows {
            for (column, code) in predictions.classes.enumerated() {
                all[row, Int(code)] = known[row, column]
            }
        }
        return all
    }

    /// Scores the predictions for n rows against their target; greater is better.
    ///
    /// Classes are matched by name. A class that is not in the training data is never predicted.
    ///
    /// - Parameters:
    ///   - x: The rows.
    ///   - truth: Their targets.
    ///   - scorer: The scorer.
    ///   - weights: The weight of each row; nil for the same weight.
    public func score(
        _ x: some FeaturesConvertible, against truth: Target, by scorer: Scorer, weights: [Double]? = nil
    ) throws -> Double {
        guard let last = mainSteps.last else { throw LearningError.invalidPipeline("it has no steps") }
        let kind = try last.estimator.predictionKind(for: scorer)
        let predictions = try predict(x, kinds: kind)
        return try scorer.score(predictions, against: aligned(truth), weights: weights)
    }

    private func aligned(_ truth: Target) -> Target {
        guard case .labels(let labels) = truth, !labels.hasClasses(classes) else { return truth }
        var (all, codeOf) = (classes, [ExactText: Int32]())
        for (code, name) in classes.enumerated() { codeOf[ExactText(name)] = Int32(code) }
        // An unknown class has a code after those of the model.
        let codes = labels.classes.map { name in
            if let code = codeOf[ExactText(name)] { return code }
            all.append(name)
            return Int32(all.count - 1)
        }
        return .labels(Labels(classes: all, codes: labels.codes.map { codes[Int($0)] }))
    }

    private func check(_ x: Features) throws {
        guard x.columns == featureNames.count else {
            throw LearningError.columnCounts(expected: featureNames.count, found: x.columns)
        }
        for (column, (found, expected)) in zip(x.kinds, featureKinds).enumerated() where found != expected {
            throw LearningError.columnKind(column: column, found: found, expected: expected)
        }
        switch x {
        case .encoded: break  // expanded before
        case .matrix(let x):
            guard let first = x.firstNonFinite else { return }
            let place = x.firstInfinite ?? (layout == nil && !acceptsMissing(.matrix(x)) ? first : nil)
            if let (row, column) = place {
                throw LearningError.notFinite(
                    step: "predict", row: row, column: column, value: x[row, column])
            }
        case .table(let x):
            if let (row, column, value) = x.firstInvalidElement(accepting: .columns) {
                throw LearningError.notFinite(step: "predict", row: row, column: column, value: value)
            }
        }
        let profile = x.profile
        if let refusal = pipeline.refusal(of: profile, layout: layout) {
            throw LearningError.refusal(refusal, profile, names: featureNames)
        }
    }

    private func acceptsMissing(_ x: Features) -> Bool {
        pipeline.refusal(of: x.profile, layout: layout) == nil
    }
}
