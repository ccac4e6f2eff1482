import LinearAlgebra

extension Pipeline {
    /// Fits each step to what the steps before it make of the rows.
    ///
    /// - Throws: ``LearningError``, and what a step's fit throws.
    public func fit(_ data: Dataset, in context: FitContext = FitContext()) throws -> FittedPipeline {
        try validate()
        var x = data.features
        var fitted: [FittedPipeline.Step] = []
        for step in steps {
            let model = try step.estimator.fit(x, to: data.target, in: context)
            fitted.append(FittedPipeline.Step(name: step.name, estimator: step.estimator, model: model))
            if fitted.count < steps.count { x = try model.transformed(x, as: step.name) }
        }
        return FittedPipeline(steps: fitted, data: data)
    }
}

extension FittedModel {
    /// What the model makes of `x`, all finite; throws if it is not a transformer's, or the columns do not match.
    ///
    /// - Parameter step: what the step is called in errors.
    package func transformed(_ x: Matrix, as step: String) throws -> Matrix {
        guard let transformer = self as? any FittedTransformer else {
            throw LearningError.invalidPipeline("\(Self.self) transforms nothing")
        }
        try checkColumns(of: x)
        let transformed = try transformer.transform(x)
        try transformed.checkFinite(from: step)
        return transformed
    }

    /// What the model tells of the rows of `x`, all finite; throws if it is a transformer's, or the columns do not match.
    package func predictions(for x: Matrix, kinds wanted: PredictionKinds) throws -> Predictions {
        try checkColumns(of: x)
        var predictions = Predictions()
        switch self {
        case let classifier as any FittedClassifier:
            predictions = try classifier.predict(x, kinds: wanted)
        case let regressor as any FittedRegressor: predictions.values = try regressor.predict(x)
        default:
            throw LearningError.predictionUnavailable(
                step: "\(Self.self)", wanted: "anything of a row: it only transforms")
        }
        try predictions.checkFinite()
        return predictions
    }
}
