import DaskCluster
import Trellis

/// A scheduler that is ready to run graphs; a cluster's connection stays open until it is closed.
struct OpenScheduler: Sendable {
    /// What was chosen, with the number of workers that there are.
    let choice: SchedulerChoice

    /// The scheduler.
    let scheduler: any Scheduler

    /// Makes the scheduler, which for a cluster is to connect.
    ///
    /// - Parameter isQuiet: whether the user wants neither warnings nor the dashboard's address.
    /// - Throws: `DaskClusterError`.
    init(_ choice: SchedulerChoice, isQuiet: Bool) async throws {
        switch choice.kind {
        case "serial": (self.choice, scheduler) = (choice, SerialScheduler())
        case "threads": (self.choice, scheduler) = (choice, ThreadedScheduler(workers: choice.workers))
        default:
            let address: ClusterAddress =
                try choice.address.map { try ClusterAddress(scheduler: $0, tls: choice.tls) }
                ?? .local(workers: choice.workers)
            if !isQuiet, address.isExposed {
                Terminal.tell(
                    "warning: the connection to \(choice.text) is neither encrypted nor authenticated: who is "
                        + "on the way can read the data and run code here and there; tls://HOST:PORT prevents it"
                )
            }
            var limits = ClusterLimits()
            if let seconds = choice.workerTimeout { limits.installing = .seconds(seconds) }
            let cluster = try await DaskScheduler.connect(
                to: address, library: .standard, sharedDirectory: choice.sharedDirectory, limits: limits
            ) {
                if !isQuiet { Terminal.tell("warning: \($0)") }
            }
            if !isQuiet, let dashboard = cluster.dashboard { Terminal.tell("dashboard: \(dashboard)") }
            var known = choice
            known.workers = cluster.workers
            (self.choice, scheduler) = (known, cluster)
        }
    }

    /// Does some work with a scheduler, and closes it whatever comes of the work.
    static func with<Value: Sendable>(
        _ choice: SchedulerChoice, isQuiet: Bool, _ work: (OpenScheduler) async throws -> Value
    ) async throws -> Value {
        let opened = try await OpenScheduler(choice, isQuiet: isQuiet)
        do {
            let value = try await work(opened)
            await opened.close()
            return value
        } catch {
            await opened.close()
            throw error
        }
    }

    /// Lets a task that runs alone use as many cores as there are workers, where it could use all that the machine has:
    /// what one worker takes is then what one core takes.
    func holdCores() {
        BLASThreads.limitCores(to: scheduler is DaskScheduler ? .max : choice.workers)
    }

    /// Leaves the cluster, and ends it if it was started for this.
    func close() async { await (scheduler as? DaskScheduler)?.close() }
}
