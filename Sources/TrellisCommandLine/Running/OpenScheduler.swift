import DaskCluster
import Logging
import Trellis

/// A scheduler that is ready to run graphs; the connection to a cluster stays open until ``close()``.
struct OpenScheduler: Sendable {
    /// The user's choice, with the actual number of workers.
    let choice: SchedulerChoice

    /// The scheduler.
    let scheduler: any Scheduler

    /// The address of the cluster's dashboard; nil if there is none.
    let dashboard: String?

    /// Creates the scheduler, and connects to the cluster if it is one.
    ///
    /// A local scheduler has as many cores as workers, so that the time of one worker is the time of one core.
    ///
    /// - Parameters:
    ///   - choice: The user's choice.
    ///   - isQuiet: Whether to suppress warnings and the address of the dashboard.
    ///   - logger: Receives diagnostics.
    /// - Throws: `DaskClusterError`.
    init(_ choice: SchedulerChoice, isQuiet: Bool, logger: Logger) async throws {
        var dashboard: String?
        switch choice.kind {
        case "serial": (self.choice, scheduler) = (choice, SerialScheduler(cores: choice.workers))
        case "threads": (self.choice, scheduler) = (choice, ThreadedScheduler(workers: choice.workers))
        default:
            let address: ClusterAddress =
                try choice.address.map { try ClusterAddress(scheduler: $0, tls: choice.tls) }
                ?? .local(workers: choice.workers)
            if !isQuiet, address.isExposed {
                Terminal.log(
                    "warning: the connection to \(choice.text) is neither encrypted nor authenticated: anyone on "
                        + "the network can read the data and run code on both sides; tls://HOST:PORT prevents this"
                )
            }
            var limits = ClusterLimits()
            if let seconds = choice.workerTimeout { limits.installing = .seconds(seconds) }
            let cluster = try await DaskScheduler.connect(
                to: address, registry: .learning(steps: Known.steps, scorers: Known.added),
                sharedDirectory: choice.sharedDirectory, limits: limits,
                warn: { if !isQuiet { Terminal.log("warning: \($0)") } },
                note: { logger.notice("\($0)") })
            dashboard = cluster.dashboard
            if !isQuiet, let dashboard { Terminal.log("dashboard: \(dashboard)") }
            var known = choice
            known.workers = cluster.workers
            (self.choice, scheduler) = (known, cluster)
        }
        self.dashboard = dashboard
        logger.info(
            "opened the scheduler",
            metadata: ["scheduler": "\(self.choice.text)", "workers": "\(self.choice.workers)"])
    }

    /// Runs work with a scheduler, and closes the scheduler afterwards, even after an error.
    static func with<Value: Sendable>(
        _ choice: SchedulerChoice, isQuiet: Bool, logger: Logger,
        _ work: (OpenScheduler) async throws -> Value
    ) async throws -> Value {
        let opened = try await OpenScheduler(choice, isQuiet: isQuiet, logger: logger)
        do {
            let value = try await work(opened)
            await opened.close()
            return value
        } catch {
            await opened.close()
            throw error
        }
    }

    /// Disconnects from the cluster, and shuts a temporary cluster down.
    func close() async { await (scheduler as? DaskScheduler)?.close() }
}
