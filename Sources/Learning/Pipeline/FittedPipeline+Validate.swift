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
        try require(
            featureKinds.count == featureNames.count,
            "\(featureNames.count) feature names require as many kinds, not \(featureKinds.count)")
        try require((columns == nil) == (layout == nil), "branches of columns and their columns go together")
        guard let layout else {
            try require(
                featureKinds.allSatisfy { $0 == .number },
                "columns other than numbers require branches of columns")
            _ = try validate(steps, width: featureNames.count, "the number of feature names is")
            return
        }
        try validate(layout)
    }

    private func validate(_ layout: ColumnLayout) throws {
        let names = Set((columns?.branches ?? []).filter { !$0.isDropped }.map(\.name))
        try require(
            !layout.branches.isEmpty && Set(layout.branches.map(\.name)).count == layout.branches.count
                && layout.branches.allSatisfy { names.contains($0.name) },
            "the columns of the branches do not belong to the branches")
        var joined = 0
        for branch in layout.branches {
            try require(
                !branch.columns.isEmpty && branch.columns.allSatisfy { featureNames.indices.contains($0) },
                "the branch '\(branch.name)' has columns that do not exist")
            let width = try validate(
                steps.filter { $0.branch == branch.name }, width: branch.columns.count,
                "the number of columns of the branch '\(branch.name)' is")
            (joined, _) = joined.addingReportingOverflow(width)
        }
        _ = try validate(
            steps.filter { $0.branch == nil }, width: joined, "the number of columns of the branches is")
    }

    /// Throws unless each step expects the columns of the previous one; returns the number of the last one's.
    private func validate(_ steps: [Step], width: Int, _ source: String) throws -> Int {
        var (width, source) = (width, source)
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
        return width
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
