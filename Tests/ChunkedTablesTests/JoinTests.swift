import Foundation
import LocalScheduling
import Testing

@testable import ChunkedTables
@testable import Tabular

/// Joins are those of pandas, with a table in memory and with one whose rows wait on disk.
@Suite struct JoinTests {
    /// The way in which the rows of the right table are found.
    enum Way: String, CaseIterable {
        case table, inMemory, shuffled
    }

    private static func join(
        _ left: ChunkedTable, _ right: String, by keys: [String], _ kind: JoinKind, _ way: Way
    ) async throws -> ChunkedTable {
        if way == .table { return try left.joined(with: Table(csv: right), by: keys, kind: kind) }
        return try await left.joined(
            with: ChunkedTable(csv: right, chunkBytes: 60), by: keys, kind: kind,
            on: ThreadedScheduler(workers: 2), memoryLimit: 1 << 20, tableBytes: way == .inMemory ? .max : 0)
    }

    @Test(arguments: Way.allCases) func joinsAreThoseOfPandas(way: Way) async throws {
        let golden = try Golden.read()
        try await withFolder { folder in
            let (left, right) = (
                folder.appendingPathComponent("l.csv").path, folder.appendingPathComponent("r.csv").path
            )
            try write(golden.csv, to: left)
            try write(golden.fees, to: right)
            for join in golden.joined {
                for chunkBytes in [1 << 20, 700] {
                    let kind = try #require(JoinKind(rawValue: join.how))
                    let joined = try await Self.join(
                        ChunkedTable(csv: left, chunkBytes: chunkBytes), right, by: join.on, kind, way)
                    #expect(joined.columnNames == join.names)
                    let table = try await joined.compute(on: ThreadedScheduler(workers: 2))
                    for (column, expected) in zip(table.columns, join.columns) {
                        let difference = difference(cells(column), expected, within: 0)
                        #expect(difference == nil, "\(column.name), \(join.how) by \(join.on)")
                    }
                }
            }
        }
    }

    /// Steps before and after a join, and the columns that they need.
    @Test(arguments: Way.allCases) func joinedTablesAreTables(way: Way) async throws {
        try await withFolder { folder in
            let (left, right) = (
                folder.appendingPathComponent("l.csv").path, folder.appendingPathComponent("r.csv").path
            )
            try write("k,v,w\nA,1,1\nb,2,2\na,3,3\nc,4,4\n,5,5\n", to: left)
            try write("v,k,name\n10,a,A\n20,b,B\n30,d,D\n", to: right)
            let table = try ChunkedTable(csv: left, chunkBytes: 6).filter { $0.w != 3 }.with("u") { $0.v * 2 }
                .with("v") { $0.v + 100 }.with("k") { $0.k.lowercased }
            let joined = try await Self.join(table, right, by: ["k"], .left, way)
            #expect(joined.columnNames == ["k", "v_x", "w", "u", "v_y", "name"])
            let result = try await joined.with("sum") { $0.v_x + $0.v_y + $0.u }.filter { $0.name != "B" }
                .with("small") { $0.name.lowercased }.select(["small", "sum", "k"]).compute(
                    on: SerialScheduler())
            #expect(result.csv == "small,sum,k\na,113,a\n,,c\n,,\n")
            let groups = try await joined.grouped(by: "name").aggregated(.rows, .sum("v_x")).compute(
                on: SerialScheduler())
            #expect(groups.csv == "name,count,sum_v_x\nA,1,101\nB,1,102\n")
        }
    }

