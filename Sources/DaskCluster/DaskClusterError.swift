/// An error of a cluster, rather than of a task that runs on it.
public enum DaskClusterError: Error, Equatable, Sendable {
    /// A text is not the address of a scheduler.
    case malformedAddress(String)

    /// The Python interpreter does not exist.
    case pythonMissing(path: String)

    /// A Python module is not installed.
    case moduleMissing(name: String, python: String)

    /// The worker library does not exist.
    case libraryMissing(path: String)

    /// Data cannot be written to the shared directory.
    case sharedDirectoryUnusable(path: String, reason: String)

    /// No connection is possible: nothing listens at the address, or a certificate is invalid.
    case unreachable(address: String, reason: String)

    /// The server at the address is not a Dask scheduler.
    case notAScheduler(address: String, reason: String)

    /// A worker cannot load the library or is incompatible.
    case workerRefused(name: String, address: String, reason: String)

    /// A worker has not responded for the given number of seconds.
    case workerSilent(name: String, address: String, seconds: Double)

    /// The connection to the scheduler was lost during a run.
    case schedulerLost(address: String)

    /// The bridge, which connects this process to the scheduler, has exited.
    case bridgeLost(reason: String)

    /// The scheduler or the bridge sent an invalid reply.
    case protocolBroken(reason: String)

    /// A piece of the graph failed for a reason other than an error of its operations.
    case pieceFailed(name: String, reason: String)

    /// Workers repeatedly died while running the given operations.
    case workersKeepEnding(operations: [String])
}

extension DaskClusterError: CustomStringConvertible {
    /// The error message.
    public var description: String {
        switch self {
        case .malformedAddress(let address):
            "'\(address)' is not the address of a scheduler: expected tcp://HOST:PORT or tls://HOST:PORT"
        case .pythonMissing(let path):
            "no Python interpreter at '\(path)'; run 'make setup-cluster' to install the requirements, "
                + "or set TRELLIS_PYTHON to another interpreter"
        case .moduleMissing(let name, let python):
            "\(python) has no module '\(name)'; run 'make setup-cluster' to install the requirements, "
                + "or set TRELLIS_PYTHON to another interpreter"
        case .libraryMissing(let path):
            "\(path): there is no such file; run 'make worker' to build the worker library, "
                + "or set TRELLIS_WORKER_LIBRARY to another library"
        case .sharedDirectoryUnusable(let path, let reason):
            "\(path): cannot write data to the shared directory: \(reason)"
        case .unreachable(let address, let reason): "cannot connect to \(address): \(reason)"
        case .notAScheduler(let address, let reason):
            "the server at \(address) is not a Dask scheduler: \(reason)"
        case .workerRefused(let name, let address, let reason):
            "the worker \(name == address ? name : "\(name) (\(address))") cannot be used: \(reason)"
        case .workerSilent(let name, let address, let seconds):
            "the worker \(name == address ? name : "\(name) (\(address))") has not responded for \(seconds) s; "
                + "remove or replace it, and run again"
        case .schedulerLost(let address):
            "the connection to the scheduler at \(address) was lost; run again to compute the missing results"
        case .bridgeLost(let reason): "the process that connects to the scheduler exited: \(reason)"
        case .protocolBroken(let reason):
            "the process that connects to the scheduler sent an invalid reply: \(reason)"
        case .pieceFailed(let name, let reason): "the task \(name) failed on the cluster: \(reason)"
        case .workersKeepEnding(let operations):
            "workers repeatedly died while running \(operations.joined(separator: ", "))"
        }
    }
}
