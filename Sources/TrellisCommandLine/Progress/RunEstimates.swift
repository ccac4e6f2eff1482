import Synchronization
import Trellis

/// The estimates of the current run, which are computed once for everything that shows it.
///
/// They are computed beside the run, which may have ended when they are there.
final class RunEstimates: Sendable {
    private let current = Mutex<
        (instant: ContinuousClock.Instant, work: Task<WorkAccount.Estimates, Never>)?
    >(nil)

    /// Starts to compute the estimates of a run, unless that has begun.
    ///
    /// - Parameter outputs: The tasks whose results the run computes; nil for all.
    func of(_ run: RunStart, outputs: [TaskID]?) -> Task<WorkAccount.Estimates, Never> {
        current.withLock { current in
            if let current, current.instant == run.instant { return current.work }
            let work = Task.detached(priority: .utility) {
                WorkAccount.Estimates(run.graph, outputs: outputs)
            }
            current = (run.instant, work)
            return work
        }
    }
}
