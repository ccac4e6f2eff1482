import ChunkedTables
import Foundation
import Learning
import LocalScheduling
import Tabular
import TaskGraph
import Testing

/// Integers that a double does not hold exactly, as `trellis table` reads them.
@Suite struct IntegerTests {
    private static let text = "id,v\n9007199254740992,1\n9007199254740993,2\n"

    private func open(_ paths: String..., types: [String: ColumnKind] = [:]) throws -> ChunkedTable {
        try ChunkedTable(readingBlocksOf: paths, options: ReadingOptions(types: types), memory: nil)
    }

    @Test func largeOnesAreNotMerged() async throws {
        try await withFile(Self.text) { path in
            let table = try open(path)
            #expect(table.columnKinds == [.category, .number])
            let groups = try await table.grouped(by: "id").aggregated(.rows, .sum("v"))
                .compute(on: SerialScheduler())
            #expect(groups.csv == "id,count,sum_v\n9007199254740992,1,1\n9007199254740993,1,2\n")
            let distinct = try await table.aggregated(.distinct("id")).compute(on: SerialScheduler())
            #expect(distinct.csv == "distinct_id\n2\n")
            let equal = try table.filter(ColumnExpression(parsing: "id == '9007199254740993'"))
            #expect(try await equal.compute(on: SerialScheduler()).csv == "id,v\n9007199254740993,2\n")
            let joined = try await table.joined(with: table, by: ["id"], on: SerialScheduler())
            #expect(
                try await joined.compute(on: SerialScheduler()).csv
                    == "id,v_x,v_y\n9007199254740992,1,1\n9007199254740993,2,2\n")
        }
    }

    /// Other columns of numbers, and columns whose kind is given, remain numbers.
    @Test func othersAreNumbers() async throws {
        for cell in ["9007199254740991", "-9007199254740991", "1e300", "9007199254740993.0", "2.5", "inf"] {
            try await withFile("id\n1\n\(cell)\n") { path in
                let kinds = try open(path).columnKinds
                #expect(kinds == [.number], "\(cell)")
            }
        }
        let long = "1" + String(repeating: "0", count: 400)
        for cell in [
            "-9007199254740993", "+9007199254740993", " 18446744073709551617", "\"\(1 << 60)\"", long,
        ] {
            try await withFile("id\n1\n\(cell)\n") { path in
                let kinds = try open(path).columnKinds
                #expect(kinds == [.category], "\(cell)")
            }
        }
        try await withFile(Self.text) { path in
            #expect(try ChunkedTable(csv: path).columnKinds == [.number, .number])
            let groups = try await open(path, types: ["id": .number]).grouped(by: "id").aggregated(.rows)
                .compute(on: SerialScheduler())
            #expect(groups.csv == "id,count\n9007199254740992.0,2\n")
        }
    }

    /// One of several files is enough.
    @Test func filesAreOfOneKind() async throws {
        try await withFolder { folder in
            let paths = ["a", "b"].map { folder.appendingPathComponent("\($0).csv").path }
            try write("id,v\n7,1\n", to: paths[0])
            try write(Self.text, to: paths[1])
            let table = try open(paths[0], paths[1])
            #expect(table.columnKinds == [.category, .number])
            let groups = try await table.grouped(by: "id").aggregated(.rows).compute(on: SerialScheduler())
            #expect(groups.rowCount == 3)
        }
    }

    /// After the sample, which is of half a MiB, the kind is decided.
    @Test(
        arguments: [
            "9007199254740993", "-9007199254740992", "\" 9007199254740993\"", "+123456789012345678901",
        ])
    func laterOnesAreErrors(cell: String) async throws {
        let rows = (0..<60_000).map { "\(1_000_000 + $0),1\n" }.joined()
        try await withFile("id,v\n" + rows + "\(cell),1\n") { path in
            let table = try open(path)
            #expect(table.columnKinds == [.number, .number])
            let found = cell.replacing("\"", with: "")
            for scheduler in [SerialScheduler() as any Scheduler, ThreadedScheduler(workers: 2)] {
                let error = await #expect(throws: TabularError.self) {
                    try await table.grouped(by: "id").aggregated(.rows).compute(on: scheduler)
                }
                #expect(
                    error?.description
                        == "\(path):60002:id: the integer '\(found)' is too large for the numbers of the column, which are "
                        + "exact below 2^53; pass --type 'id=category' to keep its digits, or --type 'id=number' to round it"
                )
            }
            // The column is not read.
            let sum = try await table.aggregated(.sum("v")).compute(on: SerialScheduler())
            #expect(sum.csv == "sum_v\n60001\n")
            let exact = try await open(path, types: ["id": .category]).aggregated(.distinct("id"))
                .compute(on: SerialScheduler())
            #expect(exact.csv == "distinct_id\n60001\n")
            for rounded in [try open(path, types: ["id": .number]), try ChunkedTable(csv: path)] {
                let count = try await rounded.aggregated(.count("id")).compute(on: SerialScheduler())
                #expect(count.csv == "count_id\n60001\n")
            }
        }
    }
}
