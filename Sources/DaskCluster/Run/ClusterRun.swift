internal import Locking
internal import TaskGraph

/// A run that is shared by the thread that reads from the bridge and the task that waits for the results.
///
/// Replies change the state under a lock. Events are passed on without the lock, by one thread at a time and in the
/// order of the changes, so that their handler may cancel the run or start another one.
///
/// # Glossary
///
/// - `pendingEvents`: events that have not been passed on yet.
/// - `isReporting`: whether a thread passes events on; it continues until no events are pending.
/// - `isOver`: whether the run has ended for its caller, after which no event is passed on.
/// - `waiting`: the continuation that waits until the run is settled or over and its events have been passed on.
final class ClusterRun: Sendable {
    /// The number that identifies the run to the bridge.
    let number: Int

    private let registry: OperationRegistry
    private let onEvent: RunEvent.Handler?
    private let outputs: Set<TaskID>
    private let shared: Lock<Shared>

    private struct Shared {
        var state: RunState
        var pendingEvents: [RunEvent] = []
        var isReporting = false
        var isOver = false
        var waiting: CheckedContinuation<Void, Never>?

        /// Whether the run is settled or over, and its events have been passed on.
        var isQuiet: Bool { !isReporting && (isOver || state.isSettled) }
    }

    init(
        number: Int, _ state: RunState, outputs: [TaskID], registry: OperationRegistry,
        onEvent: RunEvent.Handler?
    ) {
        self.number = number
        self.outputs = onEvent == nil ? [] : Set(outputs)
        self.registry = registry
        self.onEvent = onEvent
        shared = Lock(Shared(state: state))
    }

    /// The current state.
    var state: RunState { shared.withLock { $0.state } }

    /// Changes the state, passes on the events, and resumes the waiting task if the run is settled.
    func update(_ change: (inout RunState) -> [TaskRun]) {
        let mustReport = shared.withLock { shared in
            let runs = change(&shared.state)
            let arrived = shared.state.takeArrived()
            if onEvent != nil, !shared.isOver {
                shared.pendingEvents += runs.flatMap {
                    [.started($0.task, worker: $0.worker), .finished($0)]
                }
                shared.pendingEvents += arrived.filter { outputs.contains($0.task) }
                    .map { .arrived($0.task, $0.value) }
            }
            // The thread that is already passing events on, possibly this one within the handler, handles these events, too.
            if shared.isReporting { return false }
            shared.isReporting = true
            return true
        }
        if mustReport { reportEvents() }
    }

    /// Passes events on until none are pending.
    private func reportEvents() {
        while true {
            let (events, waiting) = shared.withLock { shared in
                let events = shared.pendingEvents
                shared.pendingEvents = []
                guard events.isEmpty else { return (events, CheckedContinuation<Void, Never>?.none) }
                shared.isReporting = false
                guard shared.isQuiet else { return (events, nil) }
                defer { shared.waiting = nil }
                return (events, shared.waiting)
            }
            for event in events { onEvent?(event) }
            if events.isEmpty {
                waiting?.resume()
                return
            }
        }
    }

    /// Waits until the submitted tasks have results or have failed.
    ///
    /// - Throws: The error that ended the run.
    func settled() async throws {
        await quiet()
        if let error = state.error { throw error }
    }

    /// Ends the run for its caller, even if tasks are outstanding; no event is passed on after this method
    /// returns.
    ///
    /// - Returns: The final state.
    func finish() async -> RunState {
        shared.withLock { $0.isOver = true }
        await quiet()
        return state
    }

    private func quiet() async {
        await withCheckedContinuation { continuation in
            let isQuiet = shared.withLock { shared in
                if !shared.isQuiet { shared.waiting = continuation }
                return shared.isQuiet
            }
            if isQuiet { continuation.resume() }
        }
    }

    /// Processes a reply of the bridge for this run.
    func receive(_ reply: BridgeReply) {
        do {
            switch reply {
            case .ran(_, _, let worker, let thread, let start, let report):
                let report = try report.withUnsafeBytes { try SubgraphReport(decoding: $0) }
                update { $0.ran(worker: worker, thread: thread, start: start, report) }
            case .done(_, let values):
                let decoded = try values.map { (key: $0.key, results: try $0.parts.map(decode)) }
                update { state in
                    for value in decoded { state.done(value.key, value.results) }
                    return []
                }
            case .failed(_, let key, let cause, let origin, let message):
                update {
                    $0.failed(key, cause, origin: origin, message: message)
                    return []
                }
            case .ready, .error, .alive, .checked, .refused, .silent, .lost: break
            }
        } catch {
            end(DaskClusterError.protocolBroken(reason: "\(error)"))
        }
    }

    /// Ends the run with an error, unless it has already ended.
    func end(_ error: any Error) {
        update {
            $0.end(error)
            return []
        }
    }

    private func decode(_ part: BridgeReply.Value.Part) throws -> any Sendable {
        var views: [UnsafeRawBufferPointer] = []
        func descend(_ rest: ArraySlice<[UInt8]>) throws -> any Sendable {
            guard let frame = rest.first else {
                return try part.meta.withUnsafeBytes { try registry.decode(meta: $0, frames: views) }
            }
            return try frame.withUnsafeBytes { bytes in
                views.append(bytes)
                return try descend(rest.dropFirst())
            }
        }
        return try descend(part.frames[...])
    }
}
