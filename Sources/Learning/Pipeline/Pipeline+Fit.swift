import LinearAlgebra

extension Pipeline {
    /// Fits each step to the output of the previous steps.
    ///
    /// - Throws: ``LearningError``, and the errors of the steps' fits.
    public func fit(_ data: Dataset, in context: FitContext = FitContext()) throws -> FittedPipeline {
        try validate()
        try requireAcceptance(of: data)
        if data.weights != nil { try requireUseOfWeights() }
        let layout = try columns.map { try $0.layout(for: data) }
        return try context.onCores { try fit(data, layout, in: context) }
    }

    private func fit(
        _ data: Dataset, _ layout: ColumnLayout?, in context: FitContext
    ) throws -> FittedPipeline {
        var fitted: [FittedPipeline.Step] = []
        /// Fits steps to the output of one another, and returns the last one's output, unless it predicts.
        func fit(_ steps: [Step], to x: Features) throws -> Features {
            try steps.reduce(x) { x, step in
                let x = step.estimator.readsCodes ? x : x.expanded
                let weights = type(of: step.estimator).usesWeights ? data.weights : nil
                let model = try step.estimator.fit(x, to: data.target, weights: weights, in: context)
                fitted.append(FittedPipeline.Step(step, model: model))
                if let step = step.estimator as? any CrossFittedTransformer {
                    return try step.crossFitted(x, data.target, in: context)
                }
                return model is any FittedTransformer ? try model.transformed(x, as: step.name) : x
            }
        }
        var x = data.features
        if let layout {
            let blocks = try layout.branches.map { branch in
                try fit(steps(of: branch.name), to: x.columns(at: branch.columns))
            }
            x = try layout.joined(blocks, rows: x.rows)
        }
        _ = try fit(mainSteps, to: x)
        return FittedPipeline(steps: fitted, columns: columns, layout: layout, data: data)
    }
}

extension FittedModel {
    /// Transforms `x`.
    ///
    /// Throws if the model is not a transformer, the number or kinds of columns differ, or the result is infinite, or
    /// NaN although `x` has no missing cell.
    ///
    /// - Parameter step: The name of the step in errors.
    package func transformed(_ x: Features, as step: String) throws -> Features {
        guard let transformer = self as? any FittedTransformer else {
            throw LearningError.invalidPipeline("\(Self.self) is not a transformer")
        }
        switch x {
        case .matrix(let x): return .matrix(try transformed(x, by: transformer, as: step))
        case .encoded(let x):
            guard let transformer = transformer as? any FittedEncodedRowsTransformer else {
                return .matrix(try transformed(x.matrix, by: transformer, as: step))
            }
            return .encoded(try transformer.transformed(x, as: step))
        case .table(let x):
            return try LearningError.naming(step) {
                let transformed = try transformer.transform(x)
                if case .matrix(let matrix) = transformed { try matrix.checkNotInfinite(from: step) }
                return transformed
            }
        }
    }

    /// Transforms a matrix, as ``transformed(_:as:)`` does.
    package func transformed(_ x: Matrix, as step: String) throws -> Matrix {
        guard let transformer = self as? any FittedTransformer else {
            throw LearningError.invalidPipeline("\(Self.self) is not a transformer")
        }
        return try transformed(x, by: transformer, as: step)
    }

    private func transformed(
        _ x: Matrix, by transformer: any FittedTransformer, as step: String
    ) throws -> Matrix {
        try checkColumns(of: x)
        let transformed = try transformer.transform(x)
        if transformed.firstNonFinite != nil {
            if x.firstNonFinite == nil { try transformed.checkFinite(from: step) }
            try transformed.checkNotInfinite(from: step)
        }
        return transformed
    }

    /// Returns predictions for the rows of `x`.
    ///
    /// Throws if the model is a transformer, the number of columns differs, a column is not of numbers, or a prediction is
    /// not finite.
    package func predictions(for x: Features, kinds: PredictionKinds) throws -> Predictions {
        if case .encoded(let x) = x, let model = self as? any EncodedRowsPredictor {
            let predictions = try model.predictions(of: x, kinds: kinds)
            try predictions.checkFinite()
            return predictions
        }
        guard let matrix = x.matrix else {
            throw LearningError.unsupportedColumn(of: x.table, in: "\(Self.self)")
        }
        return try predictions(for: matrix, kinds: kinds)
    }

    /// Returns predictions for the rows of a matrix, as ``predictions(for:kinds:)-(Features,_)`` does.
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
