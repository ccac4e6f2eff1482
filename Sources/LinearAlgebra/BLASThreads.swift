import COpenBLAS
import Dispatch
import Synchronization

/// The one place that decides how many threads a product uses: one while other tasks run, all cores for a
/// task that runs alone.
///
/// A large product is cut into panels of rows of a fixed height, each one BLAS call, and it is the panels that spread over
/// the cores: the same calls, so the same bits, however many run at once. OpenBLAS itself had best be held at one thread
/// (``OpenBLAS/prepare()``): its own splitting changes the order of additions with the number of its threads.
public enum BLASThreads {
    private static let running = Atomic<Int>(0)

    /// The cores of this machine.
    package static let cores = max(1, Int(openblas_get_num_procs()))

    /// The most cores that one product may use; all unless set.
    private static let limit = Atomic<Int>(.max)

    /// Lets one product use so many cores at most; those who share a machine with others set it.
    ///
    /// It changes no result.
    public static func limitCores(to count: Int) { limit.store(max(1, count), ordering: .relaxed) }

    private static let spread = Atomic<Int>(0)

    /// How often work was spread over the cores since the process began.
    package static var spreadCount: Int { spread.load(ordering: .relaxed) }

    /// Tells that a task began on some thread.
    public static func taskDidStart() { running.wrappingAdd(1, ordering: .relaxed) }

    /// Tells that a task ended.
    ///
    /// Each call pairs with one of ``taskDidStart()``.
    public static func taskDidFinish() { running.wrappingSubtract(1, ordering: .relaxed) }

    /// Calls `body` for each panel of `height` rows of `0..<rows`; spreads the panels over the cores when no
    /// other task runs and the work is worth it.
    static func forEachPanel(
        of rows: Int, height: Int = Matrix.panelHeight, operations: Int,
        _ body: @Sendable (Range<Int>) -> Void
    ) {
        forEach((rows + height - 1) / height, operations: operations) { index in
            body(index * height..<min(rows, (index + 1) * height))
        }
    }

    /// What `body` gives for each of `0..<count`; computed as ``forEach(_:operations:_:)`` does.
    package static func map<Result: Sendable>(
        _ count: Int, operations: Int, _ body: @Sendable (Int) -> Result
    ) -> [Result] {
        [Result](unsafeUninitializedCapacity: count) { target, initialized in
            nonisolated(unsafe) let results = target
            forEach(count, operations: operations) { results.initializeElement(at: $0, to: body($0)) }
            initialized = count
        }
    }

    /// Calls `body` for each of `0..<count`, in any order; spreads the calls over the cores when no other task runs and
    /// the work, so many additions and multiplications in all, is worth it.
    package static func forEach(_ count: Int, operations: Int, _ body: @Sendable (Int) -> Void) {
        let isWorthIt = operations > 4_000_000  // about a millisecond on one core
        let allowed = min(cores, limit.load(ordering: .relaxed), count)
        guard allowed > 1, isWorthIt, running.load(ordering: .relaxed) <= 1 else {
            for index in 0..<count { body(index) }
            return
        }
        spread.wrappingAdd(1, ordering: .relaxed)
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: allowed) { _ in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < count else { return }
                body(index)
            }
        }
    }
}
