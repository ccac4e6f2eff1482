internal import Synchronization

/// The session with a cluster: one at a time, replaced where runs find that it is over.
///
/// # Glossary
///
/// - `session`: the last that was opened.
/// - `opening`: opens the next; whoever needs one meanwhile waits for the same.
/// - `waiters`: how many do. When the last of them gives up, so does `opening`.
/// - `isClosed`: whether the caller has closed the scheduler; nothing is opened any more.
final class ClusterConnection: Sendable {
    private let open: @Sendable () async throws -> ClusterSession
    private let shared: Mutex<Shared>

    private struct Shared {
        var session: ClusterSession
        var opening: Task<ClusterSession, any Error>?
        var waiters = 0
        var isClosed = false
    }

    /// Keeps a session.
    ///
    /// - Parameter open: opens another.
    init(_ session: ClusterSession, open: @escaping @Sendable () async throws -> ClusterSession) {
        shared = Mutex(Shared(session: session))
        self.open = open
    }

    deinit {
        // For who did not close the scheduler.
        shared.withLock { $0.session.abandon() }
    }

    /// The last session, which may be over.
    var session: ClusterSession { shared.withLock { $0.session } }

    /// A session that is alive, the last or a new one.
    ///
    /// - Throws: why there is none; `CancellationError`.
    func live() async throws -> ClusterSession {
        let last = session
        if await last.isAlive() { return last }
        try Task.checkCancellation()
        let opening = try shared.withLock { shared -> Task<ClusterSession, any Error>? in
            if shared.isClosed { throw DaskClusterError.bridgeLost(reason: "the scheduler was closed") }
            // Another run was faster.
            if shared.session !== last, shared.opening == nil { return nil }
            let opening = shared.opening ?? Task { try await self.replace() }
            shared.opening = opening
            shared.waiters += 1
            return opening
        }
        guard let opening else { return session }
        do {
            return try await withTaskCancellationHandler {
                let session = try await opening.value
                try Task.checkCancellation()
                return session
            } onCancel: {
                giveUp(opening)
            }
        } catch is CancellationError {
            try Task.checkCancellation()
            // It was the others who gave up, before this run joined them.
            return try await live()
        }
    }

    /// Leaves the cluster.
    func close() async {
        let (session, opening) = shared.withLock { shared in
            shared.isClosed = true
            return (shared.session, shared.opening)
        }
        opening?.cancel()
        _ = await opening?.result
        await session.close()
    }

    private func giveUp(_ opening: Task<ClusterSession, any Error>) {
        let isLast = shared.withLock { shared in
            guard shared.opening == opening else { return false }
            shared.waiters -= 1
            return shared.waiters == 0
        }
        if isLast { opening.cancel() }
    }

    private func replace() async throws -> ClusterSession {
        do {
            let session = try await open()
            let isWanted = shared.withLock { shared in
                (shared.opening, shared.waiters) = (nil, 0)
                if !shared.isClosed { shared.session = session }
                return !shared.isClosed
            }
            if isWanted { return session }
            await session.close()
            throw CancellationError()
        } catch {
            shared.withLock { ($0.opening, $0.waiters) = (nil, 0) }
            throw error
        }
    }
}
