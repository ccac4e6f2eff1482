import Collections
import LocalScheduling
import Synchronization
import TaskGraph
import TestOperations
import Testing

@Suite("A client", .timeLimit(.minutes(20)))
struct ClientTests {
    private static let square = delayed("test-square") { (x: Int) in x * x }
    private static let add = delayed("test-sum") { (x: Int, y: Int) in x + y }

    private static let schedulers: [any Scheduler] = [SerialScheduler(), ThreadedScheduler(workers: 3)]

    private func client(_ scheduler: some Scheduler) async throws -> Client { try await Client(scheduler) }

    @Test("computes futures, and takes them as arguments", arguments: schedulers)
    func futures(scheduler: any Scheduler) async throws {
        let client = try await client(scheduler)
        let nine = try client.submit(Self.square(3))
        let sixteen = try client.submit(Self.square, 4)
        let total = try client.submit(Self.add, nine.delayed, Delayed(sixteen))
        #expect(try await total.value == 25)
        #expect(try await client.submit { "text" }.value == "text")
        let squares = try client.map(Self.square, 0..<100)
        #expect(try await client.gather(squares) == (0..<100).map { $0 * $0 })
        await client.close()
        #expect(throws: SessionClosedError()) { try client.submit(Self.square(3)) }
    }

    @Test("computes a chain of futures, each of the one before", arguments: schedulers)
    func chain(scheduler: any Scheduler) async throws {
        let client = try await client(scheduler)
        var last = try client.submit(Self.square(1))
        for _ in 0..<3_000 { last = try client.submit(Self.add, last.delayed, 1) }
        #expect(try await last.value == 3_001)
        await client.close()
    }

    @Test("gives futures in the order in which they end")
    func completion() async throws {
        let client = try await Client(ThreadedScheduler(workers: 2))
        let isOpen = Atomic(false)
        let late = try client.submit {
            while !isOpen.load(ordering: .acquiring) {}
            return 1
        }
        let early = try client.submit { 2 }
        let failing = try client.submit { () throws -> Int in throw Refusal(number: 3) }
        var ended: [TaskKey] = []
        for await future in asCompleted([late, early, failing]) {
            ended.append(future.key)
            if ended.count == 2 { isOpen.store(true, ordering: .releasing) }
        }
        #expect(ended.last == late.key && Set(ended) == [late.key, early.key, failing.key])
        let failure = await #expect(throws: TaskFailure.self) { try await failing.value }
        #expect(failure?.message == "refused 3")
        await client.close()
    }

    @Test("passes errors on with their origin", arguments: schedulers)
    func errors(scheduler: any Scheduler) async throws {
        let client = try await client(scheduler)
        let refuse = delayed("test-client-refuse") { (x: Int) throws -> Int in throw Refusal(number: x) }
        let failed = try client.submit(refuse(1))
        let total = try client.submit(Self.add, failed.delayed, 1)
        let failure = await #expect(throws: TaskFailure.self) { try await total.value }
        #expect(failure?.operation == "test-client-refuse" && failure?.origin == failed.key)
        await client.close()
    }

    @Test("cancels a future, and what needs it", arguments: schedulers)
    func cancelling(scheduler: any Scheduler) async throws {
        let client = try await client(scheduler)
        let isOpen = Atomic(false)
        let blockers = try (0..<scheduler.workers).map { _ in
            try client.submit {
                while !isOpen.load(ordering: .acquiring) {}
                return 0
            }
        }
        let waiting = try client.submit { 1 }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        isOpen.store(true, ordering: .releasing)
        #expect(try await client.gather(blockers) == blockers.map { _ in 0 })
        await client.close()
    }

    @Test("computes equal calls once while a future of them is held", arguments: schedulers)
    func sharing(scheduler: any Scheduler) async throws {
        let client = try await client(scheduler)
        let count = Locked(0)
        let counting = delayed("test-counting-\(scheduler.name)") { (x: Int) in
            count.withLock { $0 += 1 }
            return x
        }
        var first: Future<Int>? = try client.submit(counting(1))
        _ = try await first?.value
        #expect(try await client.submit(counting(1)).value == 1)
        #expect(count.withLock { $0 } == 1)
        withExtendedLifetime(first) {}
        first = nil
        #expect(try await client.submit(counting(1)).value == 1)
        #expect(count.withLock { $0 } == 2)
        await client.close()
    }
}
