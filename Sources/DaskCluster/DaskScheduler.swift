internal import Synchronization
public import TaskGraph

/// Runs graphs on a Dask cluster.
///
/// # Policy
///
/// Which worker runs what, when, is for Dask's scheduler to say. This one cuts the graph into pieces that are
/// worth sending (`TaskGraph.fused`), names them by what they compute, and waits. Values stay on the workers,
/// in Swift's memory, and move between them where Dask moves them; only outputs come here.
///
/// A task that throws fails as on any scheduler, and so do those that depend on it. An operation that ends its
/// worker (a trap, memory that runs out) is told from those that happened to be with it: the tasks of the
/// pieces under which workers ended run once more, one by one; what fails then fails as if it had thrown, and
/// the rest of the graph runs.
///
/// What the cluster's workers need to run tasks is sent to them from here; see `PythonRuntime`.
///
/// ```swift
/// let cluster = try await DaskScheduler.connect(to: .local(workers: 2), library: .standard)
/// let found = try await search.fit(digits, on: cluster)
/// await cluster.close()
/// ```
public struct DaskScheduler: Scheduler {
    /// How many tasks may run at the same time: as many as the workers had threads when the connection was
    /// made, and 1 if there were no workers yet.
    public var workers: Int { max(1, threads) }

    /// How many threads the workers had when the connection was made; none, if there were no workers yet.
    public let threads: Int

    /// The address of the cluster's scheduler, or `local-cluster`.
    public let name: String

    /// Where the cluster's dashboard is; nil if it has none.
    public let dashboard: String?

    let library: TaskLibrary
    let warn: @Sendable (String) -> Void
    let memory: ClusterMemory

    /// Connects to a cluster, or starts one, and sends its workers what they need.
    ///
    /// - Parameters:
    ///   - address: which cluster.
    ///   - library: the operations and values that workers know; that of the library that `runtime` names.
    ///   - runtime: found by itself unless given.
    ///   - sharedDirectory: a folder that workers can read by the same path, where data are written for them;
    ///     nil if they are to go with the graph. Where a worker cannot read them, they do.
    ///   - limits: how long to wait for what.
    ///   - warn: told of workers that join and cannot be used, and of data that workers cannot read.
    /// - Throws: `DaskClusterError`; `CancellationError`.
    public static func connect(
        to address: ClusterAddress, library: TaskLibrary, runtime: PythonRuntime = .find(),
        sharedDirectory: String? = nil, limits: ClusterLimits = ClusterLimits(),
        warn: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> DaskScheduler {
        try runtime.check()
        let directory = try sharedDirectory.map { path throws(DaskClusterError) in try SharedDirectory(path) }
        @Sendable func open() async throws -> (ClusterSession, BridgeReply.Ready) {
            try await ClusterSession.open(address, runtime, library: library, limits: limits, warn: warn)
        }
        let (session, ready) = try await open()
        let connection = ClusterConnection(session) { try await open().0 }
        return DaskScheduler(
            threads: ready.workers.reduce(0) { $0 + $1.threads }, name: address.text,
            dashboard: ready.dashboard.isEmpty ? nil : ready.dashboard, library: library, warn: warn,
            memory: ClusterMemory(connection, directory))
    }

    private init(
        threads: Int, name: String, dashboard: String?, library: TaskLibrary,
        warn: @escaping @Sendable (String) -> Void, memory: ClusterMemory
    ) {
        (self.threads, self.name, self.dashboard) = (threads, name, dashboard)
        (self.library, self.warn, self.memory) = (library, warn, memory)
    }

    /// Leaves the cluster, and ends it if `connect` started it; runs that are not over fail.
    public func close() async {
        await memory.connection.close()
    }

    /// The number of the process that talks to the cluster.
    package var bridgeIdentifier: Int { memory.connection.session.bridgeIdentifier }

    /// Runs the tasks that `outputs` need; see `Scheduler.run`.
    ///
    /// After ``DaskClusterError/schedulerLost(address:)`` another run of the same graph connects again, and
    /// computes only outputs that had not come back.
    ///
    /// - Throws: `CancellationError`; `DaskClusterError`; `WireError` for operations or values that the library
    ///   does not have.
    public func run(
        _ graph: TaskGraph, outputs: [TaskID], memoryLimit: Int?, observer: (any TaskObserver)?
    ) async throws -> RunResult {
        let clock = ContinuousClock()
        let begun = clock.now
        let order = ExecutionOrder(of: graph, outputs: outputs)
        let session = try await memory.connection.live()
        observer?.runWillStart(graph, taskCount: order.tasks.count, workers: workers)
        let state = RunState(graph, order: order, start: WallClock.secondsSince1970)
        let run = try session.begin { ClusterRun(number: $0, state, library: library, observer: observer) }
        var failure: (any Error)?
        do {
            try await withTaskCancellationHandler {
                try await complete(run, graph, outputs, on: session)
            } onCancel: {
                run.end(CancellationError())
            }
        } catch {
            failure = error
        }
        session.finish(run)
        let final = await run.finish()
        let seconds = (clock.now - begun) / .seconds(1)
        observer?.runDidEnd(tasksRun: final.tasksRun, seconds: seconds)
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
