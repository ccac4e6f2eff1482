import Learning

extension GridSearch {
    /// The kind of problem of the candidates, by the last step of the first one; nil if it is a transformer.
    ///
    /// - Throws: ``SearchError`` or `LearningError` if the grid does not fit the pipeline.
    public var problem: Problem? {
        get throws { try CandidateSpace(pipeline, grid).pipeline(of: 0).problem }
    }
}
