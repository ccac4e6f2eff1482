import Logging
import Reporting
import Trellis

/// Everything that shows or records a search while it runs: progress, files of events, the dashboard, diagnostics.
struct SearchMonitor {
    private let display: ProgressDisplay
    private let files: [EventFile]
    private let live: LiveSearch?
    private let server: DashboardServer?

    /// Receives the events of the search; nil if nobody reads them.
    let onEvent: SearchEvent.Handler?

    /// Starts the dashboard, if there is an address for it.
    ///
    /// - Throws: ``CommandError``.
    init(
        files: [EventFile], recorder: TaskRecorder?, dashboard: DashboardAddress?, isQuiet: Bool,
        logger: Logger
    ) async throws {
        let estimates = RunEstimates()
        display = ProgressDisplay(isEnabled: !isQuiet, estimates: estimates)
        self.files = files
        live = dashboard.map { _ in LiveSearch(activity: "starting", estimates: estimates) }
        if let dashboard, let live {
            let server = try DashboardServer(dashboard, showing: live, logger: logger)
            // Its address has the token.
            Terminal.log("dashboard: \(try await server.start())")
            self.server = server
        } else {
            server = nil
        }
        let recorders = files.map { file -> SearchEvent.Handler? in { file.receive($0) } }
        let dashboard = live.map { live -> SearchEvent.Handler in { live.receive($0) } }
        let tasks = recorder.map { recorder -> SearchEvent.Handler in { recorder.receive($0) } }
        onEvent = SearchEvent.all(
            recorders + [dashboard, tasks, display.onEvent, SearchDiagnostics(logger).onEvent])
    }

    /// Runs a part of the work while it is shown.
    func shown<Value: Sendable>(_ activity: String, during work: () async throws -> Value) async throws
        -> Value
    {
        live?.begin(activity)
        return try await display.shown(activity, during: work)
    }

    /// Shows the address of the dashboard of the cluster that runs the search.
    func show(clusterDashboard address: String) { live?.show(clusterDashboard: address) }

    /// Serves the page of the results.
    func show(report page: String) { live?.show(report: page) }

    /// Completes the files of events, and shows that the search has ended.
    ///
    /// - Parameter staysOpen: Whether to serve the dashboard until a signal.
    /// - Throws: ``CommandError/cannotWrite(path:reason:)``.
    func end(staysOpen: Bool) async throws {
        live?.begin("finished", isEnd: true)
        try await files.close()
        guard let server else { return }
        if staysOpen {
            await Interruption.signal("the dashboard stays open; stop it with Ctrl-C")
        }
        await server.stop()
    }
}
