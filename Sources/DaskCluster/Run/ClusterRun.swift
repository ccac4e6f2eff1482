internal import Synchronization
internal import TaskGraph

/// One run, as the thread that reads from the bridge and the task that waits for the results share it.
///
/// Replies change the state under the lock. The observer is called outside it, by one thread at a time and in the order
/// of the changes, so it may cancel the run or start another.
///
/// # Glossary
///
/// - `news`: events of which the observer has not been told.
/// - `isTelling`: whether a thread is calling the observer; it goes on until there are no news.
/// - `isOver`: whether the run has ended for its caller; the observer is told nothing more.
/// - `waiting`: who waits until the run is settled or over, and the observer told.
final class ClusterRun: Sendable {
    /// The number that the bridge knows the run by.
    let number: Int

    private let library: TaskLibrary
    private let observer: (any TaskObserver)?
    private let shared: Mutex<Shared>

    private struct Shared {
        var state: RunState
        var news: [TaskEvent] = []
        var isTelling = false
        var isOver = false
        var waiting: CheckedContinuation<Void, Never>?

        /// Whether there is nothing to wait for.
        var isQuiet: Bool { !isTelling && (isOver || state.isSettled) }
    }

    init(number: Int, _ state: RunState, library: TaskLibrary, observer: (any TaskObserver)?) {
        self.number = number
        self.library = library
        self.observer = observer
        shared = Mutex(Shared(state: state))
    }

    /// What is known now.
    var state: RunState { shared.withLock { $0.state } }

    /// Changes what is known, tells the observer, and wakes who waits if that settles the run.
    func update(_ change: (inout RunState) -> [TaskEvent]) {
        let isTeller = shared.withLock { shared in
            let events = change(&shared.state)
            if observer != nil, !shared.isOver { shared.news += events }
            // Another thread, or this one from within the observer, tells these events when it is done with its own.
            if shared.isTelling { return false }
            shared.isTelling = true
            return true
        }
        if isTeller { tell() }
    }

    /// Tells the observer of events until there are none.
    private func tell() {
        while true {
            let (events, waiting) = shared.withLock { shared in
                let events = shared.news
                shared.news = []
                guard events.isEmpty else { return (events, CheckedContinuation<Void, Never>?.none) }
                shared.isTelling = false
                guard shared.isQuiet else { return (events, nil) }
                defer { shared.waiting = nil }
                return (events, shared.waiting)
            }
            for event in events {
                observer?.taskDidStart(event.task, worker: event.worker)
                observer?.taskDidFinish(event)
            }
            if events.isEmpty {
                waiting?.resume()
                return
            }
        }
    }

    /// Waits until what was submitted is settled.
    ///
    /// - Throws: what ended the run.
    func settled() async throws {
        await quiet()
        if let error = state.error { throw error }
    }

    /// Ends the run for its caller, whatever is outstanding: the observer is told nothing after this returns.
    ///
    /// - Returns: what is known at the end.
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

    /// Takes what the bridge says of this run.
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

    /// Ends the run, unless it is over.
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
                return try part.meta.withUnsafeBytes { try library.decode(meta: $0, frames: views) }
            }
            return try frame.withUnsafeBytes { bytes in
                views.append(bytes)
                return try descend(rest.dropFirst())
            }
        }
        return try descend(part.frames[...])
    }
}
