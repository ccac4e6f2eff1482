internal import Synchronization
internal import TaskGraph

/// One run, as the thread that reads from the bridge and the task that waits for the results share it.
///
/// Replies change the state under the lock, and so does the observer hear of them: in order.
final class ClusterRun: Sendable {
    /// The number that the bridge knows the run by.
    let number: Int

    private let library: TaskLibrary
    private let observer: (any TaskObserver)?
    private let shared: Mutex<Shared>

    private struct Shared {
        var state: RunState
        var waiting: CheckedContinuation<Void, any Error>?
    }

    init(number: Int, _ state: RunState, library: TaskLibrary, observer: (any TaskObserver)?) {
        self.number = number
        self.library = library
        self.observer = observer
        shared = Mutex(Shared(state: state))
    }

    /// What is known now.
    var state: RunState { shared.withLock { $0.state } }

    /// Changes what is known, and wakes who waits if that settles the run.
    func update(_ change: (inout RunState) -> [TaskEvent]) {
        shared.withLock { shared in
            for event in change(&shared.state) {
                observer?.taskDidStart(event.task, worker: event.worker)
                observer?.taskDidFinish(event)
            }
            guard shared.state.isSettled, let waiting = shared.waiting else { return }
            shared.waiting = nil
            if let error = shared.state.error { waiting.resume(throwing: error) } else { waiting.resume() }
        }
    }

    /// Waits until what was submitted is settled.
    ///
    /// - Throws: what ended the run.
    func settled() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            shared.withLock { shared in
                if let error = shared.state.error {
                    continuation.resume(throwing: error)
                } else if shared.state.isSettled {
                    continuation.resume()
                } else {
                    shared.waiting = continuation
                }
            }
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
            case .ready, .error, .refused, .lost: break
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
