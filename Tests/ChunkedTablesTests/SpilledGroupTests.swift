import ChunkedTables
import Foundation
import LocalScheduling
import Tabular
import Testing

/// Groups that do not fit in memory have the same statistics, bit for bit.
@Suite struct SpilledGroupTests {
    /// Rows of 20,000 groups, of which one has half of the rows.
    private static let text: String = {
        var lines = ["k,n,v,t,d"]
        for row in 0..<60_000 {
            let key = row % 2 == 0 ? "many" : "key \(row * 7919 % 20_011)"
            let value = row % 17 == 0 ? "" : "\(Double(row * 31 % 1009) / 7)"
            let day = 10 + row % 19
            lines.append("\(row % 29 == 0 ? "" : key),\(row % 3),\(value),t\(row % 5003),2024-01-\(day)")
        }
        return lines.joined(separator: "\n") + "\n"
    }()

    private static let aggregations: [Aggregation] = [
        .rows, .sum("v"), .mean("v"), .variance("v"), .minimum("t"), .first("t"), .distinct("t"),
        .median("v"),
        .quantile("v", 0.9), .approximateDistinct("t"), .maximum("n"), .first("d"), .maximum("late"),
    ]

    /// Hundreds of parts, of which most have no rows in a partition; some parts; and one.
    @Test(arguments: [4000, 50_000, 1 << 24]) func groupsAreTheSame(chunkBytes: Int) async throws {
        try await withFile(Self.text) { path in
            let table = try ChunkedTable(csv: path, chunkBytes: chunkBytes)
                .filter { $0.v != 3 }.with("late") { $0.n > 1 }
            for keys in [["k"], ["late", "d", "k"]] {
                let summary = try table.grouped(by: keys).aggregated(Self.aggregations)
                let whole = try await summary.result(on: SerialScheduler())
                #expect(whole.table.rowCount > 19_000)
                #expect(!whole.approximations.isEmpty || keys.count > 1)
                for workers in [1, 3] {
                    let spill = try SpillFolder()
                    let spilled = try await summary.result(
                        on: ThreadedScheduler(workers: workers), memoryLimit: 1 << 20, spill: spill)
                    #expect(spill.writtenBytes > 0)
                    #expect(spilled.table.csv == whole.table.csv)
                    #expect(spilled.approximations == whole.approximations)
                }
                // Groups that fit are not written.
                let spill = try SpillFolder()
                _ = try await summary.compute(on: SerialScheduler(), memoryLimit: 1 << 30, spill: spill)
                #expect(spill.writtenBytes == 0)
            }
        }
    }

    /// Distinct values that do not fit in memory are counted in partitions, of groups that fit.
    @Test(arguments: [[], ["n"], ["n", "s"]]) func distinctValuesAreCounted(keys: [String]) async throws {
        let lines = (0..<80_000).map { row in
            // Missing keys and values, values of several groups, and numbers that are equal but written differently.
            let number = row % 13 == 0 ? "" : row % 2 == 0 ? "\(row / 3)" : "\(row / 3).0"
            return
                "\(row % 31 == 0 ? "" : "\(row % 5)"),\(row % 7 < 3 ? "a" : "é"),\(number),t\(row * 7919 % 50_021)"
        }
        let text = "n,s,v,t\n" + lines.joined(separator: "\n") + "\n"
        try await withFile(text) { path in
            let table = try ChunkedTable(csv: path, chunkBytes: 50_000).filter { $0.v != 3 }
            let few: [Aggregation] = [.rows, .distinct("t"), .distinct("n"), .distinct("v"), .sum("v")]
            // The sketches of medians do not fit in memory either.
            for aggregations in [few, few + [.median("v")]] {
                let summary = try table.grouped(by: keys).aggregated(aggregations)
                let whole = try await summary.result(on: SerialScheduler())
                for workers in [1, 3] {
                    let spill = try SpillFolder()
                    let spilled = try await summary.result(
                        on: ThreadedScheduler(workers: workers), memoryLimit: 1 << 20, spill: spill)
                    #expect(spill.writtenBytes > 0)
                    #expect(spilled.table.csv == whole.table.csv)
                    #expect(spilled.approximations == whole.approximations)
                }
            }
        }
    }

    @Test func groupsAreSortedAndWritten() async throws {
        try await withFolder { folder in
            let (path, out) = (
                folder.appendingPathComponent("t.csv").path, folder.appendingPathComponent("out.csv").path
            )
            try write(Self.text, to: path)
            let table = try ChunkedTable(csv: path, chunkBytes: 50_000)
            let counts = try table.valueCounts("k")
            let means = try table.grouped(by: "k").aggregated(.mean("v"), .rows)
            let orders = [RowOrder("mean_v", isDescending: true)]
            for memory in [nil, 1 << 20] {
                try await counts.write(csv: out, on: SerialScheduler(), memoryLimit: memory)
                #expect(
                    try await String(contentsOfFile: out, encoding: .utf8)
                        == counts.compute(on: SerialScheduler()).csv)
                try await means.write(csv: out, on: SerialScheduler(), sortedBy: orders, memoryLimit: memory)
                let sorted = try await means.compute(on: SerialScheduler(), sortedBy: orders)
                #expect(try String(contentsOfFile: out, encoding: .utf8) == sorted.csv)
                let first = try await means.compute(
                    on: SerialScheduler(), sortedBy: orders, limit: 3, memoryLimit: memory)
                #expect(
                    first.csv == sorted.csv.split(separator: "\n").prefix(4).joined(separator: "\n") + "\n")
            }
        }
    }
}
