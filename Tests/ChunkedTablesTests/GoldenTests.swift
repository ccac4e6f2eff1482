import ChunkedTables
import LocalScheduling
import Tabular
import Testing

/// Results are those of pandas, whatever the size of the chunks.
@Suite struct GoldenTests {
    /// One chunk, and chunks of several rows and of less than one.
    static let chunkSizes = [1 << 20, 1500, 40]

    @Test(arguments: chunkSizes) func expressions(chunkBytes: Int) async throws {
        let golden = try Golden.read()
        try await withFile(golden.csv) { path in
            let table = try ChunkedTable(csv: path, chunkBytes: chunkBytes)
            #expect(table.columnKinds == [.date, .number, .number, .number, .category, .category])
            for (text, expected) in golden.expressions {
                let result = try await table.with("x", ColumnExpression(parsing: text)).select(["x"])
                    .compute(on: SerialScheduler())
                // The logarithm and powers of another library may differ in the last bit.
                #expect(difference(cells(result.columns[0]), expected, within: 4e-16) == nil, "\(text)")
            }
        }
    }

    @Test(arguments: chunkSizes) func groups(chunkBytes: Int) async throws {
        let golden = try Golden.read()
        try await withFile(golden.csv) { path in
            let table = try ChunkedTable(csv: path, chunkBytes: chunkBytes).with("hour") { $0.pickup.hour }
            for group in golden.groups {
                let aggregations: [Aggregation] =
                    [.rows]
                    + group.columns.keys.sorted().compactMap { name in
                        let parts = name.split(separator: "_", maxSplits: 1).map(String.init)
                        guard parts.count == 2 else { return nil }
                        switch parts[0] {
                        case "count": return .count(parts[1])
                        case "sum": return .sum(parts[1])
                        case "mean": return .mean(parts[1])
                        case "var": return .variance(parts[1])
                        case "std": return .standardDeviation(parts[1])
                        case "min": return .minimum(parts[1])
                        case "max": return .maximum(parts[1])
                        case "first": return .first(parts[1])
                        case "distinct": return .distinct(parts[1])
                        case "median": return .median(parts[1])
                        case "q25": return .quantile(parts[1], 0.25)
                        case "q90": return .quantile(parts[1], 0.9)
                        default: return nil
                        }
                    }
                let result = try await table.grouped(by: group.keys).aggregated(aggregations)
                    .compute(on: ThreadedScheduler(workers: 2))
                #expect(result.columns.count == group.columns.count)
                for column in result.columns {
                    let expected = try #require(group.columns[column.name])
                    // Dates are written with microseconds.
                    let tolerance = column.kind == .date ? 1e-15 : 1e-12
                    #expect(
                        difference(cells(column), expected, within: tolerance) == nil,
                        "\(column.name) by \(group.keys)")
                }
            }
        }
    }

    @Test func wholeTable() async throws {
        let golden = try Golden.read()
        try await withFile(golden.csv) { path in
            let table = try ChunkedTable(csv: path, chunkBytes: 1000)
            for (name, expected) in golden.whole {
                let result = try await table.aggregated(
                    .count(name, as: "count"), .sum(name, as: "sum"), .mean(name, as: "mean"),
                    .variance(name, as: "var"), .standardDeviation(name, as: "std"),
                    .minimum(name, as: "min"),
                    .maximum(name, as: "max"), .distinct(name, as: "distinct")
                ).compute(on: SerialScheduler())
                for column in result.columns {
                    let value = try #require(expected[column.name])
                    #expect(
                        difference(cells(column), [.number(value)], within: 1e-12) == nil, "\(column.name)")
                }
            }
        }
    }

    @Test func valueCountsAndFilters() async throws {
        let golden = try Golden.read()
        try await withFile(golden.csv) { path in
            let table = try ChunkedTable(csv: path, chunkBytes: 1000)
            let counts = try await table.valueCounts("payment").compute(on: SerialScheduler())
            #expect(cells(counts.columns[0]) == golden.counts.map { $0[0] })
            #expect(cells(counts.columns[1]) == golden.counts.map { $0[1] })
            let filtered = try await table.filter { $0.fare > 10 && $0.payment != "cash" }.select(["tip"])
                .compute(on: SerialScheduler())
            #expect(difference(cells(filtered.columns[0]), golden.filtered, within: 0) == nil)
        }
    }

    @Test func description() async throws {
        let golden = try Golden.read()
        try await withFile(golden.csv) { path in
            let result = try await ChunkedTable(csv: path, chunkBytes: 1000).describe(on: SerialScheduler())
            #expect(result.approximations == [])
            #expect(
                result.table.columnNames == [
                    "column", "count", "mean", "std", "min", "25%", "50%", "75%", "max",
                ])
            for column in result.table.columns.dropFirst() {
                let expected = try #require(golden.description[column.name])
                #expect(difference(cells(column), expected, within: 1e-12) == nil, "\(column.name)")
            }
        }
    }
}
