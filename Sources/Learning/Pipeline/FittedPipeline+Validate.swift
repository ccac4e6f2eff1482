extension FittedPipeline: Validatable {
    /// Throws unless the steps could result from one fit.
    ///
    /// Each model must be consistent and expect as many columns as the previous step returns, or as there are feature
    /// names. The last model's classes must be among the named classes.
    ///
    /// - Throws: The errors of ``Pipeline/validate()``; ``LearningError/inconsistentModel(step:reason:)`` with the
    ///   step's name.
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
                    "it expects \(step.model.featureCount) columns, but \(source) \(width)")
                try validateClasses(of: step.model)
            }
            guard let model = step.model as? any FittedTransformer else { continue }
            (width, source) = (model.outputCount, "the number of columns from step '\(step.name)' is")
        }
    }

    private func validateClasses(of model: any FittedModel) throws {
        if let model = model as? any FittedClassifier {
            try requireClasses(model.classes)
            let last = model.classes.last ?? 0
            try require(
                Int(last) < classes.count, "it has a class \(last), but \(classes.count) class names")
        }
        if model is any FittedRegressor {
            try require(classes.isEmpty, "it predicts numbers, but there are \(classes.count) class names")
        }
    }
}
