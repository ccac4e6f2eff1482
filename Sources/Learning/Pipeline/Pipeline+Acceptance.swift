extension Pipeline {
    /// The first step that does not accept its input, and what the input contains.
    package struct Refusal {
        /// The step.
        package let step: Step

        /// The indices in the table of the columns that may be the reason.
        package let columns: [Int]

        /// What the step's input contains.
        package let content: FeatureContent
    }

    /// Returns the first step that does not accept its input, given the columns; nil if all steps accept theirs.
    package func refusal(of profile: FeatureProfile, layout: ColumnLayout?) -> Refusal? {
        func walk(
            _ steps: [Step], from content: FeatureContent, _ columns: [Int]
        ) -> (FeatureContent, Refusal?) {
            var content = content
            for step in steps {
                content.remove(.indicators)  // every step accepts them
                guard content.isSubset(of: type(of: step.estimator).accepts) else {
                    return (content, Refusal(step: step, columns: columns, content: content))
                }
                guard let transformer = step.estimator as? any Transformer else { continue }
                content = transformer.output(of: content)
            }
            return (content, nil)
        }
        guard let layout else {
            let all = profile.columns.indices
            return walk(mainSteps, from: profile.content(of: all), Array(all)).1
        }
        var joined = FeatureContent.numbers
        var columns: [Int] = []
        for branch in layout.branches {
            let (content, refusal) = walk(
                steps(of: branch.name), from: profile.content(of: branch.columns), branch.columns)
            if let refusal { return refusal }
            if !content.subtracting(.indicators).isEmpty { columns += branch.columns }
            joined.formUnion(content)
        }
        return walk(mainSteps, from: joined, columns).1
    }

    /// Throws ``LearningError/weightsNotUsed(step:)`` if the last step does not use weights.
    func requireUseOfWeights() throws {
        guard let last, !type(of: last.estimator).usesWeights else { return }
        throw LearningError.weightsNotUsed(step: last.name)
    }

    /// Throws ``LearningError`` for the first step that does not accept its input.
    func requireAcceptance(of data: Dataset) throws {
        let profile = data.features.profile
        let layout = try columns?.layout(names: data.featureNames, profile)
        guard let refusal = refusal(of: profile, layout: layout) else { return }
        throw LearningError.refusal(refusal, profile, names: data.featureNames)
    }
}

extension LearningError {
    /// The error for a step that does not accept its input, naming the first cell that it does not accept.
    package static func refusal(
        _ refusal: Pipeline.Refusal, _ profile: FeatureProfile, names: [String]
    ) -> LearningError {
        let step = refusal.step.name
        if refusal.content.contains(.otherKinds),
            let column = refusal.columns.first(where: { profile.columns[$0].kind != .number })
        {
            return .kindNotAccepted(step: step, column: names[column], kind: profile.columns[column].kind)
        }
        let first = refusal.columns.lazy.compactMap { column in
            profile.columns[column].firstMissing.map { (row: $0, column: column) }
        }.min { $0.row < $1.row }
        guard let first else {
            return .kindNotAccepted(step: step, column: names.first ?? "", kind: .category)
        }
        return .missingNotAccepted(step: step, column: names[first.column], row: first.row)
    }
}
