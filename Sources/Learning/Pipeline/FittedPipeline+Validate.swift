extension FittedPipeline: Validatable {
    /// Throws unless the steps could have come from one fit.
    ///
    /// Each model is consistent in itself and takes as many columns as there are feature names or as the step before gives,
    /// and the last one's classes are among those that are named.
    ///
    /// - Throws: ``LearningError/invalidPipeline(_:)`` and ``LearningError/invalidParameter(step:name:found:expected:)``, as
    ///   ``Pipeline/validate()``; ``LearningError/inconsistentModel(step:reason:)`` with the step's name.
    public func validate() throws {
        try pipeline.validate()
        try require(!featureNames.isEmpty, "there are no feature names")
        try require(
            Set(classes.map { ExactText($0) }).count == classes.count, "two classes have the same name")
        var (width, source) = (featureNames.count, "the number of feature names is")
        for step in steps {
            try LearningError.naming(step.name) {
                try step.model.validate()
                try require(
                    step.model.featureCount == width,
                    "it takes \(step.model.featureCount) columns, but \(source) \(width)")
                try validateClasses(of: step.model)
            }
            guard let model = step.model as? any FittedTransformer else { continue }
            (width, source) = (model.outputCount, "step '\(step.name)' gives")
        }
    }

    private func validateClasses(of model: any FittedModel) throws {
        if let model = model as? any FittedClassifier {
            try requireClasses(model.classes)
            let last = model.classes.last ?? 0
            try require(
                Int(last) < classes.count, "it knows a class of code \(last), but \(classes.count) are named")
        }
        if model is any FittedRegressor {
            try require(classes.isEmpty, "it predicts numbers, but \(classes.count) classes are named")
        }
    }
}
