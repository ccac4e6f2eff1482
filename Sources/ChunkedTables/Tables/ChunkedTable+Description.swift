internal import Tabular
public import TaskGraph

extension ChunkedTable {
    /// Computes descriptive statistics of the columns of numbers.
    ///
    /// The result has a row for each such column, with its name, the number of values that are not missing, their mean,
    /// standard deviation, minimum, quartiles and maximum: `describe()` of pandas. The quartiles of many distinct
    /// values are approximate, as those of ``Aggregation/quantile(_:_:as:)``.
    ///
    /// - Parameters:
    ///   - scheduler: The scheduler, which does not affect the result.
    ///   - memoryLimit: The maximum bytes of results and running tasks; nil for no limit.
    ///   - onEvent: Receives the events of the run.
    /// - Throws: ``ChunkedTableError/noStatistics`` if no column has numbers; `TabularError` for the first invalid cell, or if
    ///   a file has changed; `CancellationError`.
    /// - Complexity: O(*n*), where *n* is the size of the files.
    public func describe(
        on scheduler: some Scheduler, memoryLimit: Int? = nil, onEvent: RunEvent.Handler? = nil
    ) async throws -> SummaryResult {
        let names = columns.filter(\.kind.isNumeric).map(\.name)
        let statistics = Self.statistics
        let summary = try aggregated(
            names.enumerated().flatMap { place, name in
                statistics.map { $0.aggregation(name, "\(place) \($0.name)") }
            })
        let (row, approximations) = try await summary.wholeTable(
            on: scheduler, RowStore(spill: nil, memoryLimit: memoryLimit, onEvent: onEvent))
        var columns = [Column("column", names)]
        for (place, statistic) in statistics.enumerated() {
            let cells = names.indices.map { row.columns[$0 * statistics.count + place] }
            columns.append(
                Column(
                    statistic.name, numbers: cells.map { $0.numbers[0] },
                    areIntegers: cells.allSatisfy { $0.areIntegers }))
        }
        return SummaryResult(
            table: try Table(columns: columns, name: source.name),
            approximations: statistics.compactMap { statistic in
                let those = approximations.filter { $0.column.hasSuffix(" " + statistic.name) }
                guard let largest = those.max(by: { $0.error < $1.error }) else { return nil }
                return SummaryResult.Approximation(
                    column: statistic.name, rows: those.count, rowCount: names.count, error: largest.error,
                    measure: largest.measure)
            })
    }

    /// The statistics of a description.
    private static var statistics: [(name: String, aggregation: (String, String) -> Aggregation)] {
        [
            ("count", { .count($0, as: $1) }), ("mean", { .mean($0, as: $1) }),
            ("std", { .standardDeviation($0, as: $1) }), ("min", { .minimum($0, as: $1) }),
            ("25%", { .quantile($0, 0.25, as: $1) }), ("50%", { .quantile($0, 0.5, as: $1) }),
            ("75%", { .quantile($0, 0.75, as: $1) }), ("max", { .maximum($0, as: $1) }),
        ]
    }
}
