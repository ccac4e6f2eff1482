internal import Dispatch
internal import Synchronization
internal import TaskGraph

/// A connection to a cluster: a bridge, the thread that reads from it, and the runs that wait for what it says.
///
/// # Glossary
///
/// - `runs`: by number, those that have begun and not ended.
/// - `end`: why the session is over; nothing is asked of the bridge any more.
/// - `opening`: who waits for the connection.
/// - `writer`: a queue, for writing waits while the bridge is busy.
final class ClusterSession: Sendable {
    private let address: ClusterAddress
    private let python: String
    private let process: BridgeProcess
    private let writer = DispatchQueue(label: "trellis.bridge.writer")
    private let shared = Mutex(Shared())
    private let ended = DispatchSemaphore(value: 0)
    private let warn: @Sendable (String) -> Void

    private struct Shared {
        var runs: [Int: ClusterRun] = [:]
        var runCount = 0
        var end: DaskClusterError?
        var opening: CheckedContinuation<BridgeReply.Ready, any Error>?
    }

    private init(
        _ address: ClusterAddress, _ runtime: PythonRuntime, warn: @escaping @Sendable (String) -> Void
    ) throws(DaskClusterError) {
        self.address = address
        self.warn = warn
        python = runtime.python
        var variables: [String: String] = [:]
        if let folder = runtime.packageFolder {
            let other = BridgeProcess.environment["PYTHONPATH"].map { ":\($0)" } ?? ""
            variables["PYTHONPATH"] = folder + other
        }
        process = try BridgeProcess(
            path: runtime.python, arguments: ["-c", Self.startOfBridge], adding: variables)
    }

    /// Runs the module as `python3 -m` would, but for the current folder, from which it would import first: a `queue.py`
    /// that lies beside the data is no part of Python.
    private static let startOfBridge =
        "import sys; sys.path[:] = [path for path in sys.path if path]; import runpy; "
        + "runpy.run_module('trellis_dask.bridge', run_name='__main__', alter_sys=True)"

    /// How long to wait for a scheduler, in seconds.
    private static let timeout = 5.0

    /// Connects to a cluster.
    ///
    /// - Parameter warn: told what the user should know of workers that join.
    /// - Throws: `DaskClusterError`.
    static func open(
        _ address: ClusterAddress, _ runtime: PythonRuntime, library: TaskLibrary,
        warn: @escaping @Sendable (String) -> Void
    ) async throws -> (ClusterSession, BridgeReply.Ready) {
        let session = try ClusterSession(address, runtime, warn: warn)
        var connect = BridgeRequest.Connect(
            timeout: timeout, library: .init(path: runtime.library, operations: "\(library.digest)"))
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
            try Task.checkCancellation()
            throw error
        }
        for worker in ready.workers {
            guard let reason = worker.refusal else { continue }
            throw DaskClusterError.workerRefused(name: worker.name, address: worker.address, reason: reason)
        }
        return (session, ready)
    }

    /// Whether the session is over.
    var isOver: Bool { shared.withLock { $0.end != nil } }

    /// The number of the bridge's process.
    var bridgeIdentifier: Int { process.identifier }

    // MARK: - Asking

    /// Begins a run.
    ///
    /// - Throws: what ended the session.
    func begin(_ make: (Int) -> ClusterRun) throws -> ClusterRun {
        try shared.withLock { shared in
            if let end = shared.end { throw end }
            shared.runCount += 1
            let run = make(shared.runCount)
            shared.runs[run.number] = run
            return run
        }
    }

    /// Ends a run: the cluster may forget all of it.
    func finish(_ run: ClusterRun) {
        _ = shared.withLock { $0.runs.removeValue(forKey: run.number) }
        send(.release(run: run.number))
    }

    /// Sends a request; one that cannot be sent is answered by the end of the session.
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

    /// Has the session end when its bridge has left the cluster, without waiting for that.
    func abandon() { writer.async { [process] in process.closeInput() } }

    /// Leaves the cluster, and ends it if it was started here; returns when that is done.
    func close() async {
        send(.bye)
        writer.async { [process] in process.closeInput() }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [ended] in
                ended.wait()
                ended.signal()
                continuation.resume()
            }
        }
    }

    // MARK: - Hearing

    private func startReading() {
        DispatchQueue(label: "trellis.bridge.reader").async { [self] in
            var parser = FrameParser()
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            do throws(DaskClusterError) {
                while true {
                    let bytes = process.read(into: &buffer)
                    if bytes.isEmpty { break }
                    parser.append(bytes)
                    while let frame = try parser.next() { receive(try BridgeReply(frame)) }
                }
                end(.bridgeLost(reason: "it ended before its work did"))
            } catch {
                end(error)
            }
            process.closeInput()
            process.reap()
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
        case .error(let kind, let message, let module): end(error(kind, message, module))
        case .lost: end(.schedulerLost(address: address.text))
        case .refused(let worker, let name, let message):
            let refusal = DaskClusterError.workerRefused(name: name, address: worker, reason: message)
            warn("\(refusal); it is passed over")
        case .ran(let run, _, _, _, _, _), .done(let run, _), .failed(let run, _, _, _, _):
            shared.withLock { $0.runs[run] }?.receive(reply)
        }
    }

    private func error(_ kind: String, _ message: String, _ module: String?) -> DaskClusterError {
        switch kind {
        case "missing": .moduleMissing(name: module ?? message, python: python)
        case "unreachable": .unreachable(address: address.text, reason: message)
        case "not-a-scheduler": .notAScheduler(address: address.text, reason: message)
        case "protocol": .protocolBroken(reason: message)
        default: .bridgeLost(reason: message)
        }
    }

    /// Ends the session and all that waits for it.
    private func end(_ error: DaskClusterError) {
        let waiting: Shared? = shared.withLock { shared in
            guard shared.end == nil else { return nil }
            shared.end = error
            defer { (shared.opening, shared.runs) = (nil, [:]) }
            return shared
        }
        waiting?.opening?.resume(throwing: error)
        for run in waiting?.runs.values ?? [:].values { run.end(error) }
    }
}