    /// A row with more partners than are returned at once, in more rows of the right table than are in memory at once.
    @Test func manyPartners() async throws {
        try await withFolder { folder in
            let (left, right) = (
                folder.appendingPathComponent("l.csv").path, folder.appendingPathComponent("r.csv").path
            )
            try write("k,v\nx,1\na,2\nx,3\nb,4\n", to: left)
            try write("k,w\n" + (0..<70_000).map { "\($0 == 7 ? "b" : "x"),\($0)\n" }.joined(), to: right)
            for kind in JoinKind.allCases {
                var found: Set<String> = []
                for way in Way.allCases {
                    let joined = try await Self.join(ChunkedTable(csv: left), right, by: ["k"], kind, way)
                    let table = try await joined.compute(on: SerialScheduler())
                    #expect(table.rowCount == 2 * 69_999 + 1 + (kind == .left ? 1 : 0))
                    found.insert(table.csv)
                }
                #expect(found.count == 1)
                let first = try #require(found.first)
                #expect(first.hasPrefix("k,v,w\nx,1,0\nx,1,1\n"))
                #expect(first.contains("x,1,69999\n" + (kind == .left ? "a,2,\n" : "") + "x,3,0\n"))
                #expect(first.hasSuffix("x,3,69999\nb,4,7\n"))
            }
        }
    }

    /// Whether a column has a decimal point depends on all of its cells, also if they are in different partitions.
    @Test(arguments: Way.allCases) func decimalPointsAreKept(way: Way) async throws {
        try await withFolder { folder in
            let (left, right, out) = (
                folder.appendingPathComponent("l.csv").path, folder.appendingPathComponent("r.csv").path,
                folder.appendingPathComponent("out.csv").path
            )
            try write("k,v,w\na,1.0,1\nb,2,2\nc,3,3\n", to: left)
            try write("k,y,z\na,4,1\nb,5.0,2\nc,6,3\n", to: right)
            let joined = try await Self.join(
                ChunkedTable(csv: left, chunkBytes: 6), right, by: ["k"], .inner, way)
            try await joined.write(csv: out, on: SerialScheduler())
            let text = try String(contentsOfFile: out, encoding: .utf8)
            #expect(text == "k,v,w,y,z\na,1.0,1,4.0,1\nb,2.0,2,5.0,2\nc,3.0,3,6.0,3\n")
            #expect(try await joined.compute(on: SerialScheduler()).csv == text)
        }
    }

    @Test(arguments: Way.allCases) func emptyTablesAreJoined(way: Way) async throws {
        try await withFolder { folder in
            let (left, right) = (
                folder.appendingPathComponent("l.csv").path, folder.appendingPathComponent("r.csv").path
            )
            for (rows, others) in [("", "1,2\n"), ("1,2\n", ""), ("", "")] {
                try write("k,v\n" + rows, to: left)
                try write("k,w\n" + others, to: right)
                for kind in JoinKind.allCases {
                    // A file without rows is an empty table only if it is chunked.
                    if way == .table, others.isEmpty { continue }
                    let joined = try await Self.join(ChunkedTable(csv: left), right, by: ["k"], kind, way)
                    let expected = kind == .left && !rows.isEmpty ? "k,v,w\n1,2,\n" : "k,v,w\n"
                    #expect(try await joined.compute(on: SerialScheduler()).csv == expected)
                }
            }
        }
    }

    @Test func usesOfColumnsAreChecked() async throws {
        try await withFile("k,v,v_y\n1,2,3\n") { path in
            let table = try ChunkedTable(csv: path)
            let right = try Table(csv: Array("k,v\nx,1\n".utf8), name: "r.csv")
            #expect(throws: ChunkedTableError.noKeys) { try table.joined(with: right, by: []) }
            #expect(throws: ChunkedTableError.duplicateColumn(name: "k")) {
                try table.joined(with: right, by: ["k", "k"])
            }
            #expect(throws: ChunkedTableError.keyKinds(key: "k", left: "a number", right: "a text")) {
                try table.joined(with: right, by: ["k"])
            }
            #expect(throws: ChunkedTableError.unknownKey(name: "v_y", advice: "valid names are k, v")) {
                try table.joined(with: right, by: ["v_y"])
            }
            #expect(throws: ChunkedTableError.self) { try table.joined(with: right, by: ["w"]) }
            // The suffix gives the name of another column.
            #expect(throws: ChunkedTableError.duplicateColumn(name: "v_y")) {
                try table.with("k") { $0.k == 1 }.joined(
                    with: Table(csv: Array("k,v\n1,1\n".utf8), name: "r.csv"), by: ["k"])
            }
        }
    }
}
