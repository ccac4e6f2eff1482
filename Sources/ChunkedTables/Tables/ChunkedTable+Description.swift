public import Tabular
public import TaskGraph

extension ChunkedTable {
    /// Computes descriptive statistics of the columns of numbers.
    ///
    /// The result has a row for each such column, with its name, the number of values that are not missing, their mean,
    /// standard deviation, minimum and maximum: `describe()` of pandas, without quartiles.
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
    ) async throws -> Table {
        let names = columns.filter(\.kind.isNumeric).map(\.name)
        let summary = try aggregated(
            names.enumerated().flatMap { place, name -> [Aggregation] in
                [
                    .count(name, as: "\(place) count"), .mean(name, as: "\(place) mean"),
                    .standardDeviation(name, as: "\(place) std"), .minimum(name, as: "\(place) min"),
                    .maximum(name, as: "\(place) max"),
                ]
            })
        let row = try await summary.chunk(on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent)
        let statistics = ["count", "mean", "std", "min", "max"]
        var columns = [Column("column", names)]
        for (place, statistic) in statistics.enumerated() {
            let cells = names.indices.map { row.columns[$0 * statistics.count + place] }
            columns.append(
                Column(
                    statistic, numbers: cells.map { $0.numbers[0] },
                    areIntegers: cells.allSatisfy { $0.areIntegers }))
        }
        return try Table(columns: columns, name: source.name)
    }
}
