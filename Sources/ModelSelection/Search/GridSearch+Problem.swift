import Learning

extension GridSearch {
    /// The kind of problem of the candidates, by the last step of the first one; nil if it is a transformer.
    ///
    /// - Throws: ``SearchError`` or `LearningError` if the grid does not fit the pipeline.
    public var problem: Problem? {
        get throws {
            try pipeline.validate()
            guard let last = pipeline.steps.last else { return nil }
            let swapped = grid.alternatives.first?.lazy.compactMap(\.swap).first { $0.step == last.name }
            return Pipeline(swapped?.estimators.first ?? last.estimator).problem
        }
    }
}
