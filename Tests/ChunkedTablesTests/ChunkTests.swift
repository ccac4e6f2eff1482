import ChunkedTables
import Foundation
import Learning
import LocalScheduling
import Testing

@testable import Tabular

/// Files are cut between records, and chunks give the same results as the whole.
@Suite struct ChunkTests {
    /// Text with quoted newlines and separators, rows of several lengths, and the given line ending.
    private static func text(rows: Int, seed: Int, ending: String) -> String {
        var text = "a,b,c" + ending
        for row in 0..<rows {
            let cell =
                switch (row * 7 + seed) % 5 {
                case 0: "\"x\ny,\"\"z\"\"\""
                case 1: "\"\""
                case 2: String(repeating: "long", count: (row + seed) % 9)
                default: "w\(row % 3)"
                }
            text += "\(row),\(cell),\(Double(row % 11) / 4)" + ending
        }
        return text
    }

    @Test(arguments: ["\n", "\r\n"]) func partsAreWholeRecords(ending: String) async throws {
        for seed in 0..<12 {
            let text = Self.text(rows: 40, seed: seed, ending: ending)
            let bytes = Array(text.utf8)
            try await withFile(text) { path in
                let file = try CSVFile(path: path)
                for size in [1, 2, 7, 16, 33, 100, 10_000] {
                    let parts = try file.parts(of: size)
                    #expect(parts.first?.range.lowerBound == 0 && parts.last?.range.upperBound == bytes.count)
                    for (one, two) in zip(parts, parts.dropFirst()) {
                        #expect(one.range.upperBound == two.range.lowerBound)
                    }
                    for part in parts {
                        let before = bytes[..<part.range.lowerBound]
                        #expect(before.filter { $0 == ASCII.quote }.count % 2 == 0)
                        #expect(before.isEmpty || before.last == ASCII.newline)
                        #expect(part.firstLine == 1 + before.filter { $0 == ASCII.newline }.count)
                    }
                    let whole = try Table(csv: bytes, name: "t.csv")
                    let table = try await ChunkedTable(
                        csv: path, options: ReadingOptions(types: ["b": .category]), chunkBytes: size
                    ).compute(on: SerialScheduler())
                    #expect(table.csv == whole.csv)
                }
            }
        }
    }

    /// Categories are those of a table in memory, in which blanks around numbers do not count.
    @Test(arguments: [[:], ["c": .category]] as [[String: ColumnKind]])
    func categoriesAreThoseOfTheWhole(types: [String: ColumnKind]) async throws {
        let text = "c\n 7 \nx\n7\n\" 07\"\n y \n"
        let options = ReadingOptions(types: types)
        try await withFile(text) { path in
            let found = try await ChunkedTable(csv: path, options: options).compute(on: SerialScheduler())
            #expect(found.csv == "c\n7\nx\n7\n07\n y \n")
            #expect(try found.csv == Table(csv: Array(text.utf8), name: "t.csv", options: options).csv)
        }
    }

    @Test func schedulersGiveTheSameBits() async throws {
        let text = Self.text(rows: 3000, seed: 1, ending: "\n")
        try await withFile(text) { path in
            let summary = try ChunkedTable(csv: path, chunkBytes: 900).with("d") { $0.c / 3 + $0.a }
                .filter { $0.c > 0.3 }.grouped(by: "b")
                .aggregated(.mean("d"), .variance("d"), .sum("d"), .first("a"), .distinct("c"))
            let serial = try await summary.compute(on: SerialScheduler()).csv
            for workers in 1...4 {
                #expect(try await summary.compute(on: ThreadedScheduler(workers: workers)).csv == serial)
            }
        }
    }

