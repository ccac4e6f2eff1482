import TaskGraph
import TestOperations
import Testing

@Suite("Subgraphs: a piece of a graph as bytes")
struct SubgraphTests {
    /// An operation that fails where its number says so, else adds.
    private struct Picky: TaskOperation {
        let name = "picky"
        var number: Int
        var memory = 0

        func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(number) }
        func encodeSettings(into encoder: inout CanonicalEncoder) { encoder.append(memory) }

        func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
            guard number >= 0 else { throw WireError.unknownValue(name: "\(number)") }
            return inputs.reduce(number &+ memory) { $0 &+ (($1 as? Int) ?? 0) }
        }
    }

    private static let registry: OperationRegistry = {
        var registry = OperationRegistry.forTests
        registry.add(operation: "picky") { parameters, settings in
            Picky(number: try parameters.readInt(), memory: try settings.readInt())
        }
        return registry
    }()

    /// The pieces of a graph, each of one task.
    private func singles(_ graph: TaskGraph, _ outputs: [TaskID]) -> [Piece] {
        graph.fused(outputs: outputs, workers: 1, targetSeconds: 1e-9, costs: TaskCosts(of: graph)).pieces
    }

    private func whole(_ graph: TaskGraph, _ outputs: [TaskID]) throws -> Piece {
        let pieces = graph.fused(
            outputs: outputs, workers: 1, targetSeconds: 1e9, costs: TaskCosts(of: graph)
        )
        .pieces
        #expect(pieces.count == 1)
        return try #require(pieces.first)
    }

    private func run(
        _ bytes: [UInt8], _ inputs: [any Sendable] = [], in registry: OperationRegistry = registry,
        cancel: UnsafePointer<Int32>? = nil
    ) throws -> SubgraphResult {
        try bytes.withUnsafeBytes { try registry.decodeSubgraph($0).run(on: inputs, cancel: cancel) }
    }

    @Test("compute the results of their tasks, with settings, and report times")
    func computing() throws {
        var graph = TaskGraph()
        let two = graph.insert(Add(number: 2), inputs: [])
        let five = graph.insert(Picky(number: 1), inputs: [two, two])
        let last = graph.insert(Picky(number: 10, memory: 100), inputs: [five, two])
        let bytes = try Self.registry.encode(whole(graph, [last, five]), of: graph)
        let result = try run(bytes)
        #expect(result.outputs.compactMap { $0 as? Int } == [5, 117])
        #expect(result.report.entries.map(\.task) == [two, five, last].map(graph.key))
        #expect(result.report.entries.allSatisfy { $0.startSeconds <= $0.endSeconds && $0.failure == nil })
        let report = try result.report.encoded.withUnsafeBytes { try SubgraphReport(decoding: $0) }
        #expect(report == result.report)
    }

    @Test("read the results of others in the order of the piece's inputs")
    func reading() throws {
        var graph = TaskGraph()
        let one = graph.insert(Add(number: 1), inputs: [])
        let two = graph.insert(Add(number: 2), inputs: [])
        let sum = graph.insert(Add(number: 0), inputs: [two, one, two])
        let pieces = singles(graph, [sum])
        let piece = try #require(pieces.first { $0.tasks == [sum] })
        #expect(Set(piece.inputs) == [one, two])
        let values: [any Sendable] = piece.inputs.map { $0 == one ? 100 : 1 }
        #expect(try run(Self.registry.encode(piece, of: graph), values).outputs.first as? Int == 102)
    }

    @Test("fail what depends on a failure and nothing else, and name where it began")
    func failing() throws {
        var graph = TaskGraph()
        let start = graph.insert(Add(number: 1), inputs: [])
        let bad = graph.insert(Picky(number: -1), inputs: [start])
        let after = graph.insert(Add(number: 2), inputs: [bad])
        let good = graph.insert(Add(number: 3), inputs: [start])
        let result = try run(Self.registry.encode(whole(graph, [after, good]), of: graph))
        let failure = TaskFailure(
            origin: graph.key(of: bad), operation: "picky",
            message: "the registry cannot encode or decode values of type '-1'")
        #expect((result.outputs[0] as? FailedTask)?.failure == failure)
        #expect(result.outputs[1] as? Int == 4)
        #expect(result.report.entries.map(\.failure) == [nil, failure, nil])
        let report = try result.report.encoded.withUnsafeBytes { try SubgraphReport(decoding: $0) }
        #expect(report == result.report)
    }

    @Test("pass on the more urgent of two failures that they read")
    func passingOn() throws {
        var graph = TaskGraph()
        let one = graph.insert(Add(number: 1), inputs: [])
        let two = graph.insert(Add(number: 2), inputs: [])
        let sum = graph.insert(Add(number: 0), inputs: [one, two])
        let piece = try #require(singles(graph, [sum]).first { $0.tasks == [sum] })
        let failures = [9, 4].map {
            FailedTask(
                failure: TaskFailure(origin: TaskKey(high: 0, low: 0), operation: "x", message: "\($0)"),
                urgency: $0)
        }
        let result = try run(Self.registry.encode(piece, of: graph), failures)
        #expect(result.outputs.first as? FailedTask == failures[1])
        #expect(result.report.entries.isEmpty)
    }

    @Test("stop when the word says so")
    func cancelling() throws {
        var graph = TaskGraph()
        let task = graph.insert(Add(number: 1), inputs: [])
        let bytes = try Self.registry.encode(whole(graph, [task]), of: graph)
        var word: Int32 = 0
        #expect(try run(bytes, cancel: &word).outputs.count == 1)
        word = 1
        #expect(throws: CancellationError.self) { try run(bytes, cancel: &word) }
    }

    @Test("are refused by a registry that lacks an operation, has another version, or reads it otherwise")
    func otherLibraries() throws {
        var graph = TaskGraph()
        let task = graph.insert(Add(number: 1), inputs: [])
        let piece = try whole(graph, [task])
        let bytes = try Self.registry.encode(piece, of: graph)
        #expect(throws: WireError.unknownOperation(name: "add")) {
            try OperationRegistry().encode(piece, of: graph)
        }
        #expect(throws: WireError.unknownOperation(name: "add")) { try run(bytes, in: OperationRegistry()) }
        var newer = OperationRegistry()
        newer.add(operation: "add", version: 2) { Add(version: 2, number: try $0.readInt()) }
        #expect(throws: WireError.otherVersion(operation: "add", found: 1, expected: 2)) {
            try run(bytes, in: newer)
        }
        var other = OperationRegistry()
        other.add(operation: "add") { Add(number: try $0.readInt() + 1) }
        #expect(throws: WireError.notTheOperationSent(name: "add")) { try run(bytes, in: other) }
        var lazy = OperationRegistry()
        lazy.add(operation: "add") { _ in Add(number: 1) }
        #expect(throws: WireError.self) { try run(bytes, in: lazy) }
        #expect(throws: WireError.wrongInputCount(found: 1, expected: 0)) { try run(bytes, [1]) }
    }

    @Test("that were damaged are refused, and where the seal was made anew, never more than refused")
    func damage() throws {
        var generator = SplitMix64(state: 3)
        var graph = TaskGraph()
        let two = graph.insert(Add(number: 2), inputs: [])
        let five = graph.insert(Picky(number: 1), inputs: [two, two])
        let bytes = try Self.registry.encode(whole(graph, [five]), of: graph)
        let sealSize = 17
        var refused = 0
        for _ in 0..<20_000 {
            var damaged = Array(bytes.dropLast(sealSize))
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                damaged[Int.random(in: damaged.indices, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            if Int.random(in: 0..<4, using: &generator) == 0 {
                damaged.removeLast(Int.random(in: 0..<damaged.count, using: &generator))
            }
            if damaged != bytes.dropLast(sealSize) {
                #expect(throws: WireError.self) { try run(damaged + bytes.suffix(sealSize)) }
            }
            let seal = damaged.withUnsafeBytes { TaskKey(hashing: $0) }
            var encoder = CanonicalEncoder()
            encoder.append(seal)
            do { _ = try run(damaged + encoder.bytes) } catch { refused += 1 }
        }
        #expect(refused > 10_000)
    }
}
