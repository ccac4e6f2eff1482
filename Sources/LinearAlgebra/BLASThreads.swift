import COpenBLAS
import Dispatch
import Synchronization

/// Controls the number of cores of matrix products: one core while other tasks run, all cores for a task that runs
/// alone.
///
/// A large product is divided into panels of rows of a fixed height, each of which is one BLAS call. The panels run
/// on several cores, so that the calls, and therefore the results, are bitwise identical on any number of cores.
/// Limit OpenBLAS itself to one thread with ``OpenBLAS/prepare()``: its own parallelism changes the order of
/// additions with the number of threads.
public enum BLASThreads {
    private static let running = Atomic<Int>(0)

    /// The number of cores of the machine.
    package static let cores = max(1, Int(openblas_get_num_procs()))

    /// The maximum number of cores of one product; unlimited by default.
    private static let limit = Atomic<Int>(.max)

    /// Limits the number of cores of one product, for processes that share a machine with others.
    ///
    /// The limit does not affect results.
    ///
    /// - Parameter count: The maximum number of cores; values below 1 count as 1.
    public static func limitCores(to count: Int) { limit.store(max(1, count), ordering: .relaxed) }

    private static let spread = Atomic<Int>(0)

    /// The number of times that work was distributed over several cores since the process started.
    package static var spreadCount: Int { spread.load(ordering: .relaxed) }

    /// Records that a task starts.
    public static func taskDidStart() { running.wrappingAdd(1, ordering: .relaxed) }

    /// Records that a task has finished.
    ///
    /// Balance each call with an earlier call of ``taskDidStart()``.
    public static func taskDidFinish() { running.wrappingSubtract(1, ordering: .relaxed) }

    /// Calls `body` for each panel of `height` rows of `0..<rows`, as ``forEach(_:operations:_:)`` does.
    static func forEachPanel(
        of rows: Int, height: Int = Matrix.panelHeight, operations: Int,
        _ body: @Sendable (Range<Int>) -> Void
    ) {
        forEach((rows + height - 1) / height, operations: operations) { index in
            body(index * height..<min(rows, (index + 1) * height))
        }
    }

    /// Returns the results of `body` for each index in `0..<count`, computed as by ``forEach(_:operations:_:)``.
    package static func map<Result: Sendable>(
        _ count: Int, operations: Int, _ body: @Sendable (Int) -> Result
    ) -> [Result] {
        guard count > 0 else { return [] }
        return [Result](unsafeUninitializedCapacity: count) { target, initialized in
            nonisolated(unsafe) let results = target
            forEach(count, operations: operations) { results.initializeElement(at: $0, to: body($0)) }
            initialized = count
        }
    }

    /// Calls `body` for each index in `0..<count`, in any order.
    ///
    /// The calls run on several cores if no other task is running and there is enough work.
    ///
    /// - Parameters:
    ///   - count: The number of calls.
    ///   - operations: The total number of additions and multiplications of all calls.
    ///   - body: The work for one index.
    package static func forEach(_ count: Int, operations: Int, _ body: @Sendable (Int) -> Void) {
        let isLarge = operations > 4_000_000  // about a millisecond on one core
        let allowed = min(cores, limit.load(ordering: .relaxed), count)
        guard allowed > 1, isLarge, running.load(ordering: .relaxed) <= 1 else {
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
