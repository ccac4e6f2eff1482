import LinearAlgebra

/// What a pipeline learned: a fitted model a step, and the names of what it was fitted to.
public struct FittedPipeline: Sendable {
    /// One fitted step.
    public struct Step: Sendable {
        /// The step's name.
        public let name: String

        /// The parameters it was fitted with.
        public let estimator: any Estimator

        /// What it learned.
        public let model: any FittedModel

        /// A fitted step.
        package init(name: String, estimator: any Estimator, model: any FittedModel) {
            self.name = name
            self.estimator = estimator
            self.model = model
        }
    }

    /// The steps in the order that data flow through them.
    public let steps: [Step]

    /// The names of the classes, by code; empty unless it classifies.
    public let classes: [String]

    /// The names of the columns it takes, in their order.
    public let featureNames: [String]

    /// The name of what it tells.
    public let targetName: String

    /// Fitted steps and the data they were fitted to.
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

    /// The pipeline of parameters this was fitted from.
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

    /// What the steps' fits had to tell.
    public var warnings: [String] { steps.flatMap(\.model.warnings) }

    /// What the transformers make of n rows; of a pipeline that ends in a transformer, that one included.
    ///
    /// - Throws: ``LearningError`` for rows of another width or with a NaN or an infinity;
    ///   ``LearningError/overflow(step:row:rows:)``, with the step's name, where a row's values are so large that what a
    ///   step makes of them is not finite.
    public func transform(_ x: Matrix) throws -> Matrix {
        try check(x)
        return try steps.reduce(x) { x, step in
            step.model is any FittedTransformer ? try step.model.transformed(x, as: step.name) : x
        }
    }

    /// What the last step tells of each of n rows.
    ///
    /// - Throws: ``LearningError/predictionUnavailable(step:wanted:)`` if it cannot; ``LearningError`` for rows of another width
    ///   or with a NaN or an infinity; ``LearningError/overflow(step:row:rows:)`` as ``transform(_:)``, and for a decision
    ///   or value that is not finite.
    public func predict(_ x: Matrix, kinds wanted: PredictionKinds) throws -> Predictions {
        guard let last = steps.last else { throw LearningError.invalidPipeline("it has no steps") }
        guard wanted.isSubset(of: last.estimator.predictionKinds) else {
            throw LearningError.predictionUnavailable(
                step: type(of: last.estimator).kind, wanted: wanted.words)
        }
        let rows = try transform(x)
        do {
            return try last.model.predictions(for: rows, kinds: wanted)
        } catch LearningError.overflow(_, let row, let rows) {
            throw LearningError.overflow(step: last.name, row: row, rows: rows)
        }
    }

    /// The class or the value of each of n rows.
    public func predict(_ x: Matrix) throws -> Target {
        let predictions = try predict(x, kinds: pipeline.problem == .classification ? .labels : .values)
        if let codes = predictions.codes { return .labels(Labels(classes: classes, codes: codes)) }
        return .values(predictions.values ?? [])
    }

    /// The probability of each class for each of n rows: n × ``classes``.
    public func predictProbabilities(_ x: Matrix) throws -> Matrix {
        let predictions = try predict(x, kinds: .probabilities)
        guard let known = predictions.probabilities else { return Matrix(rows: 0, columns: classes.count) }
        // A class that had no rows in training has no column of its own: its probability is 0.
        var all = Matrix(rows: known.rows, columns: classes.count)
        for row in 0..<known.rows {
            for (column, code) in predictions.classes.enumerated() {
                all[row, Int(code)] = known[row, column]
            }
        }
        return all
    }

    /// How well the pipeline tells the target of n rows: greater is better.
    ///
    /// Classes are matched by name; one that was not in training counts as never told.
    public func score(_ x: Matrix, against truth: Target, by scorer: Scorer) throws -> Double {
        let kind = try scorer.kind(from: pipeline.predictionKinds)
        let predictions = try predict(x, kinds: kind)
        return try scorer.score(predictions, against: aligned(truth))
    }

    private func aligned(_ truth: Target) -> Target {
        guard case .labels(let labels) = truth, !labels.hasClasses(classes) else { return truth }
        var (all, codeOf) = (classes, [ExactText: Int32]())
        for (code, name) in classes.enumerated() { codeOf[ExactText(name)] = Int32(code) }
        // A class that is unknown gets a code behind those of the model's.
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

extension PredictionKinds {
    /// The responses in words: `probabilities`.
    public var words: String {
        let names: [(PredictionKinds, String)] = [
            (.labels, "classes"), (.decisionFunction, "decision values"), (.probabilities, "probabilities"),
            (.values, "values"),
        ]
        return names.filter { contains($0.0) }.map(\.1).joined(separator: " and ")
    }
}
