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
            for last in [
                "7", "7.5", "7.0", "3000000000", "9007199254740991", "9007199254740992", "1e3", "",
            ] {
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

    /// Integers and their sums are written as such as long as doubles hold them.
    @Test func integersHaveNoDecimalPoint() async throws {
        try await withFolder { folder in
            let (path, out) = (
                folder.appendingPathComponent("t.csv").path, folder.appendingPathComponent("out.csv").path
            )
            try write("a,b,c\n2147483648,9007199254740991,2147483648.0\n-7,2,1\n,,\n", to: path)
            let table = try ChunkedTable(csv: path, chunkBytes: 8)
            try await table.write(csv: out, on: SerialScheduler())
            let text = try String(contentsOfFile: out, encoding: .utf8)
            #expect(text == "a,b,c\n2147483648,9007199254740991,2147483648.0\n-7,2,1.0\n,,\n")
            #expect(try await table.compute(on: SerialScheduler()).csv == text)
            let sums = try await table.with("d") { $0.a * -3 }
                .aggregated(.sum("a"), .sum("b"), .sum("c"), .sum("d"), .maximum("b"), .mean("a"))
                .compute(on: SerialScheduler())
            #expect(
                sums.csv == """
                    sum_a,sum_b,sum_c,sum_d,max_b,mean_a
                    2147483641,9007199254740992.0,2147483649.0,-6442450923,9007199254740991,1073741820.5

                    """)
            let counts = try await table.grouped(by: "b").aggregated(.rows).compute(on: SerialScheduler())
            #expect(counts.csv == "b,count\n2,1\n9007199254740991,1\n")
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
