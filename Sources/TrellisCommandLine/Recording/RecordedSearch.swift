import Trellis

/// What a recorder knows of the search while it writes the events: the graph of the current run, its start, and what its
/// tasks serve.
struct RecordedSearch {
    private(set) var graph = TaskGraph()

    /// The start of the current run, in seconds since the recording began.
    private(set) var runStart = 0.0

    private var plan: SearchPlan?
    private var served: ServedScores?
    private let origin: ContinuousClock.Instant

    init(since origin: ContinuousClock.Instant) { self.origin = origin }

    /// Changes what is known by an event.
    mutating func receive(_ event: SearchEvent) {
        switch event {
        case .planned(let plan): self.plan = plan
        case .run(.planned(let run)):
            graph = run.graph
            runStart = (run.instant - origin).seconds
            served = plan.map { ServedScores($0) }
        case .run(.ended): (plan, served) = (nil, nil)
        default: break
        }
    }

    /// Adds what a task computes, and for which candidates and splits.
    func describe(_ task: TaskID, in object: inout JSONObjectText) {
        object.add("key", "\(graph.key(of: task))")
        guard let served else { return }
        object.add("candidateCount", served.candidateCount(of: task))
        object.add("candidates", served.candidates(of: task, limit: 20))
        object.add("splits", served.splits(of: task, limit: 100))
    }
}
