import LinearAlgebra

extension Pipeline {
    /// Fits each step to the output of the previous steps.
    ///
    /// - Throws: ``LearningError``, and the errors of the steps' fits.
    public func fit(_ data: Dataset, in context: FitContext = FitContext()) throws -> FittedPipeline {
        try validate()
        return try context.onCores {
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
}

extension FittedModel {
    /// Transforms `x`.
    ///
    /// Throws if the model is not a transformer, the number of columns differs, or the result is not finite.
    ///
    /// - Parameter step: The name of the step in errors.
    package func transformed(_ x: Matrix, as step: String) throws -> Matrix {
        guard let transformer = self as? any FittedTransformer else {
            throw LearningError.invalidPipeline("\(Self.self) is not a transformer")
        }
        try checkColumns(of: x)
        let transformed = try transformer.transform(x)
        try transformed.checkFinite(from: step)
        return transformed
    }

    /// Returns predictions for the rows of `x`.
    ///
    /// Throws if the model is a transformer, the number of columns differs, or a prediction is not finite.
    package func predictions(for x: Matrix, kinds: PredictionKinds) throws -> Predictions {
        try checkColumns(of: x)
        var predictions = Predictions()
        switch self {
        case let classifier as any FittedClassifier:
            predictions = try classifier.predict(x, kinds: kinds)
        case let regressor as any FittedRegressor: predictions.values = try regressor.predict(x)
        default:
            throw LearningError.predictionUnavailable(step: "\(Self.self)", kinds: kinds)
        }
        try predictions.checkFinite()
        return predictions
    }
}
