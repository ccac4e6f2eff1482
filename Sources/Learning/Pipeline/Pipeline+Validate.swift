extension Pipeline {
    /// Throws ``LearningError`` unless the steps fit together and every parameter is in range.
    public func validate() throws {
        guard let last else { throw LearningError.invalidPipeline("it has no steps") }
        try columns?.validate()
        var names: Set<String> = []
        var kinds = KindCheck()
        for step in steps {
            try kinds.add(type(of: step.estimator))
            guard names.insert(step.name).inserted else {
                throw LearningError.invalidPipeline("two steps are named '\(step.name)'")
            }
            try step.validate(isLast: step.branch == nil && step.name == last.name)
        }
    }
}

extension Pipeline.Step {
    /// Throws ``LearningError`` unless the step is allowed in its position, and its parameters are in range and
    /// determine the estimator.
    package func validate(isLast: Bool) throws {
        if !isLast, !(estimator is any Transformer) {
            throw LearningError.invalidPipeline(
                "step '\(name)' is not the last one, but \(type(of: estimator).kind) is not a transformer")
        }
        try estimator.validate()
        try estimator.checkCompleteness()
    }
}

extension ColumnStage {
    fileprivate func validate() throws {
        guard !branches.isEmpty else { throw LearningError.invalidPipeline("'\(name)' has no branches") }
        var names: Set<String> = []
        var words: Set<String> = []
        for branch in branches {
            guard names.insert(branch.name).inserted else {
                throw LearningError.invalidPipeline("two branches are named '\(branch.name)'")
            }
            switch branch.selection {
            case .named(let columns):
                guard !columns.isEmpty else {
                    throw LearningError.invalidPipeline("the branch '\(branch.name)' names no columns")
                }
                if let twice = columns.enumerated().first(where: { columns[..<$0].contains($1) })?.element {
                    throw LearningError.invalidPipeline("the branch '\(branch.name)' names '\(twice)' twice")
                }
            default:
                guard let word = branch.selection.word, words.insert(word).inserted else {
                    throw LearningError.invalidPipeline(
                        "two branches select the \(branch.selection.word ?? "") columns")
                }
            }
        }
    }
}
