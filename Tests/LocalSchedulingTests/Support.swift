import LocalScheduling
import Synchronization
import TaskGraph

/// An operation made of a closure.
///
/// `number` is its parameter.
struct Compute: Operation {
    let name: String
    let number: Int
    let body: @Sendable ([any Sendable], TaskContext) throws -> any Sendable

    init(
        _ name: String = "compute", _ number: Int = 0,
        _ body: @escaping @Sendable ([any Sendable], TaskContext) throws -> any Sendable
    ) {
        self.name = name
        self.number = number
        self.body = body
    }

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(number)
    }

    func run(_ inputs: [any Sendable], in context: TaskContext) throws -> any Sendable {
        try body(inputs, context)
    }
}

/// Mixes a number with the results of the inputs, so that a wrong or misplaced input shows.
func mix(_ number: Int, _ inputs: [any Sendable]) -> Int {
    inputs.reduce(number) { ($0 &* 31) &+ (($1 as? Int) ?? .min) }
}

/// What a task threw on purpose.
struct Refusal: Error, CustomStringConvertible {
    let number: Int
    var description: String { "refused \(number)" }
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

/// A small generator of random numbers, the same in every run (Steele, Lea and Flood 2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
