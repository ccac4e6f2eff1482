import Learning
import TaskGraph

/// The part of a plan that a ``ScoreStore`` concerns: the scores that are kept, and the candidates left to plan.
struct StoredSearch: Sendable {
    let store: any ScoreStore
    let plan: StoredPlan

    /// The kept scores.
    let known: [ScoreKey: StoredScore]

    /// The candidates of the whole space, of which a plan may have only some.
    let whole: CandidateSpace

    /// The number in the whole space of each candidate of the plan.
    private(set) var planned: [Int]

    /// Reads the kept scores of a space.
    init(
        _ store: any ScoreStore, _ space: CandidateSpace, _ options: SearchOptions, _ data: Dataset,
        _ splits: [Split]
    ) throws {
        self.store = store
        whole = space
        plan = StoredPlan(space, options, data, splits)
        known = try store.open(
            plan.problem,
            plan.candidates.enumerated().map {
                StoredCandidate(
                    key: $1, parameters: "\(space.parameters(of: $0))", pipeline: "\(space.pipeline(of: $0))")
            }, on: plan.folds)
        planned = Array(0..<space.count)
    }

    /// Leaves out the candidates of a grid that were scored before it was first searched, which is when it is an extension
    /// of an earlier one.
    ///
    /// - Returns: The candidates left; nil for all of them.
    mutating func remaining(in context: PlanningContext) throws -> CandidateSpace? {
        let scored = plan.candidates.indices.filter { candidate in
            plan.keys(of: candidate).allSatisfy { known[$0] != nil }
        }
        let before = try store.scoredBefore(
            plan.key, of: plan.problem, Set(scored.map { plan.candidates[$0] }))
        guard !before.isEmpty else { return nil }
        let left = planned.filter { !before.contains(plan.candidates[$0]) }
        let (space, numbers) = try CandidateSpace.listing(
            left.map { whole.settings(of: $0) }, of: whole.pipeline, in: context)
        var ordered = [Int](repeating: 0, count: left.count)
        for (index, number) in numbers.enumerated() { ordered[number] = left[index] }
        planned = ordered
        return space
    }

    /// The candidates of the whole space that the plan does not have.
    var left: [Int] {
        let planned = Set(planned)
        return (0..<whole.count).filter { !planned.contains($0) }
    }

    /// Returns the kept score of a candidate of the plan; nil if there is none.
    func score(of candidate: Int, _ split: Int, _ scorer: Int, isTrain: Bool) -> StoredScore? {
        known[plan.key(planned[candidate], split, scorer, isTrain: isTrain)]
    }
}

extension CandidateSpace {
    /// Returns what a candidate changes in the pipeline.
    func settings(of candidate: Int) -> CandidateSettings {
        let pipeline = pipeline(of: candidate)
        var settings = CandidateSettings()
        for entry in parameters(of: candidate).entries {
            if entry.isStep, let step = pipeline.step(named: entry.name) {
                settings.steps[entry.name] = .init(name: entry.text, estimator: step.estimator)
            }
        }
        for entry in parameters(of: candidate).entries where !entry.isStep {
            settings.values[entry.name] = entry.value
        }
        return settings
    }
}
