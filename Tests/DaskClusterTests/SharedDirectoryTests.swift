import Foundation
import TaskGraph
import TestOperations
import Testing

@testable import DaskCluster

@Suite("A shared directory")
struct SharedDirectoryTests {
    private static func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            component: "shared-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test("keeps data out of what is submitted")
    func submission() throws {
        var graph = TaskGraph()
        let table = graph.insert(TestTable(count: 100_000), inputs: [])
        let total = graph.insert(TestOperation(.total, 0), inputs: [table])
        let pieces = graph.fused(outputs: [total], workers: 1, costs: TaskCosts(of: graph))
        func submission(_ directory: SharedDirectory?, _ suffix: String = "") throws -> ClusterGraph {
            try ClusterGraph(
                pieces, of: graph, outputs: [total], registry: .forTests, dataSuffix: suffix,
                directory: directory)
        }
        try Self.withFolder { folder in
            let shared = try submission(SharedDirectory(folder.path))
            #expect(shared.buffers.map(\.count).reduce(0, +) < 2000)
            let data = try #require(shared.tasks.first)
            #expect(data.kind == .file && data.lengths == [800_000] && data.frames == nil)
            let content = try Data(contentsOf: URL(filePath: #require(data.path)))
            #expect(content == [Double](repeating: 1, count: 100_000).withUnsafeBytes { Data($0) })
            let carried = try submission(nil, "-carried")
            #expect(carried.buffers.map(\.count).reduce(0, +) > 800_000)
            #expect(carried.tasks[0].key == data.key + "-carried")
            #expect(carried.tasks[1].inputs == [carried.tasks[0].key])
        }
    }

    @Test("writes a value once, and again if it was damaged; nothing is left half done")
    func writing() throws {
        try Self.withFolder { folder in
            let directory = try SharedDirectory(folder.path)
            let value = try OperationRegistry.forTests.encode([1.5, 2.5])
            let path = try directory.file(of: value, name: "table")
            func number() throws -> UInt64? {
                try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? UInt64
            }
            let whole = try Data(contentsOf: URL(filePath: path))
            #expect(whole == [1.5, 2.5].withUnsafeBytes { Data($0) })
            let before = try number()
            #expect(try directory.file(of: value, name: "table") == path)
            #expect(try number() == before)
            for damage in [Data(), whole.dropLast(), whole + [0], Data(whole.reversed())] {
                try damage.write(to: URL(filePath: path))
                #expect(try directory.file(of: value, name: "table") == path)
                #expect(try Data(contentsOf: URL(filePath: path)) == whole)
            }
            let other = try directory.file(of: OperationRegistry.forTests.encode([2.5, 1.5]), name: "table")
            #expect(other != path)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
        }
    }

    @Test("must be there, and must be a folder")
    func unusable() {
        #expect(
            throws: DaskClusterError.sharedDirectoryUnusable(
                path: "/nowhere", reason: "No such file or directory")
        ) { try SharedDirectory("/nowhere") }
        #expect(
            throws: DaskClusterError.sharedDirectoryUnusable(path: "/dev/null", reason: "Not a directory")
        ) { try SharedDirectory("/dev/null") }
    }
}
