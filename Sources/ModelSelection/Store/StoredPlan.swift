import Learning
import TaskGraph

/// What identifies the scores of a search in a ``ScoreStore``.
struct StoredPlan: Sendable {
    let problem: StoredProblem
    let folds: StoredFolds

    /// The key of each candidate of the whole space.
    let candidates: [TaskKey]

    let scorers: [String]
    let hasTrain: Bool

    init(_ space: CandidateSpace, _ options: SearchOptions, _ data: Dataset, _ splits: [Split]) {
        var encoder = CanonicalEncoder()
        encoder.append("study")
        encoder.append(Release.version)
        encoder.append(data.digest)
        problem = StoredProblem(
            key: encoder.digest, rows: data.features.rows, features: data.features.columns,
            target: data.targetName)
        candidates = (0..<space.count).map { space.pipeline(of: $0).contentKey }
        folds = StoredFolds(
            description: "\(options.splitter(for: data.target.problem))",
            splits: splits.map { split in
                var encoder = CanonicalEncoder()
                encoder.append(split.train)
                encoder.append(split.test)
                return encoder.digest
            })
        scorers = options.scorers(for: data.target.problem).map { scorer in
            scorer.version == 1 ? scorer.name : "\(scorer.name) \(scorer.version)"
        }
        hasTrain = options.trainScores
    }

    private var splits: [TaskKey] { folds.splits }

    /// The key of the whole plan.
    var key: TaskKey {
        var encoder = CanonicalEncoder()
        for list in [candidates, splits] {
            encoder.beginList(count: list.count)
            for key in list { encoder.append(key) }
        }
        for scorer in scorers { encoder.append(scorer) }
        encoder.append(hasTrain)
        return encoder.digest
    }

    /// The keys of all scores of a candidate.
    func keys(of candidate: Int) -> [ScoreKey] {
        splits.indices.flatMap { split in
            scorers.indices.flatMap { scorer in
                (hasTrain ? [false, true] : [false]).map { key(candidate, split, scorer, isTrain: $0) }
            }
        }
    }

    func key(_ candidate: Int, _ split: Int, _ scorer: Int, isTrain: Bool) -> ScoreKey {
        ScoreKey(
            candidate: candidates[candidate], split: splits[split], scorer: scorers[scorer], isTrain: isTrain)
    }
}

extension Pipeline {
    /// The hash of the steps with all parameters, and of the columns that branches read.
    var contentKey: TaskKey {
        var encoder = CanonicalEncoder()
        encoder.append("\(self)")
        encoder.beginList(count: steps.count)
        for step in steps {
            encoder.append(type(of: step.estimator).kind)
            encoder.append(type(of: step.estimator).version)
            step.estimator.encode(into: &encoder)
        }
        return encoder.digest
    }
}