    @Test func severalFilesAreOneTable() async throws {
        try await withFolder { folder in
            func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
            try write("a,b\n1,x\n2,y\n", to: path("t-1.csv"))
            try write("b,a\nx,3\n", to: path("t-2.csv"))
            try write("a,b\n", to: path("t-3.csv"))
            try write("a,b\n5,z", to: path("other.csv"))
            let table = try ChunkedTable(csv: path("t-*.csv"))
            #expect(try await table.compute(on: SerialScheduler()).csv == "a,b\n1,x\n2,y\n3,x\n")
            let two = try ChunkedTable(csv: [path("other.csv"), path("t-1.csv")])
            #expect(try await two.compute(on: SerialScheduler()).csv == "a,b\n5,z\n1,x\n2,y\n")
            try write("a,c\n5,z", to: path("t-4.csv"))
            #expect(
                throws: TabularError.otherColumns(
                    file: path("t-4.csv"), first: path("t-1.csv"), missing: ["b"], surplus: ["c"])
            ) { try ChunkedTable(csv: path("t-*.csv")) }
            #expect(throws: ChunkedTableError.noFiles(pattern: path("none-*.csv"))) {
                try ChunkedTable(csv: path("none-*.csv"))
            }
        }
    }

    @Test func compressedFilesAreRead() async throws {
        try await withFile(Self.text(rows: 500, seed: 2, ending: "\n")) { path in
            let plain = try await ChunkedTable(csv: path).compute(on: SerialScheduler()).csv
            let gzip = Process()
            gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            gzip.arguments = ["gzip", path]
            try gzip.run()
            gzip.waitUntilExit()
            let table = try ChunkedTable(csv: path + ".gz", chunkBytes: 100)
            #expect(table.chunkCount == 1)
            #expect(try await table.compute(on: SerialScheduler()).csv == plain)
        }
    }

    @Test func headReadsNoMorePartsThanItTakes() async throws {
        // The cell that is no number is in the last part.
        let text = "a\n" + (0..<500).map { "\($0)\n" }.joined() + "x\n"
        try await withFile(text) { path in
            let table = try ChunkedTable(
                csv: path, options: ReadingOptions(types: ["a": .number]), chunkBytes: 64)
            #expect(try await table.head(3, on: SerialScheduler()).csv == "a\n0\n1\n2\n")
            #expect(
                try await table.filter { $0.a % 50 == 49 }.head(2, on: SerialScheduler()).csv == "a\n49\n99\n"
            )
            await #expect(throws: TabularError.self) { try await table.head(501, on: SerialScheduler()) }
        }
    }

    @Test func onlyNeededColumnsAreParsed() async throws {
        try await withFile("a,b,c\n1,x,2\n3,4,5\n") { path in
            let options = ReadingOptions(types: ["b": .number])
            let table = try ChunkedTable(csv: path, options: options).with("d") { $0.b * 2 }
            let sum = try await table.aggregated(.sum("a")).compute(on: SerialScheduler())
            #expect(sum.csv == "sum_a\n4\n")
            await #expect(throws: TabularError.self) {
                try await table.aggregated(.sum("d")).compute(on: SerialScheduler())
            }
        }
    }

    @Test func emptyTablesHaveSummaries() async throws {
        try await withFile("a,b\n") { path in
            let table = try ChunkedTable(csv: path)
            #expect(try await table.compute(on: SerialScheduler()).rowCount == 0)
            let whole = try await table.aggregated(.rows, .sum("a"), .mean("a")).compute(
                on: SerialScheduler())
            #expect(whole.csv == "count,sum_a,mean_a\n0,0,\n")
            let groups = try await table.grouped(by: "b").aggregated(.rows).compute(on: SerialScheduler())
            #expect(groups.csv == "b,count\n")
        }
    }

    /// Kinds are those of the rows, if the parts that are sampled first have none.
    @Test func kindsAreThoseOfFilesWithRows() async throws {
        try await withFolder { folder in
            let paths = (0..<9).map { folder.appendingPathComponent("\($0).csv").path }
            for (index, path) in paths.enumerated() {
                try write(index == 2 ? "a,t\n1,x\n2,y\n" : "a,t\n", to: path)
            }
            let table = try ChunkedTable(csv: paths)
            #expect(try await table.compute(on: SerialScheduler()).csv == "a,t\n1,x\n2,y\n")
        }
    }

    /// Files without rows, at any place among others, change nothing.
    @Test(arguments: [[], ["t"]]) func filesWithoutRowsAddNothing(keys: [String]) async throws {
        try await withFolder { folder in
            let (none, some) = ("v,t\n", "v,t\n1,x\n4,x\n")
            let aggregations: [Aggregation] = [
                .rows, .sum("v"), .variance("v"), .minimum("v"), .maximum("t"), .first("t"), .distinct("v"),
                .median("v"), .approximateDistinct("t"),
            ]
            for texts in [[some, none], [none, some], [none, none, some, none]] {
                let paths = texts.indices.map { folder.appendingPathComponent("\($0).csv").path }
                for (text, path) in zip(texts, paths) { try write(text, to: path) }
                let found = try await ChunkedTable(csv: paths).grouped(by: keys).aggregated(aggregations)
                    .compute(on: SerialScheduler())
                let values = found.csv.split(separator: "\n")[1]
                #expect(values == (keys.isEmpty ? "" : "x,") + "2,5,4.5,1,x,x,2,2.5,1")
            }
        }
    }

    /// The variance of very large numbers, whose squares are infinite.
    @Test(arguments: [[], ["k"]]) func largeNumbersHaveVariances(keys: [String]) async throws {
        for (values, expected) in [
            ([1e200, 1e200, 1e200], "0.0"), ([1e300, 1e300, -1e300], "inf"), ([1e300, 3e300, 7e300], "inf"),
            ([1e200, .infinity], ""),
        ] {
            try await withFile("k,v\n" + values.map { "x,\($0)\n" }.joined()) { path in
                let variance = try ChunkedTable(csv: path).grouped(by: keys).aggregated(.variance("v"))
                let found = try await variance.compute(on: SerialScheduler()).csv
                let row = (keys.isEmpty ? "" : "x,") + expected
                #expect(found == (keys.isEmpty ? "" : "k,") + "var_v\n\(row)\n")
            }
        }
    }

    /// An infinite number makes sums and extremes infinite, and a missing one does not.
    @Test(arguments: [[], ["k"]]) func infiniteAndMissingNumbersAreSummarized(keys: [String]) async throws {
        for (values, expected) in [
            (["inf"] + [String](repeating: "1", count: 20), "inf,1.0,inf"), (["inf", "inf"], "inf,inf,inf"),
            (["", "-inf", "-inf"], "-inf,-inf,-inf"), (["-inf", "inf"], ",-inf,inf"), (["", ""], "0,,"),
        ] {
            try await withFile("k,v\n" + values.map { "x,\($0)\n" }.joined()) { path in
                let options = ReadingOptions(types: ["v": .number])
                let summary = try ChunkedTable(csv: path, options: options).grouped(by: keys)
                    .aggregated(.sum("v"), .minimum("v"), .maximum("v"))
                let found = try await summary.compute(on: SerialScheduler()).csv
                let row = (keys.isEmpty ? "" : "x,") + expected
                #expect(found.hasSuffix("\n\(row)\n"), "\(found)")
            }
        }
    }

    /// Rounding errors of sums are made up for, in one group as in several.
    @Test(arguments: [[], ["k"]]) func roundingErrorsDoNotAddUp(keys: [String]) async throws {
        // The errors that are left of several values at a time change the last bit of the sum of 1,161.
        for count in [1161, 1196, 100_000] {
            try await withFile("k,v\n" + String(repeating: "x,0.1\n", count: count)) { path in
                let sum = try ChunkedTable(csv: path).grouped(by: keys).aggregated(.sum("v"))
                let found = try await sum.compute(on: SerialScheduler())
                #expect(cells(found.columns[keys.count]) == [.number(Double(count) * 0.1)])
            }
        }
    }

    /// The mean is between two numbers of 64 bits, and its rounding does not change the variance.
    @Test func variancesAreAboutTheExactMean() async throws {
        try await withFile("v\n1e16\n1e16\n10000000000000002\n") { path in
            let variance = try ChunkedTable(csv: path).aggregated(.variance("v"))
            let found = try await variance.compute(on: SerialScheduler())
            // Some roundings of the last bit.
            #expect(difference(cells(found.columns[0]), [.number(4.0 / 3)], within: 1e-15) == nil)
        }
    }

    /// A date in years that are not written with four digits is missing, rather than only written as such.
    @Test func computedDatesAreInYearsOfFourDigits() async throws {
        let rows = "9999-12-31,86399\n9999-12-31,86400\n0001-01-01,-1\n2024-01-01,1e300\n"
        try await withFile("d,s\n" + rows) { path in
            let table = try await ChunkedTable(csv: path).with("e") { $0.d + $0.s }
                .with("hour") { $0.e.hour }.with("isMissing") { $0.e.isMissing }
                .select(["e", "hour", "isMissing"]).compute(on: SerialScheduler())
            #expect(table.csv == "e,hour,isMissing\n9999-12-31 23:59:59,23,0\n,,1\n,,1\n,,1\n")
        }
    }
}
