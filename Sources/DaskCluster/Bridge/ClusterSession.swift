internal import Dispatch
internal import Locking
internal import Machine
internal import TaskGraph

/// A session with a cluster: the bridge, the thread that reads its replies, and the runs that wait for them.
///
/// # Glossary
///
/// - `runs`: the active runs by number.
/// - `end`: the reason why the session has ended; no further requests are sent.
/// - `opening`: the continuation that waits for the connection.
/// - `checks`: the continuations that wait for a liveness check, by number.
/// - `writer`: a queue for writing, which blocks while the bridge is busy.
final class ClusterSession: Sendable {
    private let address: ClusterAddress
    private let python: String
    private let limits: ClusterLimits
    private let folder: BridgeFolder
    private let process: BridgeProcess
    private let writer = DispatchQueue(label: "trellis.bridge.writer")
    private let shared = Lock(Shared())
    private let ended = DispatchSemaphore(value: 0)
    private let warn: @Sendable (String) -> Void

    private struct Shared {
        var runs: [Int: ClusterRun] = [:]
        var runCount = 0
        var end: DaskClusterError?
        var opening: CheckedContinuation<BridgeReply.Ready, any Error>?
        var checks: [Int: CheckedContinuation<Void, Never>] = [:]
        var checkCount = 0
    }

    private init(
        _ address: ClusterAddress, _ runtime: PythonRuntime, limits: ClusterLimits,
        warn: @escaping @Sendable (String) -> Void
    ) throws(DaskClusterError) {
        self.address = address
        self.limits = limits
        self.warn = warn
        python = runtime.python
        var variables: [String: String] = [:]
        if let folder = runtime.packageFolder {
            let other = BridgeProcess.environment["PYTHONPATH"].map { ":\($0)" } ?? ""
            variables["PYTHONPATH"] = folder + other
        }
        let folder = try BridgeFolder()
        do throws(DaskClusterError) {
            process = try BridgeProcess(
                path: runtime.python, arguments: ["-c", Self.startOfBridge, folder.path], adding: variables)
        } catch {
            folder.remove()
            throw error
        }
        self.folder = folder
    }

    /// Runs the module like `python3 -m`, but without the current folder in the module search path: a file such as
    /// `queue.py` in the folder of the data must not replace a module of Python.
    private static let startOfBridge =
        "import sys; sys.path[:] = [path for path in sys.path if path]; import runpy; "
        + "runpy.run_module('trellis_dask.bridge', run_name='__main__', alter_sys=True)"

