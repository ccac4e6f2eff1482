import Learning
import LinearAlgebra
import TaskGraph

/// Fits several estimators that differ in the path parameter.
///
/// The inputs are the rows, as a matrix or in panels; their targets; and, if only the first columns of panels are used,
/// the transformer that determines their number.
struct FitPath: SharingOperation, FittingOperation {
    let estimators: [any Estimator]
    let memoryBudget: Int
    var modelCount: Int { estimators.count }

    var name: String { "fit-path-\(type(of: estimators[0]).kind)" }
    var version: Int { type(of: estimators[0]).version }
    let reason = "solutions along a path share work"

    func encodeParameters(into encoder: inout CanonicalEncoder) { estimators.encode(into: &encoder) }

    func encodeSettings(into encoder: inout CanonicalEncoder) { encoder.append(memoryBudget) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        guard let first = estimators.first as? any PathEstimator else {
            throw TaskInputError(position: 0, expected: "path estimator", value: estimators[0])
        }
        let target = try inputs.value(1, as: Target.self)
        let fitContext = FitContext(of: context, memoryBudget: memoryBudget)
        guard let panels = inputs[0] as? RowPanels, let reader = first as? any RowPanelEstimator else {
            return try first.models(of: estimators, inputs.value(0, as: Matrix.self), target, in: fitContext)
        }
        let rows = inputs.count > 2 ? panels.firstColumns(try inputs.outputCount(2)) : panels
        return try reader.models(of: estimators, rows, target, in: fitContext)
    }
}

/// Fits several estimators of a path to a summary of the training rows, with the inputs of ``FitFromSummary``.
struct FitPathFromSummary: SharingOperation, FittingOperation {
    let estimators: [any Estimator]
    let memoryBudget: Int
    var modelCount: Int { estimators.count }

    var name: String { "fit-path-\(type(of: estimators[0]).kind)-from-summary" }
    var version: Int { type(of: estimators[0]).version }
    let reason = "the fits depend only on a summary of the rows"

    func encodeParameters(into encoder: inout CanonicalEncoder) { estimators.encode(into: &encoder) }

    func encodeSettings(into encoder: inout CanonicalEncoder) { encoder.append(memoryBudget) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        guard let first = estimators.first as? any SummaryEstimator else {
            throw TaskInputError(position: 0, expected: "summary estimator", value: estimators[0])
        }
        let fitContext = FitContext(of: context, memoryBudget: memoryBudget)
        return try first.models(of: estimators, summary: inputs[0], in: fitContext) {
            try (inputs.projectedRows(at: 2), inputs.trainTarget(at: 1, rows: 3))
        }
    }
}

/// Predicts the rows of a matrix (second input) with several models (first input).
struct PredictPath: SharingOperation {
    let kinds: PredictionKinds
    let name = "predict-path"
    let reason = "models over the same columns predict by one product"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(Int(kinds.rawValue)) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        let models = try inputs.value(0, as: Batch<any FittedModel>.self)
        let x = try inputs.value(1, as: Matrix.self)
        return try models.predictions { known in
            try (known.first as? any BatchPredictor)?.predictions(of: known, for: x, kinds: kinds)
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
        of estimators: [any Estimator], _ x: Matrix, _ target: Target, in context: FitContext
    ) throws -> Batch<any FittedModel> {
        try models(of: estimators, x, target) { path in
            try LearningError.naming(Self.kind) { try Self.fit(path: path, x, target, in: context) }
        }
    }

    fileprivate func models(
        of estimators: [any Estimator], _ x: some FittedRows, _ target: Target,
        by fit: ([Self]) throws -> [Result<Model, any Error>]
    ) throws -> Batch<any FittedModel> {
        try checkForSharedFit(x, target)
        return Batch(try fit(estimators.typed(as: Self.self)).map { $0.map { $0 as any FittedModel } })
    }
}

extension RowPanelEstimator {
    fileprivate func models(
        of estimators: [any Estimator], _ x: RowPanels, _ target: Target, in context: FitContext
    ) throws -> Batch<any FittedModel> {
        try models(of: estimators, x, target) { try Self.fit(path: $0, x, target, in: context) }
    }
}

extension SummaryEstimator {
    fileprivate func models(
        of estimators: [any Estimator], summary: any Sendable, in context: FitContext,
        rows: () throws -> (Matrix, Target)
    ) throws -> Batch<any FittedModel> {
        guard let summary = summary as? Summary else {
            throw TaskInputError(position: 0, expected: "\(Summary.self)", value: summary)
        }
        let path = estimators.typed(as: Self.self)
        let models = try Self.fit(path: path, summary, in: context)
        guard models.contains(where: { $0 == nil }) else {
            return Batch(models.map { model in Result { try model.orThrow } })
        }
        let (x, target) = try rows()
        return Batch(
            zip(path, models).map { estimator, model in
                Result { try model ?? estimator.fit(x, to: target, in: context) }
            })
    }
}

extension Optional where Wrapped: FittedModel {
    /// The model; every entry of a complete path has one.
    fileprivate var orThrow: any FittedModel {
        get throws {
            guard let self else { throw TaskInputError(position: 0, expected: "model", found: nil) }
            return self
        }
    }
}

extension BatchPredictor {
    fileprivate func predictions(
        of models: [any FittedModel], for x: Matrix, kinds: PredictionKinds
    ) throws -> [Predictions] {
        try Self.predict(models.compactMap { $0 as? Self }, for: x, kinds: kinds)
    }
}
