import ChunkedData
import Foundation
import Learning
import LinearAlgebra
import LocalScheduling
import TaskGraph
import Testing

@testable import ChunkedTables
@testable import Tabular

/// Tables have the same bits where tasks and values go through bytes, as on a cluster.
@Suite struct WorkerTests {
    /// Rows with many equal keys, in parts of which some have whole numbers only.
    private static let text: String = {
        var lines = ["k,n,v,d,t"]
        for row in 0..<8000 {
            let key = row % 3 == 0 ? "same" : "key \(row * 7919 % 211)"
            let value = row % 17 == 0 ? "" : row < 1500 ? "\(row % 9)" : "\(Double(row * 31 % 1009) / 7)"
            lines.append(
                "\(row % 29 == 0 ? "" : key),\(row % 5),\(value),2024-03-\(10 + row % 20) 0\(row % 10):00,t\(row % 503)"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }()

    /// Each task by itself, and pieces of several.
    private static let schedulers = [PiecewiseScheduler(), PiecewiseScheduler(targetSeconds: 1)]

    private func withTable(_ body: (ChunkedTable, URL) async throws -> Void) async throws {
        try await withFolder { folder in
            let path = folder.appendingPathComponent("t.csv").path
            try write(Self.text, to: path)
            try await body(
                try ChunkedTable(csv: path, chunkBytes: 8000).filter { $0.v != 3 }.with("w") { $0.v * 2 }
                    .with("late") { $0.d.hour > 4 }, folder)
        }
    }

    @Test func statistics() async throws {
        try await withTable { table, _ in
            let summary = try table.grouped(by: "k", "late").aggregated(
                .rows, .sum("v"), .mean("w"), .variance("v"), .minimum("t"), .first("t"), .distinct("t"),
                .median("v"), .approximateDistinct("t"), .maximum("d"))
            let expected = try await summary.compute(on: SerialScheduler()).csv
            let described = try await table.describe(on: SerialScheduler()).table.csv
            let head = try await table.head(7, on: SerialScheduler()).csv
            let orders = [RowOrder("t", isDescending: true), RowOrder("v")]
            let first = try await table.compute(on: SerialScheduler(), sortedBy: orders, limit: 9).csv
            for scheduler in Self.schedulers {
                // A limit that groups on threads would exceed.
                #expect(try await summary.compute(on: scheduler, memoryLimit: 1 << 16).csv == expected)
                #expect(try await table.describe(on: scheduler).table.csv == described)
                #expect(try await table.head(7, on: scheduler).csv == head)
                #expect(try await table.compute(on: scheduler, sortedBy: orders, limit: 9).csv == first)
            }
        }
    }

    /// Ranges begin within the rows of the commonest key, which is a third of all.
    @Test func sortedRows() async throws {
        try await withTable { table, folder in
            let out = folder.appendingPathComponent("out.csv").path
            for orders in [
                [RowOrder("k")], [RowOrder("k", isDescending: true), RowOrder("v")], [RowOrder("late")],
                [RowOrder("d"), RowOrder("k")], [],
            ] {
                let expected = try await table.compute(on: SerialScheduler(), sortedBy: orders)
                let first = try await table.compute(on: SerialScheduler(), sortedBy: orders, limit: 5)
                for scheduler in Self.schedulers {
                    let sorted = try await table.sorted(by: orders, on: scheduler, memoryLimit: 1 << 20)
                    #expect(sorted.chunkCount > 1)
                    #expect(try await sorted.compute(on: scheduler).csv == expected.csv)
                    // The tasks of the shuffle run anywhere.
                    #expect(try await sorted.compute(on: ThreadedScheduler(workers: 2)).csv == expected.csv)
                    // The first rows of parts of files may have whole numbers only.
                    if !orders.isEmpty { #expect(try await sorted.head(5, on: scheduler).csv == first.csv) }
                    try await sorted.write(csv: out, on: scheduler)
                    #expect(try String(contentsOfFile: out, encoding: .utf8) == expected.csv)
                }
            }
        }
    }

    /// No piece of a sorted table is much larger than the others, although all rows are equal.
    @Test func rangesAreEven() async throws {
        try await withTable { table, _ in
            let sorted = try await table.with("same") { $0.n * 0 }.sorted(
                by: [RowOrder("same")], on: PiecewiseScheduler(), memoryLimit: 1 << 20)
            var rows: [Int] = []
            try await sorted.forEachChunk(on: PiecewiseScheduler()) { rows.append($0.rowCount) }
            let total = rows.reduce(0, +)
            #expect(rows.count == sorted.chunkCount && rows.count > 1)
            #expect(rows.allSatisfy { abs($0 * rows.count - total) < total / 5 }, "\(rows)")
        }
    }

    @Test(arguments: JoinKind.allCases) func joinedRows(kind: JoinKind) async throws {
        try await withTable { table, folder in
            let (path, out) = (
                folder.appendingPathComponent("r.csv").path, folder.appendingPathComponent("out.csv").path
            )
            var lines = ["k,n,x,name"]
            for row in 0..<900 {
                lines.append(
                    "\(row % 40 == 0 ? "" : "key \(row % 190)"),\(row % 4),\(Double(row) / 4),n\(row)")
            }
            try write(lines.joined(separator: "\n") + "\n", to: path)
            let other = try ChunkedTable(csv: path, chunkBytes: 3000)
            for keys in [["k"], ["k", "n"]] {
                let expected = try table.joined(with: Table(csv: path), by: keys, kind: kind)
                let csv = try await expected.compute(on: SerialScheduler()).csv
                let sums = try await expected.grouped(by: "t").aggregated(.sum("x"), .first("name"))
                    .compute(on: SerialScheduler()).csv
                let orders = [RowOrder("x"), RowOrder("t")]
                let ordered = try await expected.compute(on: SerialScheduler(), sortedBy: orders).csv
                for (scheduler, tableBytes) in [(Self.schedulers[0], Int.max), (Self.schedulers[1], 0)] {
                    let joined = try await table.joined(
                        with: other, by: keys, kind: kind, on: scheduler, memoryLimit: 1 << 20,
                        tableBytes: tableBytes)
                    #expect(try await joined.compute(on: scheduler).csv == csv)
                    let found = try await joined.grouped(by: "t").aggregated(.sum("x"), .first("name"))
                        .compute(on: scheduler).csv
                    #expect(found == sums)
                    try await joined.write(csv: out, on: scheduler)
                    #expect(try String(contentsOfFile: out, encoding: .utf8) == csv)
                    // A shuffle of a shuffle.
                    let sorted = try await joined.sorted(by: orders, on: scheduler, memoryLimit: 1 << 20)
                    #expect(try await sorted.compute(on: scheduler).csv == ordered)
                }
            }
        }
    }

    @Test func writtenRows() async throws {
        try await withTable { table, folder in
            let out = folder.appendingPathComponent("out.csv").path
            for rows in [table, try table.filter { $0.n > 99 }, try table.select(["v", "d", "late"])] {
                let expected = try await rows.compute(on: SerialScheduler()).csv
                for scheduler in Self.schedulers {
                    try await rows.write(csv: out, on: scheduler, memoryLimit: 1 << 20)
                    #expect(try String(contentsOfFile: out, encoding: .utf8) == expected)
                    try FileManager.default.removeItem(atPath: out)
                }
            }
        }
    }

    /// Features of numbers, and of categories, dates and missing cells.
    @Test(arguments: [["n", "v", "w", "k"], ["n", "v", "d", "t", "k"]])
    func datasets(columns: [String]) async throws {
        try await withTable { table, _ in
            let rows = try table.filter { !$0.k.isMissing }.select(columns)
            let here = try await rows.dataset(target: "k", for: .classification, on: SerialScheduler())
            let there = try await rows.dataset(target: "k", for: .classification, on: PiecewiseScheduler())
            #expect((here.features.matrix == nil) == columns.contains("t"))
            let features = try await chunks(of: here, on: SerialScheduler())
            #expect(features.count > 10)
            for data in [here, there] {
                // NaN is not equal to itself.
                #expect(
                    try await chunks(of: data, on: PiecewiseScheduler()).map { "\($0)" }
                        == features.map { "\($0)" })
            }
            #expect(
                try await here.target.column.compute(on: SerialScheduler())
                    == there.target.column.compute(on: SerialScheduler()))
        }
    }

    private func chunks(of data: ChunkedDataset, on scheduler: some Scheduler) async throws -> [FeatureTable]
    {
        let chunks = 0..<data.features.rowChunks.count
        let (graph, tasks, _) = data.features.graph(with: [], chunks: chunks)
        let result = try await scheduler.run(graph, outputs: tasks.map(\.task))
        return try tasks.map { task in
            try #require(Features(of: result.value(of: task.task))).table
        }
    }

    /// A worker without the file says which, and that it is the worker that reads it.
    @Test func missingFiles() async throws {
        try await withTable { table, folder in
            let path = folder.appendingPathComponent("t.csv").path
            try FileManager.default.removeItem(atPath: path)
            for description in [
                await message { try await table.compute(on: PiecewiseScheduler()) },
                await message { try await table.sorted(by: [RowOrder("k")], on: PiecewiseScheduler()) },
            ] {
                #expect(description.hasPrefix("\(path): cannot be read on a worker of the cluster: "))
                #expect(description.contains("under this path"))
            }
            let here = await message { try await table.compute(on: SerialScheduler()) }
            #expect(here == "\(path): there is no such file")
        }
    }

    private func message<Value>(of body: () async throws -> Value) async -> String {
        do {
            _ = try await body()
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    /// A cell that is not of its kind has the error that it has on threads, with the path from the root.
    @Test func invalidCells() async throws {
        try await withFile("a,b\n" + (0..<30).map { "\($0),\($0 == 20 ? "x" : "1")\n" }.joined()) { path in
            let table = try ChunkedTable(
                csv: path, options: ReadingOptions(types: ["b": .number]), chunkBytes: 20)
            let here = await message { try await table.compute(on: SerialScheduler()) }
            #expect(here.contains(".csv:22:b: "))
            #expect(await message { try await table.compute(on: PiecewiseScheduler()) } == here)
        }
    }
}
