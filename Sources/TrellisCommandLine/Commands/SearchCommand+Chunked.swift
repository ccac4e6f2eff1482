import Logging
import Trellis

extension SearchCommand {
    /// Searches files that are read in parts.
    static func searchChunks(
        _ settings: SearchSettings, _ choice: SchedulerChoice, _ isQuiet: Bool, _ start: Stopwatch,
        _ interruption: Interruption, _ monitor: SearchMonitor, _ logger: Logger
    ) async throws -> SearchReport {
        let prepared = try await monitor.shown("opening \(settings.data)") { try ChunkedProblem(settings) }
        logger.logOpening(prepared.table, prepared.paths)
        return try await interruption.runningTasks {
            try await OpenScheduler.with(choice, isQuiet: isQuiet, logger: logger) { opened in
                if let address = opened.dashboard { monitor.show(clusterDashboard: address) }
                var stopwatch = start
                let data = try await monitor.shown("reading '\(prepared.target)'") {
                    try await prepared.dataset(on: opened.scheduler, onEvent: monitor.onEvent)
                }
                let load = stopwatch.lap()
                let session = try await opened.scheduler.open(memoryLimit: settings.memoryBudget)
                do {
                    let report = try await Self.report(
                        ChunkedSubject(prepared: prepared, data: data), opened, monitor, load: load,
                        stopwatch,
                        in: session)
                    await session.close()
                    return report
                } catch {
                    await session.close()
                    throw error
                }
            }
        }
    }

    /// Scores the candidates and refits the best, in a session.
    private static func report(
        _ subject: ChunkedSubject, _ opened: OpenScheduler, _ monitor: SearchMonitor, load: Double,
        _ start: Stopwatch, in session: any Session
    ) async throws -> SearchReport {
        var stopwatch = start
        // Workers of a cluster read the files for each pass, because the session holds its results here.
        let data =
            opened.scheduler.runsInProcess
            ? try await monitor.shown("reading \(subject.prepared.paths[0])") {
                try await subject.prepared.holding(subject.data, in: session, onEvent: monitor.onEvent)
            } : subject.data
        let reading = stopwatch.lap()
        var search = try ChunkedSearch(
            subject.prepared.search, data, in: session, onEvent: monitor.onEvent)
        let scored = try await monitor.shown("searching") { try await search.score() }
        var (results, failure): (SearchResults?, SearchError?)
        do {
            results = try await monitor.shown("refitting") { try await search.fitBest(of: scored) }
        } catch let error as SearchError {
            failure = error
        }
        return SearchReport(
            subject: subject, budget: nil, results: scored, best: try? scored.best,
            model: try? results?.model, outOfFold: nil, importance: nil, nested: nil, failure: failure,
            scheduler: opened.choice,
            timing: .init(
                load: load + reading, plan: 0, run: scored.runSeconds, refit: results?.refitSeconds ?? 0,
                total: stopwatch.total))
    }
}
