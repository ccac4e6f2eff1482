import TaskGraph

/// What reads the events of the runs of a plan: the store of the search, and its caller.
struct PlanReaders: Sendable {
    /// Keeps the scores; nil without a store.
    let keeper: ScoreKeeper?

    private let arrivals: ScoreArrivals?
    private let onEvent: SearchEvent.Handler?

    /// Creates readers, and passes the plan on; nil if there are none.
    ///
    /// - Parameters:
    ///   - decisive: The name of the scorer that selects the best candidate; nil if candidates are not scored on all splits.
    ///   - onEvent: The function of the caller; nil for none.
    init?(_ plan: SearchPlan, decisive: String?, _ onEvent: SearchEvent.Handler?) {
        guard onEvent != nil || plan.stored != nil else { return nil }
        let arrivals = decisive.map { ScoreArrivals(plan, decisive: $0) }
        keeper = plan.stored.flatMap { stored in arrivals.map { ScoreKeeper(plan, stored, $0) } }
        self.arrivals = arrivals
        self.onEvent = onEvent
        onEvent?(.planned(plan))
    }

    /// Passes an event of a run on.
    func receive(_ event: RunEvent) {
        if case .arrived(let task, let value) = event { keeper?.keep(task, .success(value)) }
        guard let onEvent else { return }
        onEvent(.run(event))
        if case .arrived(let task, let value) = event {
            for score in arrivals?.add(task, value) ?? [] { onEvent(.scored(score)) }
        }
    }
}
