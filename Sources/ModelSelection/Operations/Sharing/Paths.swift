import Learning
import LinearAlgebra
import TaskGraph

/// Fits several estimators that differ in the path parameter.
struct FitPath: SharingOperation, FittingOperation {
    struct Inputs: TaskInputList {
        /// A matrix, encoded rows or panels.
        let x: TaskInput<any FittedRows>
        let target: TaskInput<WeightedTarget>

        /// The transformer that determines the number of columns of panels to use; nil for all.
        let columns: TaskInput<FittedStep>?

        static let order = TaskInputOrder(Inputs.init) { ($0.x, $0.target, $0.columns) }
    }

    let estimators: [any Estimator]
    let memoryBudget: Int
    var modelCount: Int { estimators.count }

    var name: String { "fit-path-\(type(of: estimators[0]).kind)" }
    var version: Int { type(of: estimators[0]).version }
    let reason = "solutions along a path share work"

    func encodeParameters(into encoder: inout CanonicalEncoder) { estimators.encode(into: &encoder) }

    func encodeSettings(into encoder: inout CanonicalEncoder) { encoder.append(memoryBudget) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Batch<any FittedModel> {
        guard let first = estimators.first as? any PathEstimator else {
            throw MissingTrait(step: type(of: estimators[0]).kind, trait: "PathEstimator")
        }
        let (x, target) = (try inputs.x, try inputs.target)
        let fitContext = FitContext(of: context, memoryBudget: memoryBudget)
            .with(target.weights(for: first))
        if let panels = x as? RowPanels, let reader = first as? any RowPanelEstimator {
            let columns = try inputs.columns?.transformer?.outputCount
            return try reader.models(
                of: estimators, columns.map(panels.firstColumns) ?? panels, target, in: fitContext)
        }
        if let encoded = x as? EncodedRows, let reader = first as? any EncodedRowsEstimator {
            return try reader.models(of: estimators, encoded, target, in: fitContext)
        }
        guard let x = Features(of: x)?.matrix else { throw inputs.error(at: \.x, expected: "\(Matrix.self)") }
        return try first.models(of: estimators, x, target, in: fitContext)
    }
}

extension FitPath.Inputs {
    /// The inputs of fits to the rows of a matrix, or to encoded rows.
    init(x: TaskInput<Features>, target: TaskInput<WeightedTarget>) {
        self.init(x: x.reading(), target: target, columns: nil)
    }

    /// The inputs of fits to panels, or to their first columns.
    init(panels: TaskInput<RowPanels>, target: TaskInput<WeightedTarget>, columns: TaskInput<FittedStep>?) {
        self.init(x: panels.reading(), target: target, columns: columns)
    }
}

/// Fits several estimators of a path to a summary of the training rows.
struct FitPathFromSummary: SharingOperation, FittingOperation {
    typealias Inputs = FitFromSummary.Inputs

    let estimators: [any Estimator]
    let memoryBudget: Int
    var modelCount: Int { estimators.count }

    var name: String { "fit-path-\(type(of: estimators[0]).kind)-from-summary" }
    var version: Int { type(of: estimators[0]).version }
    let reason = "the fits depend only on a summary of the rows"

    func encodeParameters(into encoder: inout CanonicalEncoder) { estimators.encode(into: &encoder) }

    func encodeSettings(into encoder: inout CanonicalEncoder) { encoder.append(memoryBudget) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Batch<any FittedModel> {
        guard let first = estimators.first as? any SummaryEstimator else {
            throw MissingTrait(step: type(of: estimators[0]).kind, trait: "SummaryEstimator")
        }
        let fitContext = FitContext(of: context, memoryBudget: memoryBudget)
        return try first.models(of: estimators, inputs, in: fitContext)
    }
}

/// Predicts rows with several models.
struct PredictPath: SharingOperation {
    struct Inputs: TaskInputList {
        let models: TaskInput<Batch<any FittedModel>>
        let x: TaskInput<Features>

        static let order = TaskInputOrder(Inputs.init) { ($0.models, $0.x) }
    }

