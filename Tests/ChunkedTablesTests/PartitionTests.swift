import LocalScheduling
import Synchronization
import TaskGraph
import Testing

@testable import ChunkedTables

/// What is written to partitions depends on the size of the rows and on the memory, and not on the number of parts of the table.
@Suite struct PartitionTests {
    private static let rows = 40_000
    private static let memory = 1 << 20

    private static let text =
        "k,v\n" + (0..<rows).map { "key \($0 * 7919 % 20_011),\($0 % 3 == 0 ? "" : "\($0).5")\n" }.joined()

    private func withTables(_ body: ([ChunkedTable]) async throws -> Void) async throws {
        try await withFile(Self.text) { path in
            try await body([300, 20_000, 1 << 24].map { try ChunkedTable(csv: path, chunkBytes: $0) })
        }
    }

    @Test func rowsAreInOrder() async throws {
        try await withTables { tables in
            let store = RowStore(spill: nil, memoryLimit: Self.memory, onEvent: nil)
            var partitions: [[[UInt8]]] = []
            for table in tables {
                let rows = try await store.partitions(
                    of: table, keys: [0], count: 50, on: ThreadedScheduler(workers: 2))
                var count = 0
                partitions.append(
                    try (0..<50).map { partition in
                        let run = rows.run(ofPartition: partition)
                        #expect(run.byteCount == rows.byteCount(ofPartition: partition))
                        #expect(run.forms.map(\.areIntegers) == [true, false, true])
                        var chunk = TableChunk(kinds: run.kinds)
                        for block in run.blocks.indices { chunk.append(try run.block(block)) }
                        count += chunk.rows
                        let numbers = chunk.columns[2].numbers
                        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
                        #expect(
                            numbers.allSatisfy { (0..<table.chunkCount).contains(RowNumber.part(of: $0)) })
                        return TableChunk(rows: chunk.rows, columns: Array(chunk.columns.dropLast()))
                            .bytes(of: 0..<chunk.rows)
                    })
                #expect(count == Self.rows)
            }
            #expect(partitions[0] == partitions[1] && partitions[0] == partitions[2])
        }
    }

    @Test func blocksDoNotGrowWithParts() async throws {
        try await withTables { tables in
            let store = RowStore(spill: nil, memoryLimit: Self.memory, onEvent: nil)
            #expect(tables[0].chunkCount > 1000)
            let counts = try await tables.asyncMap { table in
                try await store.partitions(of: table, keys: [0], count: 50, on: SerialScheduler()).blockCount
            }
            // About 1.5 MB of rows, of which 256 KiB wait at a time, in three tasks or less.
            #expect(counts.allSatisfy { $0 <= 50 * 12 }, "\(counts)")
        }
    }

    @Test func tasksDoNotGrowWithPartsOfPartitions() async throws {
        try await withTables { tables in
            let counts = try await tables.asyncMap { table in
                let count = Mutex(0)
                _ = try await table.grouped(by: "k").aggregated(.rows, .distinct("v")).result(
                    on: SerialScheduler(), memoryLimit: Self.memory
                ) { event in
                    if case .planned(let start) = event { count.withLock { $0 += start.taskCount } }
                }
                return count.withLock { $0 }
            }
            // The tasks that find that the groups do not fit, with and without distinct values, are those of parts and of merges.
            #expect(counts[0] - counts[2] < 5 * tables[0].chunkCount / 2, "\(counts)")
        }
    }

    /// Texts that occur in other rows of the same part are not those of a run.
    @Test func runsOfOnePartDoNotGrowWithItsTexts() async throws {
        let text = "k\n" + (0..<150_000).map { "text number \($0)\n" }.joined()
        try await withFile(text) { path in
            let table = try ChunkedTable(csv: path, chunkBytes: 1 << 24)
            let store = RowStore(spill: nil, memoryLimit: 32 << 20, onEvent: nil)
            let runs = try await store.runs(
                of: table, orders: [.init(place: 0, isDescending: true)], on: SerialScheduler())
            #expect(runs.reduce(0) { $0 + $1.rows } == 150_000)
            #expect(runs.count <= runs.reduce(0) { $0 + $1.byteCount } / store.plan.runBytes + 1)
        }
    }
}

extension [ChunkedTable] {
    fileprivate func asyncMap<Result>(_ body: (ChunkedTable) async throws -> Result) async throws -> [Result]
    {
        var results: [Result] = []
        for table in self { results.append(try await body(table)) }
        return results
    }
}
