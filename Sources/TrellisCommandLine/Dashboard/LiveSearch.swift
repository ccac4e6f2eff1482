import Drawing
import Machine
import Reporting
import Synchronization
import Trellis

/// What the dashboard shows of a search, kept up to date by its events.
///
/// Memory is bounded: of a long search, the last tasks and candidates are kept, and the best scores.
final class LiveSearch: Sendable {
    private let origin = ContinuousClock.now
    private let state: Mutex<LiveState>
    private let estimates: RunEstimates

    /// Creates the state of a search that has not begun.
    ///
    /// - Parameters:
    ///   - activity: What the command does now.
    ///   - estimates: The estimates of the runs, which others may show as well.
    init(activity: String, estimates: RunEstimates = RunEstimates()) {
        state = Mutex(LiveState(activity: activity))
        self.estimates = estimates
    }

    private var seconds: Double { (ContinuousClock.now - origin).seconds }

    /// Changes what is shown by an event.
    func receive(_ event: SearchEvent) {
        let time = seconds
        let run: (RunStart, [TaskID]?)? = state.withLock { state in
            state.receive(event, at: time, since: origin)
            guard case .run(.planned(let start)) = event else { return nil }
            return (start, state.status.outputs)
        }
        guard let (start, outputs) = run else { return }
        let work = estimates.of(start, outputs: outputs)
        Task.detached(priority: .utility) { [self] in
            let estimates = await work.value
            state.withLock { $0.status.add(estimates, ofRun: start) }
        }
    }

    /// Records that the command begins something else, or has ended.
    func begin(_ activity: String, isEnd: Bool = false) {
        let time = seconds
        state.withLock { state in
            state.status.activity = activity
            state.isOver = isEnd
            state.endTime = isEnd ? time : nil
        }
    }

    /// Shows a link to the dashboard of the cluster.
    func show(clusterDashboard address: String) {
        guard address.hasPrefix("http://") || address.hasPrefix("https://") else { return }
        state.withLock { $0.clusterDashboard = address }
    }

    /// Shows a link to the page of the results.
    func show(report page: String) { state.withLock { $0.report = page } }

    /// The page of the results; nil until there is one.
    var report: String? { state.withLock { $0.report } }

    /// What is shown now.
    var snapshot: DashboardSnapshot {
        let time = seconds
        return state.withLock { state in
            state.sampleMemory(at: time)
            return DashboardSnapshot(state, at: state.endTime ?? time)
        }
    }
}

/// The state of a live search.
struct LiveState {
    var status: SearchStatus
    var isOver = false
    var endTime: Double?
    var clusterDashboard: String?
    var report: String?
    private(set) var workers = 0
    private(set) var tasks = (finished: 0, failed: 0, total: 0)

    /// The tasks that have finished, by operation, of all runs.
    private(set) var kinds: [String: (finished: Int, seconds: Double)] = [:]

    /// The last tasks, oldest first.
    private(set) var bars: [Bar] = []

    /// The last candidates, oldest first, and the best at each time that there was a better one.
    private(set) var candidates: [Candidate] = []
    private(set) var history: [(time: Double, score: Double)] = []

    /// The memory of the process.
    private(set) var memory = MemorySamples(every: 0.5)

    private var graph = TaskGraph()
    private var runStart = 0.0

    private static let mostBars = 3000
    private static let mostCandidates = 500

    /// A task that a worker ran.
    struct Bar: Sendable {
        let worker: Int
        let start: Double
        let end: Double
        let operation: String
        let hasFailed: Bool
    }

    /// A candidate with its score.
    struct Candidate: Sendable {
        let time: Double
        let parameters: String
        let score: Double
    }

    init(activity: String) { status = SearchStatus(activity: activity, at: 0) }

    mutating func receive(
        _ event: SearchEvent, at time: Double, since origin: ContinuousClock.Instant
    ) {
        status.receive(event, at: time)
        switch event {
        case .run(.planned(let start)):
            graph = start.graph
            runStart = (start.instant - origin).seconds
            workers = max(workers, start.workers)
            tasks.total += start.taskCount
        case .run(.finished(let run)):
            finish(run)
            sampleMemory(at: time)
        case .scored(let candidate): add(candidate, at: time)
        default: break
        }
    }

    private mutating func finish(_ run: TaskRun) {
        tasks.finished += 1
        if run.failure != nil { tasks.failed += 1 }
        let name = graph.name(of: run.task)
        kinds[name, default: (0, 0)].finished += 1
        kinds[name, default: (0, 0)].seconds += run.seconds
        bars.append(
            Bar(
                worker: run.worker, start: runStart + run.startSeconds, end: runStart + run.endSeconds,
                operation: name, hasFailed: run.failure != nil))
        // Removing one by one would move all others each time.
        if bars.count > 2 * Self.mostBars { bars.removeFirst(bars.count - Self.mostBars) }
    }

    private mutating func add(_ candidate: CandidateScore, at time: Double) {
        candidates.append(
            Candidate(time: time, parameters: "\(candidate.parameters)", score: candidate.score))
        if candidates.count > 2 * Self.mostCandidates {
            candidates.removeFirst(candidates.count - Self.mostCandidates)
        }
        if history.last.map({ candidate.score > $0.score }) ?? !candidate.score.isNaN {
            history.append((time, candidate.score))
        }
    }

    /// Records the memory in use, at most twice a second.
    mutating func sampleMemory(at time: Double) {
        if !isOver { memory.sample(at: time) }
    }
}

/// What the dashboard shows at one time.
struct DashboardSnapshot: Sendable {
    let activity: String
    let isOver: Bool
    let elapsed: Double
    let share: Double?
    let secondsLeft: Double?
    let workers: Int
    let tasks: (finished: Int, failed: Int, total: Int)
    let candidates: (scored: Int, total: Int)
    let best: (score: Double, parameters: String)?
    let running: [String]
    let kinds: [(name: String, finished: Int, seconds: Double)]
    let bars: [LiveState.Bar]
    let latest: [LiveState.Candidate]
    let history: [(time: Double, score: Double)]
    let memory: [MemoryChart.Sample]
    let clusterDashboard: String?
    let hasReport: Bool

    init(_ state: LiveState, at time: Double) {
        let status = state.status
        activity = status.phrase
        isOver = state.isOver
        elapsed = time
        share = state.isOver ? 1 : status.share(at: time)
        secondsLeft = state.isOver ? nil : status.secondsLeft(at: time)
        workers = state.workers
        tasks = state.tasks
        candidates = status.candidates
        best = status.best
        running = state.isOver ? [] : status.work?.runningNames ?? []
        kinds = state.kinds.map { ($0.key, $0.value.finished, $0.value.seconds) }
            .sorted { ($1.seconds, $0.name) < ($0.seconds, $1.name) }
        bars = state.bars
        latest = state.candidates
        history = state.history
        memory = state.memory.samples
        clusterDashboard = state.clusterDashboard
        hasReport = state.report != nil
    }
}
