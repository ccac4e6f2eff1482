internal import Locking
internal import Machine
public import TaskGraph

/// A scheduler that runs graphs on a Dask cluster.
///
/// # Policy
///
/// Dask's scheduler decides where and when each piece runs. This scheduler divides the graph into pieces that are
/// large enough to be sent (`TaskGraph.fused`), identifies them by a hash of what they compute, and waits for the
/// results. Values stay on the workers, in Swift's memory, and move between workers as Dask decides; only outputs are
/// transferred to the client.
///
/// A task that throws an error fails as on any other scheduler, and so do the tasks that depend on it. If an
/// operation kills its worker (by a trap, or by running out of memory), the tasks of the affected pieces run again
/// one by one. A task that kills its worker again fails as if it had thrown an error, and the rest of the graph runs.
///
/// The scheduler sends the workers what they need to run tasks; see `PythonRuntime`.
///
/// ```swift
/// let cluster = try await DaskScheduler.connect(to: .local(workers: 2), registry: .standard)
/// let found = try await search.fit(digits, on: cluster)
/// await cluster.close()
/// ```
public struct DaskScheduler: Scheduler {
    /// The number of tasks that may run at the same time: ``threads``, but at least 1.
    public var workers: Int { max(1, threads) }

    /// False.
    public var runsInProcess: Bool { false }

    /// The total number of threads of the workers when the connection was opened; 0 if there were no workers yet.
    public let threads: Int

    /// The address of the scheduler of the cluster, or `local-cluster`.
    public let name: String

    /// The address of the dashboard; nil if the cluster has none.
    public let dashboard: String?

    let registry: OperationRegistry
    let warn: @Sendable (String) -> Void
    let note: @Sendable (String) -> Void
    let memory: ClusterMemory

    /// Connects to a cluster, or starts a local one, and installs the library on its workers.
    ///
    /// - Parameters:
    ///   - address: The address of the cluster.
    ///   - registry: The operations and value types of the worker library that `runtime` names.
    ///   - runtime: The Python installation and the worker library; found automatically by default.
    ///   - sharedDirectory: A folder for data, which workers can read by the same path. If it is nil, or if a worker
    ///     cannot read the data there, the data are sent with the graph.
    ///   - limits: The time limits.
    ///   - warn: Called with warnings about workers that cannot be used and data that workers cannot read.
    ///   - note: Called when tasks run again because workers ended.
    /// - Returns: A scheduler, which must be closed with ``close()``.
    /// - Throws: `DaskClusterError`; `CancellationError`.
    public static func connect(
        to address: ClusterAddress, registry: OperationRegistry, runtime: PythonRuntime = .find(),
        sharedDirectory: String? = nil, limits: ClusterLimits = ClusterLimits(),
        warn: @escaping @Sendable (String) -> Void = { _ in },
        note: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> DaskScheduler {
        try runtime.check()
        let directory = try sharedDirectory.map { path throws(DaskClusterError) in try SharedDirectory(path) }
        @Sendable func open() async throws -> (ClusterSession, BridgeReply.Ready) {
            try await ClusterSession.open(address, runtime, registry: registry, limits: limits, warn: warn)
        }
        let (session, ready) = try await open()
        let connection = ClusterConnection(session) { try await open().0 }
        return DaskScheduler(
            threads: ready.workers.reduce(0) { $0 + $1.threads }, name: address.text,
            dashboard: ready.dashboard.isEmpty ? nil : ready.dashboard, registry: registry, warn: warn,
            note: note, memory: ClusterMemory(connection, directory))
    }

    private init(
        threads: Int, name: String, dashboard: String?, registry: OperationRegistry,
        warn: @escaping @Sendable (String) -> Void, note: @escaping @Sendable (String) -> Void,
        memory: ClusterMemory
    ) {
        (self.threads, self.name, self.dashboard) = (threads, name, dashboard)
        (self.registry, self.warn, self.note, self.memory) = (registry, warn, note, memory)
    }

    /// Disconnects from the cluster, and shuts it down if `connect` started it; active runs fail.
    public func close() async {
        await memory.connection.close()
    }

    /// The process identifier of the bridge.
    package var bridgeIdentifier: Int { memory.connection.session.bridgeIdentifier }

    /// Opens a session, which may be one of several on the cluster; see `Scheduler.open`.
    ///
    /// The session holds the results of submissions in the client.
    public func open(memoryLimit: Int?) async throws -> any Session {
        DaskSession(self)
    }

    /// Runs the tasks that `outputs` depend on.
    ///
    /// After ``DaskClusterError/schedulerLost(address:)``, another run of the same graph reconnects and computes only
    /// the missing outputs.
    ///
    /// - Parameters:
    ///   - graph: The graph.
    ///   - outputs: The tasks whose results are requested.
    ///   - failures: The failures of tasks that need not run.
    ///   - onEvent: Receives the events of the run.
    /// - Throws: `CancellationError`; `DaskClusterError`; `WireError` for operations or values that are not in the
    ///   library.
    func execute(
        _ graph: TaskGraph, outputs: [TaskID], failures: [TaskID: TaskFailure], onEvent: RunEvent.Handler?
    ) async throws -> RunResult {
        let clock = ContinuousClock()
        let begun = clock.now
        let order = ExecutionOrder(of: graph, outputs: outputs)
        let session = try await memory.connection.live()
        onEvent?(
            .planned(
                RunStart(
                    graph, taskCount: order.tasks.count { !graph.isKnown($0) }, workers: workers,
                    instant: begun)))
        let state = RunState(graph, order: order, start: WallClock.secondsSince1970)
        let run = try session.begin {
            ClusterRun(number: $0, state, outputs: outputs, registry: registry, onEvent: onEvent)
        }
        var failure: (any Error)?
        do {
            try await withTaskCancellationHandler {
                try await complete(run, graph, outputs, failures, on: session)
            } onCancel: {
                run.end(CancellationError())
            }
        } catch {
            failure = error
        }
        session.finish(run)
        let final = await run.finish()
        let seconds = (clock.now - begun).seconds
        onEvent?(.ended(tasksRun: final.tasksRun, seconds: seconds))
        if let failure {
            if failure is DaskClusterError { rescue(final, graph) }
            throw failure
        }
        record(final, graph)
        let wanted = Set(outputs)
        return RunResult(
            order: order, values: wanted.compactMap { task in final.values[task].map { (task, $0) } },
            failures: final.failures.filter { wanted.contains($0.key) }, seconds: final.seconds,
            tasksRun: final.tasksRun, wallSeconds: seconds)
    }
}
