import ChunkedTables
import Foundation
import LocalScheduling
import Testing

@testable import Tabular

/// Files are those of the table in memory, byte for byte.
@Suite struct WritingTests {
    @Test(arguments: [1 << 20, 1000, 50]) func filesAreThoseOfTheTableInMemory(chunkBytes: Int) async throws {
        let golden = try Golden.read()
        try await withFolder { folder in
            let (path, out) = (
                folder.appendingPathComponent("t.csv").path, folder.appendingPathComponent("out.csv").path
            )
            try write(golden.csv, to: path)
            let table = try ChunkedTable(csv: path, chunkBytes: chunkBytes).with("day") { $0.pickup.date }
                .with("is_cash") { $0.payment == "cash" }.with("large") { $0.passengers * 1_000_000_007 }
            for filtered in [
                table, try table.filter { $0.fare > 1e9 },
                try table.filter { $0.tip < 1 }.select(["day", "fare"]),
            ] {
                let expected = try await filtered.compute(on: SerialScheduler()).csv
                for workers in [1, 3] {
                    try await filtered.write(
                        csv: out, on: ThreadedScheduler(workers: workers), memoryLimit: 1 << 20)
                    #expect(try String(contentsOfFile: out, encoding: .utf8) == expected)
                }
                let sorted = try await filtered.sorted(by: [RowOrder("fare")], on: SerialScheduler())
                try await sorted.write(csv: out, on: SerialScheduler())
                let sortedInMemory = try await filtered.compute(
                    on: SerialScheduler(), sortedBy: [RowOrder("fare")])
                #expect(try String(contentsOfFile: out, encoding: .utf8) == sortedInMemory.csv)
            }
        }
    }

    /// Whether numbers have a decimal point depends on all cells, wherever they are.
    @Test func aColumnHasOneForm() async throws {
        try await withFolder { folder in
            let (path, out) = (
                folder.appendingPathComponent("t.csv").path, folder.appendingPathComponent("out.csv").path
            )
            for last in ["7", "7.5", "7.0", "3000000000", ""] {
                try write(
                    "a,d\n1,2024-01-01\n2,\n\(last),2024-01-02\(last == "7" ? " 10:00:00" : "")\n", to: path)
                let table = try ChunkedTable(csv: path, chunkBytes: 4)
                // Cells that are filtered out count as well.
                for rows in [table, try table.filter { $0.a < 3 }] {
                    try await rows.write(csv: out, on: SerialScheduler())
                    #expect(
                        try await String(contentsOfFile: out, encoding: .utf8)
                            == rows.compute(on: SerialScheduler()).csv)
                }
            }
        }
    }

    @Test func failuresLeaveNoFile() async throws {
        try await withFolder { folder in
            let path = folder.appendingPathComponent("t.csv").path
            try write("a\n" + (0..<500).map { "\($0)\n" }.joined() + "x\n", to: path)
            let table = try ChunkedTable(
                csv: path, options: ReadingOptions(types: ["a": .number]), chunkBytes: 64)
            let out = folder.appendingPathComponent("out.csv").path
            await #expect(throws: TabularError.self) {
                try await table.write(csv: out, on: SerialScheduler())
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["t.csv"])
            let none = "/none/such/out.csv"
            await #expect(
                throws: ChunkedTableError.cannotWrite(path: none, reason: "there is no folder '/none/such/'")
            ) { try await table.write(csv: none, on: SerialScheduler()) }
        }
    }
}
