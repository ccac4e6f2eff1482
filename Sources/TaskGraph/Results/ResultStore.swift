/// A store of results by task key, from which a scheduler takes what it need not compute.
///
/// A scheduler with a store (``Scheduler/storing(in:)``) looks each task up before it runs. A result that it finds is not
/// computed, nor is what only it needs. The results of tasks that are marked (``TaskGraph/keep(_:)``) are kept as soon as
/// they arrive, so that they outlive their session. Failures are not kept.
///
/// A key identifies a computation and its data, so that a result never expires. A store may forget results, and refuse
/// to keep some. It never ends a run: what it cannot read is computed, and what it cannot keep is only reported.
///
/// There are ``MemoryResultStore``, which lasts as long as the process, and ``FolderResultStore``, which processes share.
/// Another store is a type that conforms to this protocol.
public protocol ResultStore: AnyObject, Sendable {
    /// Returns the result with a key; nil if there is none that can be used.
    ///
    /// Called for each task that may run, until it is known that no other task needs the result.
    func result(for key: TaskKey) -> (any Sendable)?

    /// Keeps a result.
    ///
    /// Called on the threads that run tasks; returns quickly. The result can be found at once.
    func keep(_ result: any Sendable, for key: TaskKey)

    /// Waits until the results that are kept so far are written, or are known not to be.
    func flush() async
}
