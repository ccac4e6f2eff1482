/// Whether a plan is still wanted, which a planner asks now and then.
struct PlanningContext: Sendable {
    private let isCancelled: @Sendable () -> Bool

    /// A context that asks `isCancelled`; of the task that it is used in unless given.
    init(isCancelled: @escaping @Sendable () -> Bool = { Task.isCancelled }) {
        self.isCancelled = isCancelled
    }

    /// Throws `CancellationError` if the plan is no longer wanted.
    func checkCancellation() throws {
        if isCancelled() { throw CancellationError() }
    }

    /// The same for one step in many: asks once in 256.
    @inline(__always)
    func checkCancellation(at step: Int) throws {
        if step & 255 == 0 { try checkCancellation() }
    }
}
