/// A cancellation check for planners.
struct PlanningContext: Sendable {
    private let isCancelled: @Sendable () -> Bool

    /// Creates a context that calls `isCancelled`; by default, it checks the current task.
    init(isCancelled: @escaping @Sendable () -> Bool = { Task.isCancelled }) {
        self.isCancelled = isCancelled
    }

    /// Throws `CancellationError` if planning has been cancelled.
    func checkCancellation() throws {
        if isCancelled() { throw CancellationError() }
    }

    /// Checks for cancellation in one of 256 iterations.
    @inline(__always)
    func checkCancellation(at step: Int) throws {
        if step & 255 == 0 { try checkCancellation() }
    }
}
