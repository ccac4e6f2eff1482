import ChunkedData
import ChunkedMatrices
import Learning
import TaskGraph

extension GridSearch {
    /// Runs the search over rows in chunks, which may take more memory than there is, and fits the best pipeline to all of them.
    ///
    /// The splits are those of the same rows in memory, and so are the scores: to rounding for steps that are fitted to
    /// summaries, and within its tolerance for `logistic-regression`. One pass over the rows summarises each fold for all
    /// candidates, and another one scores them; a logistic regression passes over the rows once for each of its steps, together
    /// with all others.
    ///
    /// ```swift
    /// let trips = try ChunkedTable(csv: "trips-*.csv")
    /// let data = try await trips.dataset(target: "tip", for: .regression, on: scheduler)
    /// let search = GridSearch(
    ///     Pipeline(StandardScaler(), Ridge()), grid: ParameterGrid().varying(\Ridge.alpha, over: [0.1, 1, 10]))
    /// let found = try await search.fit(data, on: scheduler)
    /// ```
    ///
    /// - Parameters:
    ///   - data: The rows and their targets, of which the targets are held in memory.
    ///   - scheduler: The scheduler, which does not affect the result. ``SearchOptions/memoryBudget`` limits chunks and running
    ///     tasks.
    ///   - onEvent: Receives the events of the runs, the candidates and the refit.
    /// - Throws: ``ChunkedFitError`` for a step, a scorer, a splitter or an option that needs all rows at once, before
    ///   anything runs; otherwise the errors of ``fit(_:groups:on:until:onEvent:)``.
    /// - Complexity: O(rows) memory for the targets and the folds, about 24 bytes for each row, besides a few chunks for each
    ///   worker.
    public func fit(
        _ data: ChunkedDataset, on scheduler: any Scheduler, onEvent: SearchEvent.Handler? = nil
    ) async throws -> SearchResults {
        try await options.withSession(of: scheduler) { session in
            var chunked = try ChunkedSearch(self, data, in: session, onEvent: onEvent)
            let scored = try await chunked.score()
            return try await chunked.fitBest(of: scored)
        }
    }
}