    let kinds: PredictionKinds
    let name = "predict-path"
    let reason = "models over the same columns predict by one product"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(Int(kinds.rawValue)) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Batch<Predict.Output> {
        let (models, x) = (try inputs.models, try inputs.x)
        return try models.predictions { known in
            try known.predictionsTogether(for: x, kinds: kinds)
                ?? known.map { try $0.predictions(for: x, kinds: kinds) }
        } warnings: {
            $0.warnings
        }
    }
}

extension Batch {
    /// Returns the predictions for the entries that have a value, each with the warnings of its model.
    ///
    /// Failures are kept.
    ///
    /// Predicts with all models at once. If that fails, predicts with each separately, because one failure does not
    /// affect the others.
    ///
    /// - Parameters:
    ///   - predict: Returns the predictions of some of the values.
    ///   - warnings: Returns the warnings of a model's fit.
    func predictions(
        predict: ([Value]) throws -> [Predictions], warnings: (Value) -> [String]
    ) throws -> Batch<Predict.Output> {
        let known = entries.compactMap { try? $0.get() }
        var predictions: [Result<Predictions, any Error>]
        do {
            predictions = try predict(known).map { .success($0) }
        } catch is LearningError {
            predictions = known.map { value in Result { try predict([value])[0] } }
        }
        var next = predictions.makeIterator()
        return Batch<Predict.Output>(
            entries.map { entry in
                Result {
                    let value = try entry.get()
                    let prediction = try next.next()?.get() ?? Predictions()
                    try prediction.checkFinite()
                    return Predict.Output(predictions: prediction, warnings: warnings(value))
                }
            })
    }
}

extension PathEstimator {
    fileprivate func models(
        of estimators: [any Estimator], _ x: Matrix, _ target: WeightedTarget, in context: FitContext
    ) throws -> Batch<any FittedModel> {
        try models(of: estimators, x, target) { path in
            try LearningError.naming(Self.kind) {
                try Self.fit(path: path, x, target.target, in: context)
            }
        }
    }

    fileprivate func models(
        of estimators: [any Estimator], _ x: some FittedRows, _ target: WeightedTarget,
        by fit: ([Self]) throws -> [Result<Model, any Error>]
    ) throws -> Batch<any FittedModel> {
        try checkForSharedFit(x, target.target, target.weights(for: self))
        return Batch(try fit(estimators.typed(as: Self.self)).map { $0.map { $0 as any FittedModel } })
    }
}

extension EncodedRowsEstimator {
    fileprivate func models(
        of estimators: [any Estimator], _ x: EncodedRows, _ target: WeightedTarget, in context: FitContext
    ) throws -> Batch<any FittedModel> {
        try models(of: estimators, x, target) { path in
            try LearningError.naming(Self.kind) { try Self.fit(path: path, x, target.target, in: context) }
        }
    }
}

extension RowPanelEstimator {
    fileprivate func models(
        of estimators: [any Estimator], _ x: RowPanels, _ target: WeightedTarget, in context: FitContext
    ) throws -> Batch<any FittedModel> {
        try models(of: estimators, x, target) { try Self.fit(path: $0, x, target.target, in: context) }
    }
}

extension SummaryEstimator {
    fileprivate func models(
        of estimators: [any Estimator], _ inputs: TaskInputValues<FitFromSummary.Inputs>,
        in context: FitContext
    ) throws -> Batch<any FittedModel> {
        let path = estimators.typed(as: Self.self)
        let models = try Self.fit(path: path, inputs.summary(as: Summary.self), in: context)
        let fitted = models.compactMap { $0 }
        guard fitted.count < models.count else {
            return Batch(fitted.map { Result<any FittedModel, SharedFailure>.success($0) })
        }
        let (x, target) = (try inputs.rows.features(), try inputs.trainTarget())
        return Batch(
            zip(path, models).map { estimator, model in
                Result { try model ?? estimator.fit(x, to: target, in: context) }
            })
    }
}

extension [any FittedModel] {
    /// Returns the predictions of models of one type for the same rows; nil if the type predicts with one model at a time.
    fileprivate func predictionsTogether(
        for x: Features, kinds: PredictionKinds
    ) throws -> [Predictions]? {
        if case .encoded(let x) = x, let first = first as? any EncodedRowsPredictor {
            return try first.predictions(of: self, for: x, kinds: kinds)
        }
        guard let first = first as? any BatchPredictor, let x = x.matrix else { return nil }
        return try first.predictions(of: self, for: x, kinds: kinds)
    }
}

extension EncodedRowsPredictor {
    fileprivate func predictions(
        of models: [any FittedModel], for x: EncodedRows, kinds: PredictionKinds
    ) throws -> [Predictions] {
        try Self.predict(models.compactMap { $0 as? Self }, for: x, kinds: kinds)
    }
}

extension BatchPredictor {
    fileprivate func predictions(
        of models: [any FittedModel], for x: Matrix, kinds: PredictionKinds
    ) throws -> [Predictions] {
        try Self.predict(models.compactMap { $0 as? Self }, for: x, kinds: kinds)
    }
}
