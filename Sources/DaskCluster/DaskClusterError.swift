/// What can go wrong with a cluster, as opposed to the tasks it runs.
public enum DaskClusterError: Error, Equatable, Sendable {
    /// An address is not of the form that a scheduler has.
    case malformedAddress(String)

    /// There is no program of this name or path to run Python with.
    case pythonMissing(path: String)

    /// Python lacks a module.
    case moduleMissing(name: String, python: String)

    /// The file that workers load is not there.
    case libraryMissing(path: String)

    /// Data cannot be written to the folder that was named for them.
    case sharedDirectoryUnusable(path: String, reason: String)

    /// Nobody listens at the address, or something is wrong with the certificates.
    case unreachable(address: String, reason: String)

    /// Somebody listens at the address who is no Dask scheduler.
    case notAScheduler(address: String, reason: String)

    /// A worker cannot run what would be sent to it.
    case workerRefused(name: String, address: String, reason: String)

    /// A worker did not answer, or was not heard of, for so many seconds.
    case workerSilent(name: String, address: String, seconds: Double)

    /// The scheduler ended or did not answer, or the connection to it broke, while it was needed.
    case schedulerLost(address: String)

    /// The process between this one and the scheduler ended.
    case bridgeLost(reason: String)

    /// The scheduler or the process in between answered what it should not.
    case protocolBroken(reason: String)

    /// A piece of the graph failed by something else than its operations.
    case pieceFailed(name: String, reason: String)

    /// Operations ended their workers, one after another, and there is no end to it.
    case workersKeepEnding(operations: [String])
}

extension DaskClusterError: CustomStringConvertible {
    /// What was found, what was expected, and what helps.
    public var description: String {
        switch self {
        case .malformedAddress(let address):
            "'\(address)' is no address of a scheduler: expected tcp://HOST:PORT or tls://HOST:PORT"
        case .pythonMissing(let path):
            "found no Python at '\(path)'; 'make setup-cluster' installs what a cluster needs, "
                + "and TRELLIS_PYTHON names another"
        case .moduleMissing(let name, let python):
            "\(python) has no module '\(name)'; 'make setup-cluster' installs what a cluster needs, "
                + "and TRELLIS_PYTHON names another Python"
        case .libraryMissing(let path):
            "\(path): there is no such file; 'make worker' builds the library that workers load, "
                + "and TRELLIS_WORKER_LIBRARY names another"
        case .sharedDirectoryUnusable(let path, let reason):
            "\(path): data cannot be written to the shared directory: \(reason)"
        case .unreachable(let address, let reason): "no connection to \(address): \(reason)"
        case .notAScheduler(let address, let reason):
            "what listens at \(address) is no Dask scheduler: \(reason)"
        case .workerRefused(let name, let address, let reason):
            "the worker \(name == address ? name : "\(name) (\(address))") cannot be used: \(reason)"
        case .workerSilent(let name, let address, let seconds):
            "the worker \(name == address ? name : "\(name) (\(address))") has not answered for \(seconds) s; "
                + "without it, or with one in its place, the same can run again"
        case .schedulerLost(let address):
            "the scheduler at \(address) was lost; running again computes what is not yet done"
        case .bridgeLost(let reason): "the process that talks to the scheduler ended: \(reason)"
        case .protocolBroken(let reason):
            "the process that talks to the scheduler answered wrongly: \(reason)"
        case .pieceFailed(let name, let reason): "the task \(name) failed on the cluster: \(reason)"
        case .workersKeepEnding(let operations):
            "workers keep ending while they run \(operations.joined(separator: ", "))"
        }
    }
}
