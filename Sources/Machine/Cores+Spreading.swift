import Dispatch
import Synchronization

/// Work that is spread over the cores of the current thread, if there is enough of it.
///
/// The work is divided in the same way for any number of cores. For example, a large product of matrices is divided
/// into panels of rows of a fixed height, each of which is one BLAS call. Results are therefore bitwise identical on
/// any number of cores.
extension Cores {
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
    /// The calls run on all cores that are available when they start. Work that is spread inside `body` follows the
    /// same cores.
    ///
    /// - Parameters:
    ///   - count: The number of calls.
    ///   - operations: The total number of additions and multiplications of all calls.
    ///   - body: The work for one index.
    package static func forEach(_ count: Int, operations: Int, _ body: @Sendable (Int) -> Void) {
        let isLarge = operations > 4_000_000  // about a millisecond on one core
        let cores = current
        let threads = isLarge ? min(cores.available, count) : 1
        guard threads > 1 else {
            for index in 0..<count { body(index) }
            return
        }
        cores.recordSpread()
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            cores.bound {
                while true {
                    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    guard index < count else { return }
                    body(index)
                }
            }
        }
    }
}
