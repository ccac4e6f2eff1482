import TestOperations
import Trellis
import TrellisWorkerInterface

/// The library of the tests: Trellis's own steps, and operations to look inside a run with.
@_cdecl("tk_make_library")
public func makeTestLibrary() -> UnsafeMutableRawPointer {
    WorkerLibrary(testLibrary).retained()
}

let testLibrary: OperationRegistry = {
    var registry = OperationRegistry.standard
    registry.add(operation: "make-token") { MakeToken(number: try $0.readInt()) }
    registry.add(operation: "wait-for-cancellation") { _ in WaitForCancellation() }
    registry.add(operation: "refuse") { _ in Refuse() }
    registry.add(operation: "count-cores") { _ in CountCores() }
    registry.add(value: "token", of: Token.self) { token, writer in
        // An array that the value does not keep alive: the encoded value must.
        writer.append(Frame([token.number]))
    } decode: {
        Token(number: try $0.readArray(of: Int.self).first ?? 0)
    }
    return registry
}()

/// A value that counts how many of it there are, by number.
final class Token: Sendable {
    private static let counts = Locked<[Int: Int]>([:])

    let number: Int

    init(number: Int) {
        self.number = number
        Self.counts.withLock { $0[number, default: 0] += 1 }
    }

    deinit { Self.counts.withLock { [number] in $0[number, default: 0] -= 1 } }

    static func count(of number: Int) -> Int { counts.withLock { $0[number, default: 0] } }
}

struct MakeToken: TaskOperation {
    let name = "make-token"
    let number: Int
    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(number) }
    func run(_ inputs: TaskInputs, in context: TaskContext) -> any Sendable { Token(number: number) }
}

/// Runs until it is cancelled.
struct WaitForCancellation: TaskOperation {
    let name = "wait-for-cancellation"
    func encodeParameters(into encoder: inout CanonicalEncoder) {}
    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        while true { try context.checkCancellation() }
    }
}

/// The number of cores of its task, as the number of a token.
struct CountCores: TaskOperation {
    let name = "count-cores"
    func encodeParameters(into encoder: inout CanonicalEncoder) {}
    func run(_ inputs: TaskInputs, in context: TaskContext) -> any Sendable { Token(number: context.cores) }
}

struct Refuse: TaskOperation {
    let name = "refuse"
    func encodeParameters(into encoder: inout CanonicalEncoder) {}
    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        throw LearningError.fitFailed(step: "refuse", reason: "it always does")
    }
}