    /// Connects to a cluster.
    ///
    /// - Parameters:
    ///   - address: The address of the cluster.
    ///   - runtime: The Python installation and the worker library.
    ///   - registry: The operations and value types of the worker library.
    ///   - limits: The time limits.
    ///   - warn: Called with warnings about workers that join.
    /// - Throws: `DaskClusterError`; `CancellationError`.
    static func open(
        _ address: ClusterAddress, _ runtime: PythonRuntime, registry: OperationRegistry,
        limits: ClusterLimits,
        warn: @escaping @Sendable (String) -> Void
    ) async throws -> (ClusterSession, BridgeReply.Ready) {
        let session = try ClusterSession(address, runtime, limits: limits, warn: warn)
        var connect = BridgeRequest.Connect(
            limits: .init(limits), library: .init(path: runtime.library, operations: "\(registry.digest)"))
        switch address {
        case .scheduler(let address, let tls): (connect.address, connect.tls) = (address, tls)
        case .local(let workers): connect.workers = workers
        }
        let request = connect
        let ready: BridgeReply.Ready
        do {
            ready = try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    session.shared.withLock { $0.opening = continuation }
                    session.startReading()
                    session.send(.connect(request))
                }
            } onCancel: {
                session.process.kill()
            }
        } catch {
            // Clean up before throwing, because the program may exit afterwards.
            await session.close()
            try Task.checkCancellation()
            throw error
        }
        for worker in ready.workers {
            guard let reason = worker.refusal else { continue }
            await session.close()
            throw DaskClusterError.workerRefused(name: worker.name, address: worker.address, reason: reason)
        }
        return (session, ready)
    }

    /// Whether the session has ended.
    var isOver: Bool { shared.withLock { $0.end != nil } }

    /// The process identifier of the bridge.
    var bridgeIdentifier: Int { process.identifier }

    // MARK: - Requests

    /// Checks whether the cluster is still reachable; waits for the reply unless cancelled.
    func isAlive() async -> Bool {
        let number = shared.withLock { shared in
            shared.checkCount += 1
            return shared.checkCount
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = shared.withLock { shared in
                    if shared.end != nil || Task.isCancelled { return false }
                    shared.checks[number] = continuation
                    return true
                }
                if isWaiting { send(.check) } else { continuation.resume() }
            }
        } onCancel: {
            shared.withLock { $0.checks.removeValue(forKey: number) }?.resume()
        }
        return !isOver
    }

    /// Begins a run.
    ///
    /// - Throws: The error that ended the session, if it has ended.
    func begin(_ make: (Int) -> ClusterRun) throws -> ClusterRun {
        try shared.withLock { shared in
            if let end = shared.end { throw end }
            shared.runCount += 1
            let run = make(shared.runCount)
            shared.runs[run.number] = run
            return run
        }
    }

    /// Ends a run and releases its results on the cluster.
    func finish(_ run: ClusterRun) {
        _ = shared.withLock { $0.runs.removeValue(forKey: run.number) }
        send(.release(run: run.number))
    }

    /// Sends a request; if it cannot be sent, the session ends.
    func send(_ request: BridgeRequest) {
        writer.async { [self] in
            do {
                if try process.write(request.frame().encoded) { return }
                process.closeInput()
            } catch {
                end(.protocolBroken(reason: "\(error)"))
            }
        }
    }

    /// Asks the bridge to disconnect, without waiting for it to exit.
    func abandon() { writer.async { [process] in process.closeInput() } }

    /// Disconnects from the cluster, shuts a local cluster down, and waits until the bridge has exited.
    ///
    /// The bridge is killed if it does not exit within the time limit.
    func close() async {
        send(.bye)
        writer.async { [process] in process.closeInput() }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [ended, process, limits] in
                if ended.wait(timeout: .now() + limits.closing.seconds) == .timedOut {
                    process.kill()
                    ended.wait()
                }
                ended.signal()
                continuation.resume()
            }
        }
    }

    // MARK: - Replies

    private func startReading() {
        DispatchQueue(label: "trellis.bridge.reader").async { [self] in
            var parser = FrameParser()
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            do throws(DaskClusterError) {
                reading: while true {
                    switch process.read(into: &buffer, within: limits.silence) {
                    case .bytes(let bytes): parser.append(bytes)
                    case .end: break reading
                    case .silence:
                        end(.bridgeLost(reason: "it has not responded for \(limits.silence.seconds) s"))
                        process.kill()
                        break reading
                    }
                    while let frame = try parser.next() { receive(try BridgeReply(frame)) }
                }
                end(.bridgeLost(reason: "it exited before the work was done"))
            } catch {
                end(error)
            }
            process.closeInput()
            process.reap()
            folder.remove()
            ended.signal()
        }
    }

    private func receive(_ reply: BridgeReply) {
        switch reply {
        case .ready(let ready):
            let opening = shared.withLock { shared in
                defer { shared.opening = nil }
                return shared.opening
            }
            opening?.resume(returning: ready)
        case .error(let failure): end(error(failure))
        case .alive: break
        case .checked:
            // One reply answers all pending checks, because it is about as recent as they are.
            let checks = shared.withLock { shared in
                defer { shared.checks = [:] }
                return shared.checks
            }
            for check in checks.values { check.resume() }
        case .silent(let worker, let name, let seconds):
            let runs = shared.withLock { $0.runs }
            for run in runs.values {
                run.end(DaskClusterError.workerSilent(name: name, address: worker, seconds: seconds))
            }
        case .lost:
            end(.schedulerLost(address: address.text))
            abandon()
        case .refused(let worker, let name, let message):
            let refusal = DaskClusterError.workerRefused(name: name, address: worker, reason: message)
            warn("\(refusal); it is not used")
        case .ran(let run, _, _, _, _, _), .done(let run, _), .failed(let run, _, _, _, _):
            shared.withLock { $0.runs[run] }?.receive(reply)
        }
    }

    private func error(_ failure: BridgeReply.Failure) -> DaskClusterError {
        switch failure.kind {
        case "missing": .moduleMissing(name: failure.module ?? failure.message, python: python)
        case "unreachable": .unreachable(address: address.text, reason: failure.message)
        case "not-a-scheduler": .notAScheduler(address: address.text, reason: failure.message)
        case "slow":
            .workerSilent(
                name: failure.name ?? "", address: failure.worker ?? "", seconds: failure.seconds ?? 0)
        case "protocol": .protocolBroken(reason: failure.message)
        default: .bridgeLost(reason: failure.message)
        }
    }

    /// Ends the session and resumes everything that waits for it.
    private func end(_ error: DaskClusterError) {
        let waiting: Shared? = shared.withLock { shared in
            guard shared.end == nil else { return nil }
            shared.end = error
            defer { (shared.opening, shared.runs, shared.checks) = (nil, [:], [:]) }
            return shared
        }
        waiting?.opening?.resume(throwing: error)
        for check in waiting?.checks.values ?? [:].values { check.resume() }
        for run in waiting?.runs.values ?? [:].values { run.end(error) }
    }
}
