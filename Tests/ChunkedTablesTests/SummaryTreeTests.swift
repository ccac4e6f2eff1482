import LocalScheduling
import TaskGraph
import Testing

@testable import ChunkedTables
@testable import Tabular

/// Summaries that are merged one after another have the bits of those that the tasks of a table merge.
@Suite struct SummaryTreeTests {
    private static let statistics: [(GroupStatistic, ValueKind)] = [
        (.sum, .number), (.moments, .number), (.minimum, .number), (.quantiles, .number),
    ]

    private static let empty = GroupSummary(keys: [.number], statistics: statistics)

    /// The summary of some rows of some groups, whose sums have rounding errors.
    ///
    /// The squares of the values of group 0 overflow: their variance is another if they are merged with no rows before.
    private static func summary(of part: Int, groups: Range<Int>) -> GroupSummary {
        var summary = empty
        let keys = groups.flatMap { [Double](repeating: Double($0), count: 3) }
        let values = keys.enumerated().map { row, key in
            Double((row + 1) * (part + 3) % 101 + 1) / 7 * (key == 0 ? 1e200 : row % 2 == 0 ? 1e9 : 1e-3)
        }
        let outputs = [
            BlockValue.numbers(keys, areIntegers: true), .numbers(values, areIntegers: false),
        ]
        summary.add(
            Evaluator.Block(rows: keys.count, outputs: outputs), operands: statistics.map { _ in 1 }
        ) { _ in .none }
        return summary
    }

    /// Returns a summary as it is.
    private struct Given: TypedOperation {
        let summary: GroupSummary
        let place: Int
        let name = "given"

        func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(place) }

        func run(_ inputs: TaskInputValues<NoInputs>, in context: TaskContext) throws -> GroupSummary {
            summary
        }

        func estimate(for inputs: TaskInputEstimates<NoInputs>) -> TaskEstimate {
            TaskEstimate(seconds: 1e-6, bytes: 1 << 10)
        }
    }

    private func expectEqual(_ one: GroupSummary, _ other: GroupSummary) {
        let (groups, others) = (one.index.sorted, other.index.sorted)
        #expect(one.index.keys[0].numbers.words.sorted() == other.index.keys[0].numbers.words.sorted())
        for (state, other) in zip(one.states, other.states) {
            for (field, otherField) in [
                (state.first, other.first), (state.second, other.second), (state.third, other.third),
            ] where !field.isEmpty {
                #expect(groups.map { field[$0].bitPattern } == others.map { otherField[$0].bitPattern })
            }
            #expect(state.areIntegers == other.areIntegers)
            if state.statistic == .quantiles {
                #expect(
                    groups.map { state.sketches[$0].quantiles([0.3]) }
                        == others.map { other.sketches[$0].quantiles([0.3]) })
            }
        }
    }

    /// Numbers of parts at and around whole levels; with and without parts that have no groups, also at the start of nodes.
    @Test(arguments: [1, 2, 15, 16, 17, 32, 33, 255, 256, 257, 273, 512, 4097])
    func mergesAsTasksDo(parts: Int) async throws {
        let cases: [(Int) -> Range<Int>?] = [
            { $0 % 7..<$0 % 7 + 4 },
            { $0 % 16 < 3 || $0 % 5 == 0 ? nil : $0 % 3..<$0 % 3 + 2 },
            { $0 % 40 == 39 ? 0..<2 : nil },
            { _ in nil },
        ]
        for groups in cases {
            let summaries = (0..<parts).map { part in groups(part).map { Self.summary(of: part, groups: $0) }
            }
            let expected = try await merged(summaries.map { $0 ?? Self.empty })
            var tree = SummaryTree(empty: Self.empty)
            for summary in summaries { tree.append(summary) }
            expectEqual(tree.result(), expected)
        }
    }

    /// The summary that the tasks of a table return.
    private func merged(_ summaries: [GroupSummary]) async throws -> GroupSummary {
        let table = try await withFile("k,v\n1,2\n") { try ChunkedTable(csv: $0) }
        let summary = try table.grouped(by: "k").aggregated(.rows)
        var graph = TaskGraph()
        let tasks = summaries.enumerated().map { graph.insert(Given(summary: $1, place: $0)) }
        let merged = summary.merge(tasks, into: &graph, limit: nil)
        return try await graph.value(of: merged, on: SerialScheduler(), memoryLimit: nil, onEvent: nil)
    }
}
