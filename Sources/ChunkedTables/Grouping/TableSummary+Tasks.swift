internal import Learning
internal import Tabular
internal import TaskGraph

extension TableSummary {
    /// What is added up, and for each aggregation the positions of its parts.
    var statistics: (all: [SummarizePart.Statistic], outputs: [String], parts: [[Int]]) {
        var (all, outputs): ([SummarizePart.Statistic], [String]) = ([], keys)
        var places: [SummarizePart.Statistic: Int] = [:]
        var outputPlaces = Dictionary(keys.enumerated().map { (ExactText($1), $0) }) { first, _ in first }
        let parts = aggregations.map { aggregation in
            let output = aggregation.column.map { name in
                if let known = outputPlaces[ExactText(name)] { return known }
                outputPlaces[ExactText(name)] = outputs.count
                outputs.append(name)
                return outputs.count - 1
            }
            return aggregation.statistic.parts.map { part in
                let statistic = SummarizePart.Statistic(statistic: part, output: output)
                if let known = places[statistic] { return known }
                places[statistic] = all.count
                all.append(statistic)
                return all.count - 1
            }
        }
        return (all, outputs, parts)
    }

    /// Inserts the tasks of the summary of some parts: one for each, and a tree that merges them in a fixed order.
    ///
    /// - Parameters:
    ///   - scans: The parts, whose outputs are those of ``statistics``.
    ///   - kinds: The types of the outputs.
    ///   - statistics: What is added up.
    ///   - graph: The graph.
    ///   - limit: The bytes of a summary that does not fit in memory; nil for no limit.
    func insert(
        _ scans: [PartScan], _ kinds: [ValueKind], _ statistics: [SummarizePart.Statistic],
        into graph: inout TaskGraph, limit: Int? = nil
    ) -> TaskInput<GroupSummary> {
        let summaries = scans.map { scan in
            graph.insert(
                SummarizePart(
                    scans: [scan], kinds: kinds, keys: keys.count, statistics: statistics, limit: limit),
                .init([scan], in: &graph))
        }
        return merge(summaries, into: &graph, limit: limit)
    }

    /// Inserts the tasks of the tree that merges summaries.
    func merge(
        _ summaries: [TaskInput<GroupSummary>], into graph: inout TaskGraph, limit: Int?
    ) -> TaskInput<GroupSummary> {
        var summaries = summaries
        let merge = graph.register(typed: MergeSummaries(limit: limit))
        while summaries.count > 1 {
            summaries = stride(from: 0, to: summaries.count, by: MergeSummaries.width).map { start in
                let some = summaries[start..<min(start + MergeSummaries.width, summaries.count)]
                return some.count == 1
                    ? summaries[start] : graph.insert(merge, MergeSummaries.Inputs(parts: Array(some)))
            }
        }
        return summaries[0]
    }

    /// The rows of the result.
    func chunk(
        of summary: GroupSummary
    ) -> (chunk: TableChunk, approximations: [SummaryResult.Approximation]) {
        var groups = summary.index.sorted
        if order == .rows, let rows = summary.states.first(where: { $0.statistic == .rows })?.first {
            let places = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1, $0) })
            groups.sort { (rows[$1], places[$0] ?? 0) < (rows[$0], places[$1] ?? 0) }
        }
        let states = summary.states
        let parts = statistics.parts
        let values = zip(aggregations, parts).map { aggregation, parts in
            aggregation.column(parts.map { states[$0] }, groups: groups)
        }
        let approximations = zip(aggregations, parts).compactMap { aggregation, parts in
            aggregation.approximation(of: states[parts[0]], groups: groups)
        }
        return (
            TableChunk(rows: groups.count, columns: summary.index.columns(of: groups) + values),
            approximations
        )
    }
}

extension Aggregation {
    /// In how many of some groups the statistic is approximate; nil if it is exact in all.
    fileprivate func approximation(
        of state: GroupState, groups: [Int]
    ) -> SummaryResult.Approximation? {
        // The extremes of a sketch are known.
        if probability == 0 || probability == 1 { return nil }
        let (count, error) = state.approximateGroups(groups)
        guard count > 0 else { return nil }
        return SummaryResult.Approximation(
            column: name, rows: count, rowCount: groups.count, error: error,
            measure: statistic == .quantile ? .rank : .standardError)
    }
}

extension GroupIndex {
    /// The keys of some groups as columns.
    fileprivate func columns(of groups: [Int]) -> [TableChunk.Column] {
        keys.indices.map { place in
            let (key, codes) = (keys[place], codes(ofKey: place))
            var column = TableChunk.Column(kind: key.kind)
            if key.kind == .text {
                column.texts = key.texts
                column.codes = groups.map { codes[$0] }
            } else {
                column.areIntegers = key.areIntegers
                column.numbers = groups.map { key.number(codes[$0]) }
            }
            return column
        }
    }
}
