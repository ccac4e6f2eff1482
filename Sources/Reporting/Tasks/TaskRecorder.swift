import Drawing
import Locking
import Trellis

/// What each worker did and when, recorded from the events of runs, for the task stream of a report.
///
/// ```swift
/// let recorder = TaskRecorder()
/// let results = try await search.score(plan, on: scheduler) { recorder.receive($0) }
/// report.tasks = recorder.record
/// ```
///
/// Several runs are put on one clock, in which the first begins at 0.
public final class TaskRecorder: Sendable {
    private let state = Lock(State())

    private struct State {
        var origin: ContinuousClock.Instant?
        /// When the current run began, in seconds after the first.
        var offset = 0.0
        /// The plan of the run that begins next, or of the current one.
        var plan: SearchPlan?
        var graph: TaskGraph?
        /// The number of the current run, and of records when it began.
        var run = -1
        var firstRecord = 0
        var kinds: [String: Int32] = [:]
        var names: [String] = []
        var records: [Record] = []
        /// The records of the critical paths of the runs that have ended.
        var criticalPath: [Int] = []
        var memory = MemorySamples(every: 0.01)
        /// The graphs of all runs, while there are so few tasks that each can be described.
        var described: [(graph: TaskGraph, plan: SearchPlan?)]? = []
    }

    /// A task in few bytes, because a run may have millions.
    private struct Record {
        var worker: Int32
        var kind: Int32
        var run: Int32
        var task: TaskID
        var start: Double
        var end: Double
    }

    /// Creates a recorder.
    public init() {}

    /// The tasks that have ended, in the order in which they did, the critical path and the memory.
    ///
    /// Of few tasks, each says what it computes; many are not described, because a report summarises them.
    public var record: TaskRecord {
        let state = state.withLock { $0 }
        let details = state.described?.map { TaskDetails($0.graph, of: $0.plan) }
        let spans = state.records.map { record in
            TaskSpan(
                worker: "worker \(record.worker)", start: record.start, end: record.end,
                kind: state.names[Int(record.kind)],
                label: details?[Int(record.run)].text(of: record.task) ?? "")
        }
        return TaskRecord(
            spans: spans, criticalPath: state.criticalPath.map { spans[$0] }, memory: state.memory.samples)
    }

    /// Records the tasks of the runs of a search.
    public func receive(_ event: SearchEvent) {
        switch event {
        case .planned(let plan): state.withLock { $0.plan = plan }
        case .run(let event): receive(event)
        default: break
        }
    }

    /// Records the tasks of a run.
    public func receive(_ event: RunEvent) {
        switch event {
        case .planned(let start): begin(start.graph, at: start.instant)
        case .finished(let run): record(run)
        case .ended: end()
        default: break
        }
    }

    /// Begins a run, whose times are counted from an instant.
    private func begin(_ graph: TaskGraph, at instant: ContinuousClock.Instant) {
        state.withLock { state in
            let (seconds, attoseconds) = (instant - (state.origin ?? instant)).components
            state.origin = state.origin ?? instant
            state.offset = Double(seconds) + Double(attoseconds) / 1e18
            state.graph = graph
            state.run += 1
            state.firstRecord = state.records.count
            state.described?.append((graph, state.plan))
            state.memory.sample(at: state.offset, isBound: true)
        }
    }

    /// Records a task of the current run.
    private func record(_ run: TaskRun) {
        state.withLock { state in
            guard let name = state.graph?.name(of: run.task) else { return }
            let kind = state.kinds[name] ?? Int32(state.names.count)
            if kind == state.names.count {
                state.kinds[name] = kind
                state.names.append(name)
            }
            let end = state.offset + run.endSeconds
            state.records.append(
                Record(
                    worker: Int32(truncatingIfNeeded: run.worker), kind: kind, run: Int32(state.run),
                    task: run.task, start: state.offset + run.startSeconds, end: end))
            if state.records.count > TaskStreamChart.limit { state.described = nil }
            state.memory.sample(at: end)
        }
    }

    /// Ends a run: finds its critical path, and forgets its graph.
    private func end() {
        state.withLock { state in
            guard let graph = state.graph else { return }
            (state.graph, state.plan) = (nil, nil)
            let last = state.records[state.firstRecord...].lazy.map(\.end).max()
            if let last { state.memory.sample(at: last, isBound: true) }
            var seconds = [Double](repeating: 0, count: graph.count)
            var places: [TaskID: Int] = [:]
            for place in state.firstRecord..<state.records.count {
                let record = state.records[place]
                seconds[record.task.index] = record.end - record.start
            }
            let chain = Set(CriticalPath(of: graph, seconds: seconds).tasks)
            for place in state.firstRecord..<state.records.count {
                let task = state.records[place].task
                if chain.contains(task) { places[task] = place }
            }
            state.criticalPath += places.values.sorted { state.records[$0].start < state.records[$1].start }
        }
    }
}
