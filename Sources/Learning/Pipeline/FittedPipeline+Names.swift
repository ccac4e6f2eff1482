extension FittedPipeline {
    /// Returns the names of the columns that reach a step, to which the coefficients of a linear model belong.
    ///
    /// Each step before it renames its columns (``FittedTransformer/outputNames(for:step:)``): `color` becomes `color_red`
    /// and `color_blue`. The columns of each branch then begin with the name of the branch, as in scikit-learn's
    /// `ColumnTransformer`: `categorical__color_red`.
    ///
    /// ```swift
    /// let model = try pipeline.fit(data)
    /// if let names = model.inputNames(of: "ridge"), let ridge = model["ridge", as: Ridge.self] {
    ///     for (name, coefficient) in zip(names, ridge.coefficients) { print(name, coefficient) }
    /// }
    /// ```
    ///
    /// - Parameter step: The name of the step.
    /// - Returns: A name for each column; nil if there is no such step.
    public func inputNames(of step: String) -> [String]? {
        var names = featureNames
        if let columns, let layout {
            names = []
            for branch in layout.branches {
                let prefix = columns.stepName("", of: branch.name)
                var own = branch.columns.map { featureNames[$0] }
                for inner in steps where inner.branch == branch.name {
                    if inner.name == step { return own }
                    own = inner.outputNames(for: own, named: String(inner.name.dropFirst(prefix.count)))
                }
                names += own.map { "\(branch.name)__\($0)" }
            }
        }
        for main in steps where main.branch == nil {
            if main.name == step { return names }
            names = main.outputNames(for: names, named: main.name)
        }
        return nil
    }
}

extension FittedPipeline.Step {
    /// The names of the step's output columns; those of its inputs if it is not a transformer.
    fileprivate func outputNames(for inputs: [String], named name: String) -> [String] {
        (model as? any FittedTransformer)?.outputNames(for: inputs, step: name) ?? inputs
    }
}
