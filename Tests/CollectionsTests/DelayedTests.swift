import Collections
import LocalScheduling
import Synchronization
import TaskGraph
import TestOperations
import Testing

@Suite("Delayed values", .timeLimit(.minutes(20)))
struct DelayedTests {
    private static let increment = delayed("test-increment") { (x: Int) in x + 1 }
    private static let add = delayed("test-add") { (x: Int, y: Int) in x + y }
    private let scheduler = ThreadedScheduler(workers: 2)

    @Test("are computed by ordinary calls")
    func calls() async throws {
        let total = Self.add(Self.increment(1), Self.increment(2))
        #expect(try await total.compute(on: scheduler) == 5)
        #expect(try await total.compute(on: SerialScheduler()) == 5)
        let number = 41
        #expect(try await Self.increment(number).compute(on: scheduler) == 42)
        let text = delayed("test-repeat") { (text: String, count: Int, separator: Character) in
            [String](repeating: text, count: count).joined(separator: String(separator))
        }
        #expect(try await text("ab", 3, "-").compute(on: scheduler) == "ab-ab-ab")
        let scale = delayed("test-scale") { (values: [Double], factor: Double) in values.map { $0 * factor } }
        #expect(try await scale(Delayed([1, 2.5]), 2).compute(on: scheduler) == [2, 5])
    }

    @Test("merge equal calls of named functions, and equal constants")
    func merging() {
        let (graph, _) = Self.add(Self.increment(1), Self.add(Self.increment(1), 1)).graph
        // The constant, one increment, and two additions.
        #expect(graph.count == 4)
        let other = Self.add(Self.increment(1), 1).graph
        #expect(graph.task(withKey: other.graph.key(of: other.output)) != nil)
    }

    @Test("keep calls of closures apart")
    func closures() async throws {
        let count = Atomic(0)
        let next = delayed { () in count.wrappingAdd(1, ordering: .relaxed).newValue }
        let calls = (0..<10).map { _ in next() }
        #expect(try await compute(calls, on: scheduler).sorted() == Array(1...10))
    }

    @Test("share the work of several results")
    func severalResults() async throws {
        let count = Atomic(0)
        let slow = delayed { (x: Int) in
            count.wrappingAdd(1, ordering: .relaxed)
            return x * 10
        }
        let base = slow(4)
        let name = delayed("test-name") { (x: Int) in "\(x)" }
        let (one, other, text) = try await compute(
            Self.increment(base), Self.add(base, base), name(base), on: scheduler)
        #expect((one, other, text) == (41, 80, "40"))
        #expect(count.load(ordering: .relaxed) == 1)
    }

    @Test("reduce trees and chains of any depth")
    func deepGraphs() async throws {
        var level = (0..<4096).map { Delayed($0) }
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: 2).map { Self.add(level[$0], level[$0 + 1]) }
        }
        #expect(try await level[0].compute(on: scheduler) == 4096 * 4095 / 2)
        var chain: Delayed<Int> = 0
        for _ in 0..<200_000 { chain = Self.increment(chain) }
        #expect(try await chain.compute(on: scheduler) == 200_000)
    }

    @Test("name the function that fails")
    func failures() async throws {
        let refuse = delayed("test-refuse") { (x: Int) throws -> Int in throw Refusal(number: x) }
        let total = Self.add(refuse(7), 1)
        let failure = await #expect(throws: TaskFailure.self) { try await total.compute(on: scheduler) }
        #expect(failure?.operation == "test-refuse" && failure?.message == "refused 7")
    }

    @Test("are taken from a store if they are kept")
    func kept() async throws {
        let calls = Atomic(0)
        let load = delayed("test-load") { (x: Int) in
            calls.add(1, ordering: .relaxed)
            return 10 * x
        }
        let store = MemoryResultStore(byteLimit: 1000, registry: .forTests)
        let scheduler = ThreadedScheduler(workers: 2).storing(in: store)
        let loaded = load(4)
        #expect(try await Self.add(loaded, 2).compute(on: scheduler) == 42)
        #expect(store.byteCount == 0)
        #expect(try await Self.add(loaded.kept, 2).compute(on: scheduler) == 42)
        #expect(store.byteCount > 0 && calls.load(ordering: .relaxed) == 2)
        // Found by its key, whether or not it is marked, and whoever reads it.
        #expect(try await Self.add(load(4), 3).compute(on: scheduler) == 43)
        let client = try await Client(scheduler)
        let kept = load(4).kept
        #expect(try await client.submit(Self.add, kept, 5).value == 45)
        await client.close()
        #expect(calls.load(ordering: .relaxed) == 2)
        #expect(try await Self.add(kept, 3).compute(on: ThreadedScheduler()) == 43)
        #expect(calls.load(ordering: .relaxed) == 3)
    }

    @Test("of closures are kept by call")
    func keptClosures() async throws {
        let calls = Atomic(0)
        let count = delayed { calls.add(1, ordering: .relaxed).newValue }
        let store = MemoryResultStore(byteLimit: 1000, registry: .forTests)
        let scheduler = SerialScheduler().storing(in: store)
        let first = count().kept
        #expect(try await first.compute(on: scheduler) == 1)
        #expect(try await first.compute(on: scheduler) == 1)
        #expect(try await count().kept.compute(on: scheduler) == 2)
    }

    @Test("refuse two functions of one name")
    func names() async {
        await #expect(processExitsWith: .failure) {
            makeFunction()
            makeOtherFunction()
        }
    }

    @Test("have constants by their content")
    func constants() {
        struct Point: Codable, Sendable { var x: Double; var y: Double }
        struct Opaque: Sendable { let x = 1 }
        let take = delayed("test-take") { (point: Point) in point.x }
        let same = take(Point(x: 1, y: .infinity)).graph
        let equal = take(Point(x: 1, y: .infinity)).graph
        let other = take(Point(x: 2, y: .infinity)).graph
        #expect(same.graph.key(of: same.output) == equal.graph.key(of: equal.output))
        #expect(same.graph.key(of: same.output) != other.graph.key(of: other.output))
        let takeOpaque = delayed("test-take-opaque") { (opaque: Opaque) in opaque.x }
        let (one, two) = (takeOpaque(Opaque()).graph, takeOpaque(Opaque()).graph)
        #expect(one.graph.key(of: one.output) != two.graph.key(of: two.output))
        let (whole, real) = (Delayed<Int>(1).graph, Delayed<Double>(1).graph)
        #expect(whole.graph.key(of: whole.output) != real.graph.key(of: real.output))
    }
}

private func makeFunction() { _ = delayed("test-twice") { (x: Int) in x } }

private func makeOtherFunction() { _ = delayed("test-twice") { (x: Int) in x + 1 } }
