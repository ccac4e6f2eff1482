import ChunkedTables
import Foundation
import LocalScheduling
import Synchronization
import TaskGraph
import Testing

@testable import Tabular

/// Sorted tables are those of pandas, whatever the memory, the chunks and the scheduler, and leave no files.
@Suite struct SortTests {
    /// One chunk, several that are merged at once, and so many that merged runs are merged again.
    @Test(arguments: [1 << 20, 4000, 60]) func ordersAreThoseOfPandas(chunkBytes: Int) async throws {
        let golden = try Golden.read()
        try await withFile(golden.csv) { path in
            let table = try ChunkedTable(csv: path, chunkBytes: chunkBytes)
            let rows = try await lines(of: table.compute(on: SerialScheduler()))
            for sorting in golden.sorted {
                let expected = sorting.rows.map { rows[$0] }
                let sorted = try await table.sorted(
                    by: sorting.orders, on: ThreadedScheduler(workers: 2), memoryLimit: 1 << 20)
                #expect(
                    try await lines(of: sorted.compute(on: SerialScheduler())) == expected, "\(sorting.by)")
                let inMemory = try await table.compute(on: SerialScheduler(), sortedBy: sorting.orders)
                #expect(try lines(of: inMemory) == expected, "\(sorting.by)")
                for limit in [0, 1, 50] {
                    let first = try await table.compute(
                        on: ThreadedScheduler(workers: 2), sortedBy: sorting.orders, limit: limit)
                    #expect(try lines(of: first) == Array(expected.prefix(limit)), "\(sorting.by)")
                }
            }
        }
    }

    /// The rows of a table as text.
    private func lines(of table: Table) throws -> [[String?]] {
        (0..<table.rowCount).map { row in table.columns.map { $0[row] } }
    }

    @Test func schedulersGiveTheSameBits() async throws {
        let text = "a,b\n" + (0..<3000).map { "\($0 * 7919 % 97),x\($0 % 13)\n" }.joined()
        try await withFile(text) { path in
            let table = try ChunkedTable(csv: path, chunkBytes: 300).with("c") { $0.a / 3 }
            let orders = [RowOrder("b", isDescending: true), RowOrder("c")]
            var found: Set<String> = []
            for workers in 1...4 {
                for memory in [1 << 20, 1 << 22, Int.max] {
                    let sorted = try await table.sorted(
                        by: orders, on: ThreadedScheduler(workers: workers), memoryLimit: memory)
                    found.insert(try await sorted.compute(on: SerialScheduler()).csv)
                }
            }
            found.insert(try await table.compute(on: SerialScheduler(), sortedBy: orders).csv)
            #expect(found.count == 1)
        }
    }

    @Test func specialNumbersAreInOrder() async throws {
        try await withFile("a,b\n,1\n-0.0,2\ninf,3\n0,4\n-inf,5\n-1e308,6\n5e-324,7\n,8\n-5e-324,9\n") {
            path in
            let table = try ChunkedTable(
                csv: path, options: ReadingOptions(types: ["a": .number]), chunkBytes: 8)
            func order(_ isDescending: Bool) async throws -> [Cell?] {
                let orders = [RowOrder("a", isDescending: isDescending)]
                let sorted = try await table.sorted(by: orders, on: SerialScheduler())
                let rows = try await cells(sorted.compute(on: SerialScheduler()).columns[1])
                let inMemory = try await table.compute(on: SerialScheduler(), sortedBy: orders)
                #expect(cells(inMemory.columns[1]) == rows)
                return rows
            }
            #expect(try await order(false) == [5, 6, 9, 2, 4, 7, 3, 1, 8].map { Cell.number($0) })
            #expect(try await order(true) == [3, 7, 2, 4, 9, 6, 5, 1, 8].map { Cell.number($0) })
        }
    }

    /// Texts with the same first bytes, and ones that are prefixes of others.
    @Test func textsAreComparedAsBytes() async throws {
        let texts = [
            "abcdefgh", "abcdefghi", "abcdefgg", "abcdefgh", "", "z", "é", "e\u{301}", "ab", "abc", "a",
        ]
        let text = "a,b\n" + texts.enumerated().map { "\($1),\($0)\n" }.joined()
        try await withFile(text) { path in
            let table = try ChunkedTable(csv: path, chunkBytes: 12)
            for isDescending in [false, true] {
                let expected = texts.indices.sorted { one, two in
                    if texts[one].isEmpty || texts[two].isEmpty {
                        return texts[one].isEmpty == texts[two].isEmpty ? one < two : texts[two].isEmpty
                    }
                    let (left, right) = (Array(texts[one].utf8), Array(texts[two].utf8))
                    if left == right { return one < two }
                    return left.lexicographicallyPrecedes(right) != isDescending
                }
                let sorted = try await table.sorted(
                    by: [RowOrder("a", isDescending: isDescending)], on: SerialScheduler())
                let rows = try await cells(sorted.compute(on: SerialScheduler()).columns[1])
                #expect(rows == expected.map { Cell.number(Double($0)) })
            }
        }
    }

    /// Every step applies to a sorted table, of which only the needed columns are read.
    @Test func sortedTablesAreTables() async throws {
        let golden = try Golden.read()
        try await withFile(golden.csv) { path in
            let table = try ChunkedTable(csv: path, chunkBytes: 900)
            let sorted = try await table.sorted(by: [RowOrder("fare")], on: SerialScheduler())
            #expect(sorted.columnNames == table.columnNames)
            #expect(sorted.columnKinds == table.columnKinds)
            func summary(_ table: ChunkedTable) async throws -> String {
                try await table.filter { $0.passengers > 1 && $0.payment != "cash" }
                    .with("month") { $0.pickup.month }.grouped(by: "month")
                    .aggregated(
                        .rows, .median("fare"), .distinct("note"), .maximum("pickup"), .minimum("payment")
                    )
                    .compute(on: ThreadedScheduler(workers: 2)).csv
            }
            #expect(try await summary(sorted) == summary(table))
            #expect(try await sorted.head(1, on: SerialScheduler()).rowCount == 1)
            let again = try await sorted.select(["note", "tip"]).sorted(
                by: [RowOrder("tip")], on: SerialScheduler())
            let expected = try await sorted.select(["note", "tip"]).compute(
                on: SerialScheduler(), sortedBy: [RowOrder("tip")])
            #expect(try await again.compute(on: SerialScheduler()).csv == expected.csv)
        }
    }

    @Test func emptyTablesAreSorted() async throws {
        try await withFile("a,b\n") { path in
            let sorted = try await ChunkedTable(csv: path).sorted(by: [RowOrder("b")], on: SerialScheduler())
            #expect(try await sorted.compute(on: SerialScheduler()).csv == "a,b\n")
        }
    }

    @Test func columnsAreChecked() async throws {
        try await withFile("a,b\n1,2\n") { path in
            _ = await #expect(
                throws: ChunkedTableError.unknownColumn(name: "c", advice: "did you mean 'a' or 'b'?")
            ) { try await ChunkedTable(csv: path).sorted(by: [RowOrder("c")], on: SerialScheduler()) }
        }
    }

    /// The folder has no named file while rows wait in it, and none afterwards.
    @Test func nothingIsLeft() async throws {
        let golden = try Golden.read()
        try await withFile(golden.csv) { path in
            try await withFolder { folder in
                func names() throws -> [String] {
                    try FileManager.default.contentsOfDirectory(atPath: folder.path)
                }
                let spill = try SpillFolder(folder.path)
                let table = try ChunkedTable(csv: path, chunkBytes: 900)
                let sorted = try await table.sorted(
                    by: [RowOrder("fare")], on: ThreadedScheduler(workers: 2), spill: spill,
                    onEvent: { _ in
                        let found = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
                        #expect(found == [])
                    })
                #expect(try names() == [])
                #expect(spill.writtenBytes > golden.csv.utf8.count)
                // The folder may even be removed while rows wait in it.
                try FileManager.default.removeItem(at: folder)
                #expect(try await sorted.compute(on: SerialScheduler()).rowCount == 700)
                await #expect(throws: ChunkedTableError.self) {
                    try await table.sorted(by: [RowOrder("fare")], on: SerialScheduler(), spill: spill)
                }
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            }
        }
    }

    @Test func filesThatChangeAreErrors() async throws {
        let text = "a,k\n" + (0..<1000).map { "\($0),x\n" }.joined()
        try await withFile(text) { path in
            let table = try ChunkedTable(csv: path, chunkBytes: 100)
            let sorted = try await table.sorted(by: [RowOrder("a")], on: SerialScheduler())
            try write(text + "1,y\n", to: path)
            let changed = TabularError.unreadable(
                path: path, reason: "the file has changed since it was opened; open it again")
            await #expect(throws: changed) {
                _ = try await table.sorted(by: [RowOrder("a")], on: ThreadedScheduler(workers: 2))
            }
            await #expect(throws: changed) {
                _ = try await sorted.joined(with: table, by: ["k"], on: SerialScheduler())
            }
            try FileManager.default.removeItem(atPath: path)
            await #expect(throws: TabularError.fileNotFound(path: path)) {
                _ = try await table.sorted(by: [RowOrder("a")], on: SerialScheduler())
            }
            // Rows that wait on disk do not need the file.
            #expect(try await sorted.compute(on: SerialScheduler()).rowCount == 1000)
        }
    }

    @Test func foldersAreChecked() throws {
        #expect(
            throws: ChunkedTableError.spillFolder(path: "/none/such", reason: "No such file or directory")
        ) { try SpillFolder("/none/such") }
        #expect(throws: ChunkedTableError.spillFolder(path: "/dev/null", reason: "it is not a folder")) {
            try SpillFolder("/dev/null")
        }
    }

    /// While parts are sorted, and while runs are merged.
    @Test(arguments: [1, 300, 1000, 1010]) func cancellationEndsASort(started: Int) async throws {
        let text = "a\n" + (0..<20_000).map { "\($0 * 7919 % 100_003)\n" }.joined()
        try await withFile(text) { path in
            let table = try ChunkedTable(csv: path, chunkBytes: 120)
            #expect(table.chunkCount > 980 && table.chunkCount < 1000)
            let (count, isCancelled) = (Counter(), DispatchSemaphore(value: 0))
            let task = Task {
                try await table.sorted(
                    by: [RowOrder("a")], on: ThreadedScheduler(workers: 1), memoryLimit: 1 << 20
                ) { event in
                    guard case .started = event, count.next() == started else { return }
                    // The task goes on once the sort has been cancelled.
                    isCancelled.wait()
                }
            }
            while count.value < started { try await Task.sleep(for: .milliseconds(1)) }
            task.cancel()
            isCancelled.signal()
            await #expect(throws: CancellationError.self) { _ = try await task.value }
        }
    }
}

/// A number that threads count up.
final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
