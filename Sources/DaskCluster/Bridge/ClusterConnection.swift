internal import Locking

/// The connection to a cluster: one session at a time, which is replaced when a run finds that it has ended.
///
/// # Glossary
///
/// - `session`: the most recent session.
/// - `opening`: the task that opens the next session; all runs that need a session wait for the same task.
/// - `waiters`: the number of runs that wait for `opening`. When the last of them is cancelled, `opening` is
///   cancelled, too.
/// - `isClosed`: whether the caller has closed the scheduler, after which no session is opened.
final class ClusterConnection: Sendable {
    private let open: @Sendable () async throws -> ClusterSession
    private let shared: Lock<Shared>

    private struct Shared {
        var session: ClusterSession
        var opening: Task<ClusterSession, any Error>?
        var waiters = 0
        var isClosed = false
    }

    /// Creates a connection with an open session.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - open: Opens another session.
    init(_ session: ClusterSession, open: @escaping @Sendable () async throws -> ClusterSession) {
        shared = Lock(Shared(session: session))
        self.open = open
    }

    deinit {
        // In case the caller did not close the scheduler.
        shared.withLock { $0.session.abandon() }
    }

    /// The most recent session, which may have ended.
    var session: ClusterSession { shared.withLock { $0.session } }

    /// Returns the most recent session if it is alive, or opens a new one.
    ///
    /// - Throws: The error of opening a session; `CancellationError`.
    func live() async throws -> ClusterSession {
        let last = session
        if await last.isAlive() { return last }
        try Task.checkCancellation()
        let opening = try shared.withLock { shared -> Task<ClusterSession, any Error>? in
            if shared.isClosed { throw DaskClusterError.bridgeLost(reason: "the scheduler was closed") }
            // Another run has already replaced the session.
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
            // The task was cancelled by other runs before this run waited for it.
            return try await live()
        }
    }

    /// Disconnects from the cluster.
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
