import Learning

extension GridSearch {
    /// What the candidates learn, by the last step of the first of them; nil if it is a transformer.
    ///
    /// - Throws: ``SearchError`` or `LearningError` if the grid does not fit the pipeline.
    public var problem: Problem? {
        get throws { try CandidateSpace(pipeline, grid).pipeline(of: 0).problem }
    }
}
