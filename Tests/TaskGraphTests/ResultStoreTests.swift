import Foundation
import TaskGraph
import TestOperations
import Testing

/// A store that must do what every other does.
struct StoreUnderTest: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let make: @Sendable (_ problems: Problems) throws -> any ResultStore

    static let all = [
        StoreUnderTest(testDescription: "memory") {
            MemoryResultStore(byteLimit: 1 << 20, registry: .forResults, warn: $0.add)
        },
        StoreUnderTest(testDescription: "folder") {
            try FolderResultStore(TemporaryFolder.make(), registry: .forResults, warn: $0.add)
        },
    ]
}

/// The problems that a store reports.
final class Problems: Sendable {
    private let problems = Locked([ResultStoreProblem]())

    var all: [ResultStoreProblem] { problems.withLock { $0 } }

    @Sendable func add(_ problem: ResultStoreProblem) { problems.withLock { $0.append(problem) } }
}

/// Folders that are removed when the process ends.
enum TemporaryFolder {
    private static let all: Locked<[String]> = {
        atexit { TemporaryFolder.remove() }
        return Locked([])
    }()

    /// Creates a folder.
    static func make() throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "results-\(UUID().uuidString)")
            .path()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        all.withLock { $0.append(path) }
        return path
    }

    private static func remove() {
        for path in all.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
    }
}

extension OperationRegistry {
    /// The types of results of the tests.
    static var forResults: OperationRegistry {
        var registry = OperationRegistry()
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
        registry.add(value: "nothing", of: Void.self) {
            $1.header.appendNil()
        } decode: {
            try $0.header.readNil()
        }
        return registry
    }
}

/// What every store of results does.
@Suite("Every result store", .timeLimit(.minutes(20)))
struct ResultStoreTests {
    private func key(_ number: Int) -> TaskKey { TaskKey(high: 7, low: UInt64(number)) }

    @Test("finds what it keeps, to the bit, and nothing else", arguments: StoreUnderTest.all)
    func keeping(place: StoreUnderTest) async throws {
        let problems = Problems()
        let store = try place.make(problems)
        let numbers = [0, -0.0, .nan, -.infinity, .pi, .leastNonzeroMagnitude]
        #expect(store.result(for: key(1)) == nil)
        store.keep(-42, for: key(1))
        store.keep(numbers, for: key(2))
        store.keep((), for: key(3))
        store.keep([Double](), for: key(4))
        for _ in 0..<2 {
            #expect(store.result(for: key(1)) as? Int == -42)
            let found = store.result(for: key(2)) as? [Double]
            #expect(found?.map(\.bitPattern) == numbers.map(\.bitPattern))
            #expect(store.result(for: key(3)) is Void)
            #expect(store.result(for: key(4)) as? [Double] == [])
            #expect(store.result(for: key(5)) == nil)
            #expect(store.result(for: TaskKey(high: 8, low: 1)) == nil)
            // The first time, a folder may not have written them.
            await store.flush()
        }
        #expect(problems.all == [])
    }

    @Test("replaces a result", arguments: StoreUnderTest.all)
    func replacing(place: StoreUnderTest) async throws {
        let store = try place.make(Problems())
        for number in 1...3 {
            store.keep(number, for: key(1))
            #expect(store.result(for: key(1)) as? Int == number)
            await store.flush()
            #expect(store.result(for: key(1)) as? Int == number)
        }
    }

    @Test("reports a type that is not registered once, and keeps the rest", arguments: StoreUnderTest.all)
    func unknownTypes(place: StoreUnderTest) async throws {
        let problems = Problems()
        let store = try place.make(problems)
        for number in 0..<3 { store.keep("text", for: key(number)) }
        store.keep(3, for: key(3))
        await store.flush()
        for number in 0..<3 { #expect(store.result(for: key(number)) == nil) }
        #expect(store.result(for: key(3)) as? Int == 3)
        let problem = try #require(problems.all.first)
        #expect(problems.all.count == 1)
        #expect(
            problem.description == "results of type String are not kept: "
                + "the registry cannot encode or decode values of type 'String'")
    }

    @Test("may be used by many threads at the same time", arguments: StoreUnderTest.all)
    func threads(place: StoreUnderTest) async throws {
        let problems = Problems()
        let store = try place.make(problems)
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<4 {
                group.addTask {
                    for round in 0..<200 {
                        let number = (7 * round + thread) % 50
                        store.keep([Double(number)], for: TaskKey(high: 7, low: UInt64(number)))
                        let found = store.result(for: TaskKey(high: 7, low: UInt64((3 * round) % 50)))
                        #expect(found == nil || found as? [Double] == [Double((3 * round) % 50)])
                        if round % 50 == 0 { await store.flush() }
                    }
                }
            }
        }
        await store.flush()
        for number in 0..<50 { #expect(store.result(for: key(number)) as? [Double] == [Double(number)]) }
        #expect(problems.all == [])
    }
}
