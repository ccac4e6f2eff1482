import TaskGraph

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// An operation for testing schedulers, which any process can rebuild.
package struct TestOperation: TaskOperation {
    /// What it does with its number.
    package enum Kind: String, CaseIterable, Sendable {
        /// Mixes it with the inputs.
        case mix
        /// Mixes it with the inputs after as many milliseconds.
        case pause
        /// Throws it.
        case refuse
        /// Throws what a cancelled task throws.
        case throwCancellation = "throw-cancellation"
        /// Tells whether the run is cancelled.
        case isCancelled = "is-cancelled"
        /// Gives a failure, without failing.
        case giveFailure = "give-failure"
        /// Gives nothing.
        case giveNothing = "give-nothing"
        /// Tells whether the inputs are what the two before give.
        case arePeculiar = "are-peculiar"
        /// Runs until it is cancelled.
        case endless
        /// Ends the process.
        case trap
        /// Mixes it with the inputs, on a worker that has a special resource.
        case special
        /// Gives as many ones.
        case fill
        /// Mixes it with the inputs, of arrays their sums.
        case total
    }

    private let kind: Kind
    private let number: Int

    package init(_ kind: Kind, _ number: Int) {
        self.kind = kind
        self.number = number
    }

    package var name: String { kind.rawValue }

    package var resources: [String: Double] { kind == .special ? ["special": 1] : [:] }

    package func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(number)
    }

    package func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        switch kind {
        case .pause, .special: TaskEstimate(seconds: Double(number % 1000) * 1e-3)
        case .fill: TaskEstimate(seconds: 1e-8 * Double(number), bytes: 8 * number)
        case .total: TaskEstimate(seconds: 1e-9 * Double(inputs.reduce(0) { $0 + $1.bytes }))
        default: TaskEstimate(seconds: 1e-6)
        }
    }

    /// What `giveFailure` gives.
    package static let peculiarFailure = TaskFailure(
        origin: TaskKey(high: 0, low: 1), operation: "x", message: "y")

    package func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        switch kind {
        case .mix: return mix(number, inputs)
        case .pause, .special:
            for _ in 0..<number % 1000 {
                try context.checkCancellation()
                usleep(1000)
            }
            return mix(number, inputs)
        case .refuse: throw Refusal(number: number)
        case .throwCancellation: throw CancellationError()
        case .isCancelled:
            try context.checkCancellation()
            return context.isCancelled
        case .giveFailure: return Self.peculiarFailure
        case .giveNothing: return ()
        case .arePeculiar: return inputs[0] as? TaskFailure == Self.peculiarFailure && inputs[1] is Void
        case .endless:
            while true {
                try context.checkCancellation()
                usleep(1000)
            }
        case .fill: return [Double](repeating: 1, count: number)
        case .total:
            return mix(number, inputs.map { ($0 as? [Double]).map { Int($0.reduce(0, +)) } ?? $0 })
        case .trap: fatalError("a trap, as the test wants it")
        }
    }
}

/// Data for tests: as many ones.
package struct TestTable: DataSource {
    private let count: Int

    package init(count: Int) { self.count = count }

    package var name: String { "test-table" }

    package var value: any Sendable { [Double](repeating: 1, count: count) }

    package func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(count) }
}

/// Data for tests: a number.
package struct TestData: DataSource {
    private let number: Int

    package init(number: Int) { self.number = number }

    package var name: String { "test-data" }

    package var value: any Sendable { number }

    package func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(number) }
}

extension OperationRegistry {
    /// The operations and values of the tests.
    package static var forTests: OperationRegistry {
        var registry = OperationRegistry()
        for kind in TestOperation.Kind.allCases {
            registry.add(operation: kind.rawValue) { TestOperation(kind, try $0.readInt()) }
        }
        registry.add(value: "int", of: Int.self) {
            $1.header.append($0)
        } decode: {
            try $0.header.readInt()
        }
        registry.add(value: "doubles", of: [Double].self) {
            $1.append(Frame($0))
        } decode: {
            try $0.readArray(of: Double.self)
        }
        registry.add(value: "bool", of: Bool.self) {
            $1.header.append($0)
        } decode: {
            try $0.header.readBool()
        }
        registry.add(value: "nothing", of: Void.self) {
            $1.header.appendNil()
        } decode: {
            try $0.header.readNil()
        }
        registry.add(value: "failure", of: TaskFailure.self) { failure, writer in
            writer.header.append(failure.origin)
            writer.header.append(failure.operation)
            writer.header.append(failure.message)
        } decode: { reader in
            TaskFailure(
                origin: try reader.header.readKey(), operation: try reader.header.readString(),
                message: try reader.header.readString())
        }
        return registry
    }
}
