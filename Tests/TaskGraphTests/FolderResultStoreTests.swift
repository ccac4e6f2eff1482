import Foundation
import TestOperations
import Testing

@testable import TaskGraph

@Suite("A result store in a folder", .timeLimit(.minutes(20)))
struct FolderResultStoreTests {
    private let folder: String
    private let problems = Problems()
    private let store: FolderResultStore

    private let key = TaskKey(high: 1, low: 2)
    private var path: String { "\(folder)/\(key).result" }

    init() throws {
        folder = try TemporaryFolder.make()
        store = try FolderResultStore(folder, registry: .forResults, warn: problems.add)
    }

    /// The bytes of a file with an array of numbers.
    private func written() async throws -> Data {
        store.keep([1.5, 2.5, 3.5], for: key)
        await store.flush()
        return try Data(contentsOf: URL(filePath: path))
    }

    private func write(_ bytes: Data) throws { try bytes.write(to: URL(filePath: path)) }

    @Test("creates the folder, and has one file for each result")
    func files() async throws {
        let inner = "\(folder)/inner"
        let store = try FolderResultStore(inner, registry: .forResults, warn: problems.add)
        for number in 0..<3 as Range<UInt64> { store.keep(1, for: TaskKey(high: 0, low: number)) }
        await store.flush()
        let names = try FileManager.default.contentsOfDirectory(atPath: inner).sorted()
        #expect(names == (0..<3).map { String(repeating: "0", count: 31) + "\($0).result" })
        let other = try FolderResultStore(inner, registry: .forResults, warn: problems.add)
        #expect(other.result(for: TaskKey(high: 0, low: 2)) as? Int == 1)
        #expect(problems.all == [])
    }

    @Test("refuses what is no folder")
    func noFolder() throws {
        try write(Data("text".utf8))
        for (path, reason) in [
            (path, "it is not a folder"), ("\(folder)/absent/inner", "No such file or directory"),
            ("", "No such file or directory"),
        ] {
            #expect(throws: ResultStoreProblem.unusableFolder(path: path, reason: reason)) {
                try FolderResultStore(path, registry: .forResults) { _ in }
            }
        }
    }

    @Test("does not use a file of which any bit has changed, and replaces it")
    func damage() async throws {
        let bytes = try await written()
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= 1 << (place % 8)
            try write(damaged)
            #expect(store.result(for: key) == nil, "byte \(place)")
        }
        // The first bytes are the format; a file of another format is foreign, which is reported once.
        #expect(problems.all.count == 1 + bytes.count - 16)
        #expect(problems.all.first == .foreignFile(path: path))
        let unusable = problems.all.dropFirst().allSatisfy {
            if case .unusableFile(path, _) = $0 { true } else { false }
        }
        #expect(unusable)
        let other = try FolderResultStore(folder, registry: .forResults, warn: problems.add)
        #expect(other.result(for: key) == nil)
        other.keep([4.5], for: key)
        await other.flush()
        #expect(store.result(for: key) as? [Double] == [4.5])
    }

    @Test("does not use a file that is incomplete, or longer")
    func truncation() async throws {
        let bytes = try await written()
        for count in 0..<bytes.count {
            try write(bytes.prefix(count))
            #expect(store.result(for: key) == nil, "\(count) bytes")
        }
        try write(bytes + Data([0]))
        #expect(store.result(for: key) == nil)
        #expect(problems.all.count == bytes.count + 1)
        #expect(
            problems.all.first?.description
                == "\(path): cannot be used: it is incomplete; the task is computed again")
        try write(bytes)
        #expect(store.result(for: key) as? [Double] == [1.5, 2.5, 3.5])
    }

    @Test("does not use the file of another task, or a value that it cannot decode")
    func otherContents() async throws {
        let bytes = try await written()
        let other = TaskKey(high: 1, low: 3)
        try bytes.write(to: URL(filePath: "\(folder)/\(other).result"))
        #expect(store.result(for: other) == nil)
        #expect("\(problems.all[0])".contains("expected the key in the name of the file"))
        var registry = OperationRegistry()
        registry.add(
            value: "doubles", of: [Double].self, version: 2, encode: { _, _ in }, decode: { _ in [] })
        let newer = try FolderResultStore(folder, registry: registry, warn: problems.add)
        #expect(newer.result(for: key) == nil)
        #expect("\(problems.all[1])".contains("cannot encode or decode values of type 'doubles, version 1'"))
    }

    @Test("leaves a foreign file as it is", arguments: ["text", "folder", "pipe", "trellis-result-2"])
    func foreign(kind: String) async throws {
        switch kind {
        case "folder":
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        case "pipe": #expect(mkfifo(path, 0o600) == 0)
        default: try write(Data(kind.utf8))
        }
        for _ in 0..<2 { #expect(store.result(for: key) == nil) }
        #expect(problems.all == [.foreignFile(path: path)])
        store.keep(1, for: key)
        await store.flush()
        #expect(store.result(for: key) == nil)
        if kind.hasPrefix("t") { #expect(try Data(contentsOf: URL(filePath: path)) == Data(kind.utf8)) }
        #expect(problems.all.count == 1)
    }

    @Test("reports once that it cannot write, and finds what there is")
    func unwritable() async throws {
        _ = try await written()
        let moved = "\(folder)-moved"
        try FileManager.default.moveItem(atPath: folder, toPath: moved)
        for number in 0..<5 as Range<UInt64> {
            store.keep(5, for: TaskKey(high: 2, low: number))
            await store.flush()
        }
        #expect(problems.all.count == 1)
        #expect("\(problems.all[0])".contains("there is no folder"))
        #expect("\(problems.all[0])".hasSuffix("; no further results are kept"))
        try FileManager.default.moveItem(atPath: moved, toPath: folder)
        store.keep(5, for: TaskKey(high: 2, low: 9))
        await store.flush()
        #expect(store.result(for: TaskKey(high: 2, low: 9)) == nil)
        #expect(store.result(for: key) as? [Double] == [1.5, 2.5, 3.5])
    }

    @Test("is shared by several stores, as of several processes")
    func sharing() async throws {
        let stores = try (0..<4).map { _ in
            try FolderResultStore(folder, registry: .forResults, warn: problems.add)
        }
        await withTaskGroup(of: Void.self) { group in
            for (index, store) in stores.enumerated() {
                group.addTask {
                    for number in 0..<100 {
                        let key = TaskKey(high: 5, low: UInt64((number + 7 * index) % 100))
                        let expected = [Double](repeating: Double(key.low), count: 200)
                        let found = store.result(for: key)
                        #expect(found == nil || found as? [Double] == expected)
                        if found == nil { store.keep(expected, for: key) }
                    }
                    await store.flush()
                }
            }
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.count == 100 && names.allSatisfy { $0.hasSuffix(".result") })
        #expect(problems.all == [])
    }
}
