internal import Locking
internal import TaskGraph

/// The operation that calls a function.
struct FunctionOperation: TaskOperation {
    let name: String
    let version: Int
    /// The number of a function without a name; nil for a named one.
    let identity: UInt64?
    private let body: @Sendable (TaskInputs) throws -> any Sendable

    init<each Argument: Sendable, Result: Sendable>(
        name: String, version: Int, identity: UInt64?, place: String,
        _ function: @escaping @Sendable (repeat each Argument) throws -> Result
    ) {
        self.name = name
        self.version = version
        self.identity = identity
        body = { inputs in
            var position = 0
            func next<Value>(_ type: Value.Type) throws -> Value {
                defer { position += 1 }
                return try inputs.value(position, as: type)
            }
            return try function(repeat try next((each Argument).self))
        }
    }

    /// The salt of the next call: a number of its own for a function without a name.
    func nextCall() -> UInt64? { identity.map { _ in UniqueNumber.next() } }

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        if let identity { encoder.append(String(identity)) }
    }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable { try body(inputs) }
}

/// The names of functions, each of which has one place in the source code.
enum FunctionNames {
    private static let places = Lock<[String: String]>([:])

    /// Stops the process if a name belongs to a function at another place.
    static func claim(_ name: String, place: String) {
        let other = places.withLock { places in
            let known = places[name]
            places[name] = place
            return known
        }
        guard let other, other != place else { return }
        fatalError(
            """
            delayed functions at \(other) and \(place) have the same name "\(name)", which identifies shared results; \
            give each function its own name
            """)
    }
}
