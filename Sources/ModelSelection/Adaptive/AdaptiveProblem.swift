import Learning
import Strategies
import TaskGraph

/// The problem of an adaptive search: its space, its data, and how proposals become plans.
struct AdaptiveProblem: Sendable {
    let facts: SearchMethod.Facts

    private let space: AdaptiveSpace
    private let options: SearchOptions
    private let data: Dataset
    private let groups: Labels?

    /// The plan of one proposal.
    struct Round: Sendable {
        let proposal: Proposal

        /// Whether candidates are evaluated with the whole resource.
        let isWhole: Bool

        /// The options of the search, with the splits of the proposal.
        let options: SearchOptions

        let plan: SearchPlan

        /// The number of each candidate of the proposal in the plan.
        let numbers: [Int]
    }

    /// - Throws: ``SearchError``, `LearningError` or ``ModelSelectionError`` for what can be found before the run.
    init(_ search: AdaptiveSearch, _ data: Dataset, groups: Labels?) throws {
        space = try AdaptiveSpace(search.pipeline, search.grid)
        options = search.options
        (self.data, self.groups) = (data, groups)
        let rows = data.target.count
        var maxResource = rows
        if case .parameter(let name, let most) = search.method.resource {
            try space.requireInteger(name)
            maxResource = most
        }
        let splitter = options.splitter(for: data.target.problem)
        let splits = try splitter.splits(rows: rows, target: data.target, groups: groups)
        let classes: Int? = if case .labels(let labels) = data.target { labels.classes.count } else { nil }
        facts = SearchMethod.Facts(
            space: space.space, rows: rows, splits: splits.count, classes: classes, maxResource: maxResource,
            resource: search.method.resource, seed: search.seed)
    }

    /// Plans the evaluation of a proposal, outside of Swift's cooperative pool.
    func plan(_ proposal: Proposal, workers: Int) async throws -> Round {
        try await offPool { cancellation in
            try plan(proposal, workers: workers, in: PlanningContext { cancellation.isCancelled })
        }
    }

    private func plan(_ proposal: Proposal, workers: Int, in context: PlanningContext) throws -> Round {
        var options = options
        var settings = proposal.candidates.map { space.settings(of: $0.point) }
        let isWhole = proposal.resource.map { $0 >= facts.maxResource } ?? true
        if let resource = proposal.resource, !isWhole || facts.resource != .rows {
            switch facts.resource {
            case .rows:
                options.folds = SubsampledSplits(
                    base: options.splitter(for: data.target.problem), kept: resource, seed: facts.seed)
            case .parameter(let name, _):
                for index in settings.indices { settings[index].values[name] = .int(resource) }
            }
        }
        let (candidates, numbers) = try CandidateSpace.listing(settings, of: space.pipeline, in: context)
        let plan = try Planner.plan(
            candidates, options, data, groups: groups, workers: workers, in: context)
        return Round(
            proposal: proposal, isWhole: isWhole, options: options, plan: plan, numbers: numbers)
    }
}
