import LinearAlgebra

/// A fitted ``Pipeline``: a fitted model for each step, and the names of the training data.
public struct FittedPipeline: Sendable {
    /// A fitted step.
    public struct Step: Sendable {
        /// The step's name.
        public let name: String

        /// The estimator with the parameters of the fit.
        public let estimator: any Estimator

        /// The fitted model.
        public let model: any FittedModel

        /// Creates a fitted step.
        package init(name: String, estimator: any Estimator, model: any FittedModel) {
            self.name = name
            self.estimator = estimator
            self.model = model
        }
    }

    /// The steps, in the order of execution.
    public let steps: [Step]

    /// The names of the classes, by code; empty unless it is a classifier.
    public let classes: [String]

    /// The names of the feature columns, in order.
    public let featureNames: [String]

    /// The name of the target.
    public let targetName: String

    /// Creates a fitted pipeline from fitted steps and their training data.
    package init(steps: [Step], data: Dataset) {
        self.init(
            steps: steps, classes: data.target.labels?.classes ?? [], featureNames: data.featureNames,
            targetName: data.targetName)
    }

    init(steps: [Step], classes: [String], featureNames: [String], targetName: String) {
        self.steps = steps
        self.classes = classes
        self.featureNames = featureNames
        self.targetName = targetName
    }

    /// The pipeline before the fit.
    public var pipeline: Pipeline { Pipeline(steps: steps.map { ($0.name, $0.estimator) }) }

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
    /// - Throws: ``LearningError`` for a different number of columns, a NaN or an infinity;
    ///   ``LearningError/overflow(step:row:rows:)``, with the step's name, if the result of a step is not finite
    ///   because a row's values are too large.
    public func transform(_ x: Matrix) throws -> Matrix {
        try check(x)
        return try steps.reduce(x) { x, step in
            step.model is any FittedTransformer ? try step.model.transformed(x, as: step.name) : x
        }
    }

    /// Returns predictions of the last step for n rows.
    ///
    /// - Throws: ``LearningError/predictionUnavailable(step:kinds:advice:)`` for unsupported kinds; ``LearningError`` for a
    ///   different number of columns, a NaN or an infinity; ``LearningError/overflow(step:row:rows:)`` as in
    ///   ``transform(_:)``, and for a decision value or prediction that is not finite.
    public func predict(_ x: Matrix, kinds: PredictionKinds) throws -> Predictions {
        guard let last = steps.last else { throw LearningError.invalidPipeline("it has no steps") }
        let available = last.estimator.predictionKinds
        guard kinds.isSubset(of: available) else {
            throw LearningError.predictionUnavailable(
                step: type(of: last.estimator).kind, kinds: kinds.subtracting(available),
                advice: last.estimator.settingAdvice(toPredict: kinds))
        }
        let rows = try transform(x)
        do {
            return try last.model.predictions(for: rows, kinds: kinds)
        } catch LearningError.overflow(_, let row, let rows) {
            throw LearningError.overflow(step: last.name, row: row, rows: rows)
        }
    }

    /// Returns the predicted class or value of each of n rows.
    public func predict(_ x: Matrix) throws -> Target {
        let predictions = try predict(x, kinds: pipeline.problem == .classification ? .labels : .values)
        if let codes = predictions.codes { return .labels(Labels(classes: classes, codes: codes)) }
        return .values(predictions.values ?? [])
    }

    /// Returns the probability of each class for each of n rows: n × ``classes``.
    public func predictProbabilities(_ x: Matrix) throws -> Matrix {
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
    public func score(_ x: Matrix, against truth: Target, by scorer: Scorer) throws -> Double {
        guard let last = steps.last else { throw LearningError.invalidPipeline("it has no steps") }
        let kind = try last.estimator.predictionKind(for: scorer)
        let predictions = try predict(x, kinds: kind)
        return try scorer.score(predictions, against: aligned(truth))
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

    private func check(_ x: Matrix) throws {
        guard x.columns == featureNames.count else {
            throw LearningError.columnCounts(expected: featureNames.count, found: x.columns)
        }
        if let (row, column) = x.firstNonFinite {
            throw LearningError.notFinite(step: "predict", row: row, column: column, value: x[row, column])
        }
    }
}
