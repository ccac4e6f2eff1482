import LocalScheduling
import Synchronization
import TaskGraph
import TestOperations

/// The schedulers of this module.
let schedulers: [any Scheduler] = [
    SerialScheduler(), ThreadedScheduler(workers: 1), ThreadedScheduler(workers: 2),
    ThreadedScheduler(workers: 5),
]

/// An operation made of a closure.
///
/// `number` is its parameter.
struct Compute: TaskOperation {
    let name: String
    let number: Int
    let body: @Sendable (TaskInputs, TaskContext) throws -> any Sendable

    init(
        _ name: String = "compute", _ number: Int = 0,
        _ body: @escaping @Sendable (TaskInputs, TaskContext) throws -> any Sendable
    ) {
        self.name = name
        self.number = number
        self.body = body
    }

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(number)
    }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        try body(inputs, context)
    }
}

/// Counts how many of the objects that refer to it are alive.
final class Census: Sendable {
    private let counts = Locked((living: 0, born: 0, most: 0))

    var living: Int { counts.withLock { $0.living } }
    var born: Int { counts.withLock { $0.born } }
    var most: Int { counts.withLock { $0.most } }

    /// An object that is counted while it lives.
    final class Probe: Sendable {
        private let census: Census

        init(_ census: Census) {
            self.census = census
            census.counts.withLock {
                $0.living += 1
                $0.born += 1
                $0.most = max($0.most, $0.living)
            }
        }

        deinit {
            census.counts.withLock { $0.living -= 1 }
        }
    }
}

/// A number that several threads count up.
final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int { count.load(ordering: .sequentiallyConsistent) }

    /// Counts one more, and returns how many that makes.
    @discardableResult
    func increment() -> Int {
        count.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
    }
}

/// A point that threads wait at until it is opened.
final class Gate: Sendable {
    private let opened = Atomic<Bool>(false)

    func open() { opened.store(true, ordering: .releasing) }

    /// Blocks the calling thread, which must not be one of the cooperative pool.
    func pass() {
        while !opened.load(ordering: .acquiring) { pause() }
    }

    /// Suspends the calling task.
    func pass() async {
        while !opened.load(ordering: .acquiring) { await Task.yield() }
    }
}
