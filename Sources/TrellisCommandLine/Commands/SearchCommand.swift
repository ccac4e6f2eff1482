import ArgumentParser
import Logging
import Reporting
import Trellis

/// `trellis search`: scores the candidates of a grid or of a strategy, and prints the best.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find the best pipeline of a parameter grid by cross-validation.",
        discussion: """
            The fit seconds of a candidate are its share of the time spent on fits and their inputs, averaged over \
            the splits: the time of a task is divided among the candidates that need it. --json and --results also \
            write an estimate of the time that the fits would take alone. Both files are written even if every \
            candidate fails, with the error of each.

            When the budget ends, or after Ctrl-C, the best candidate so far is refitted, printed and saved. The exit \
            code is 0 after the end of the budget and 130 after Ctrl-C.

            The score of the best candidate is the best of several, so it is too high an estimate for new rows. \
            --outer-cv scores the whole search on rows that it does not see.

            A study keeps every score as soon as it is computed: 'trellis study' lists them.

            --chunked reads the files in parts, as often as necessary, so that they may be larger than memory. The steps \
            must be fitted to sums over rows: simple-imputer with means or constants, encoders of categories and dates, \
            standard-scaler, min-max-scaler, pca, ridge and logistic-regression. Folds are k folds, stratified or not. The \
            workers of a cluster read the files themselves, by the same absolute paths.

            EXAMPLE:
              trellis search datasets/digits.csv --target digit \\
                --pipeline 'standard-scaler | pca | svc' \\
                --grid pca.n_components=16,32,48 --grid svc.C=0.1:100:log:4 \\
                --save digits.model
              trellis search datasets/digits.csv --target digit \\
                --pipeline 'standard-scaler | pca | svc' \\
                --grid pca.n_components=2:60:int --grid svc.C=0.01:1000:loguniform \\
                --grid svc.gamma=1e-5:1:loguniform --search tpe:100 --budget 60s
              trellis search --chunked 'trips-*.csv' --target tip --memory 512M \\
                --pipeline 'standard-scaler | ridge' --grid ridge.alpha=0.1,1,10 --save tips.model
            """)

    @OptionGroup(title: "Data and pipeline") var problem: ProblemOptions
    @OptionGroup(title: "Data and pipeline") var chunks: ChunkOptions
    @OptionGroup(title: "Candidates") var strategy: StrategyOptions
    @OptionGroup(title: "Cross-validation") var validation: ValidationOptions
    @OptionGroup(title: "Execution") var execution: ExecutionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Output") var diagnostics: DiagnosticOptions

    /// Whether the data are read in parts.
    struct ChunkOptions: ParsableArguments {
        @Flag(
            help: ArgumentHelp(
                "Read the data in parts, because they may be larger than memory; there may be several files and patterns."
            ))
        var chunked = false
    }

    /// The files for the results.
    struct OutputOptions: ParsableArguments {
        @Option(help: ArgumentHelp("Write all results to a JSON file.", valueName: "file"))
        var json: String?

        @Option(help: ArgumentHelp("Write one row per candidate to a CSV file.", valueName: "file.csv"))
        var results: String?

        @Option(
            help: ArgumentHelp(
                "Write the out-of-fold predictions of the best pipeline to a CSV file.", valueName: "file.csv"
            ))
        var oof: String?

        @Option(help: ArgumentHelp("Save the best pipeline, refitted on all rows.", valueName: "model"))
        var save: String?

        @Option(
            help: ArgumentHelp(
                "Write a page with charts and tables of the results to an HTML file.", valueName: "file.html")
        )
        var report: String?

        @Option(
            help: ArgumentHelp(
                "Write the events of the search to a file of JSON lines while it runs.",
                valueName: "file.jsonl"))
        var events: String?

        @Option(
            help: ArgumentHelp(
                "Write a trace of the tasks, to open in Perfetto or Chrome.", valueName: "file.json"))
        var trace: String?

        @Option(
            defaultAsFlag: "8787",
            help: ArgumentHelp(
                "Serve a live dashboard on this machine, or on another address with a token (default port: 8787).",
                valueName: "port|address:port"))
        var dashboard: String?

        @Flag(help: "Keep serving the dashboard after the search, until Ctrl-C.")
        var keepOpen = false

        @Flag(help: "Suppress progress and warnings.")
        var quiet = false
    }

    mutating func run() async throws {
        let stopwatch = Stopwatch()
        let spec = try problem.spec.map(SpecFile.init(path:)) ?? SpecFile()
        let isChunked = try chunks.chunked || spec.flag("chunked") ?? false
        let settings = try SearchSettings(
            problem, validation, execution.reuse, execution.memory, strategy, isChunked: isChunked, spec: spec
        )
        let scheduler = try SchedulerChoice(execution.run, spec)
        let files = try OutputFiles(output, spec, for: settings, specPath: problem.spec)
        if isChunked { try files.requireNoPredictions() }
        let isQuiet = try output.quiet || spec.flag("quiet") ?? false

        if output.keepOpen, output.dashboard == nil {
            throw CommandError.conflict("--keep-open needs --dashboard")
        }
        let dashboard = try
            (output.dashboard.map { PlacedText(text: $0, place: TextPlace("--dashboard")) }
            ?? spec.text("dashboard")).map { try DashboardAddress(text: $0.text, place: $0.place) }
        let logger = try diagnostics.logger("search", spec)
        let recorder = files.needs.page ? TaskRecorder() : nil
        let monitor = try await SearchMonitor(
            files: files.beginRecording(), recorder: recorder, dashboard: dashboard, isQuiet: isQuiet,
            logger: logger)
        let (report, signal): (SearchReport, Int32?)
        do {
            (report, signal) = try await Interruption.guarding("search") { interruption in
                let report =
                    isChunked
                    ? try await Self.searchChunks(
                        settings, scheduler, isQuiet, stopwatch, interruption, monitor, logger)
                    : try await Self.search(
                        settings, scheduler, files.needs, isQuiet, stopwatch, interruption, monitor, logger)
                return (report, interruption.firstSignal)
            }
        } catch {
            try? await monitor.end(staysOpen: false)
            throw error
        }
        if let signal, report.failure == .stoppedEarly {
            try? await monitor.end(staysOpen: false)
            throw CommandError.interrupted(
                "interrupted: no candidate was scored on every split; nothing was written", by: signal)
        }
        if !isQuiet, report.failure == nil {
            for message in report.results.warnings { Terminal.log("warning: \(message)") }
        }
        // The summary is printed first, because writing a file may fail. The files are written after a failed search,
        // too.
        if report.failure == nil { try Terminal.print(report.text) }
        let tasks = recorder?.record ?? TaskRecord()
        try files.write(report, tasks)
        if output.keepOpen { monitor.show(report: try report.page(of: tasks).html) }
        try await monitor.end(staysOpen: output.keepOpen && signal == nil)
        if let error = report.results.storeError { throw error }
        if let failure = report.failure { throw failure }
        if let signal, report.results.isStopped {
            throw CommandError.interrupted("interrupted: these are the results so far", by: signal)
        }
    }

    /// Loads the data, plans the search and runs it.
    private static func search(
        _ settings: SearchSettings, _ choice: SchedulerChoice, _ needs: SearchReport.Needs, _ isQuiet: Bool,
        _ start: Stopwatch, _ interruption: Interruption, _ monitor: SearchMonitor, _ logger: Logger
    ) async throws -> SearchReport {
        var stopwatch = start
        let prepared = try await monitor.shown("reading \(settings.data)") {
            try PreparedSearch(settings, describing: needs.page)
        }
        logger.logReading(prepared)
        if let study = settings.study { logger.info("opened the study", metadata: ["file": "\(study)"]) }
        if needs.predictions { try prepared.requirePartition() }
        // A page can do without predictions, which not every splitter allows.
        let predicting = needs.predictions || needs.page && (try? prepared.requirePartition()) != nil
        let load = stopwatch.lap()
        // Plan before starting a cluster. A running cluster is asked first for the number of workers that share the
        // memory. A strategy plans as it goes.
        let plansEarly = choice.workers > 0 && prepared.adaptive == nil
        let early =
            plansEarly
            ? try await monitor.shown("planning") { try prepared.plan(workers: choice.workers) } : nil
        let planning = stopwatch.lap()
        let stop = settings.budget?.stop() ?? SearchStop()
        return try await interruption.runningTasks(stoppedBy: stop) {
            try await OpenScheduler.with(choice, isQuiet: isQuiet, logger: logger) { [stopwatch] opened in
                if let address = opened.dashboard { monitor.show(clusterDashboard: address) }
                var late = 0.0
                let scored = try await monitor.shown("searching") {
                    if let adaptive = prepared.adaptive {
                        return try await adaptive.score(
                            prepared.data, groups: prepared.groups, on: opened.scheduler, until: stop,
                            onEvent: monitor.onEvent)
                    }
                    var own = Stopwatch()
                    let plan = try early ?? prepared.plan(workers: opened.choice.workers)
                    late = own.lap()
                    return try await prepared.search.score(
                        plan, on: opened.scheduler, until: stop, onEvent: monitor.onEvent)
                }
                // Scores are reported even if no candidate succeeded or the refit failed.
                var (results, failure): (SearchResults?, SearchError?)
                do {
                    results = try await monitor.shown("refitting") {
                        try await prepared.search.fitBest(
                            of: scored, prepared.data, on: opened.scheduler, onEvent: monitor.onEvent)
                    }
                } catch let error as SearchError {
                    failure = error
                }
                let outOfFold: OutOfFoldPredictions? =
                    if predicting, let best = try? scored.best {
                        try await monitor.shown("predicting out of fold") {
                            // A page can do without them, too, if they cannot be made.
                            needs.predictions
                                ? try await prepared.outOfFold(best, on: opened.scheduler)
                                : try? await prepared.outOfFold(best, on: opened.scheduler)
                        }
                    } else {
                        nil
                    }
                let importance: PermutationImportance? =
                    if needs.page, let best = try? scored.best {
                        try await monitor.shown("permuting columns") {
                            let scorer = scored.scorers.first { $0.name == best.scorer }
                            return try? await prepared.importance(of: best, by: scorer, on: opened.scheduler)
                        }
                    } else {
                        nil
                    }
                var nested: NestedScores?
                if failure == nil, !scored.isStopped {
                    do {
                        nested = try await monitor.shown("scoring the search on outer folds") {
                            try await prepared.nested(on: opened.scheduler, onEvent: monitor.onEvent)
                        }
                    } catch let error as SearchError {
                        failure = error
                    }
                }
                // The total excludes closing the cluster.
                return SearchReport(
                    subject: prepared, budget: settings.budget, results: scored, best: try? scored.best,
                    model: try? results?.model, outOfFold: outOfFold, importance: importance, nested: nested,
                    failure: failure,
                    scheduler: opened.choice,
                    timing: .init(
                        load: load, plan: planning + late, run: scored.runSeconds,
                        refit: results?.refitSeconds ?? 0, total: stopwatch.total))
            }
        }
    }
}

/// The files that a search writes.
private struct OutputFiles {
    let json: OutputFile?
    let results: OutputFile?
    let oof: OutputFile?
    let page: OutputFile?
    let model: OutputFile?
    let events: OutputFile?
    let trace: OutputFile?

    /// Whether the dashboard stays open, which then shows the page, too.
    let keepsOpen: Bool

    /// What the files need beyond the scores.
    var needs: SearchReport.Needs { .init(predictions: oof != nil, page: page != nil || keepsOpen) }

    /// Checks that all of the files can be written.
    init(
        _ output: SearchCommand.OutputOptions, _ spec: SpecFile, for settings: SearchSettings,
        specPath: String?
    ) throws {
        json = try (output.json ?? spec.text("json")?.text).map { try OutputFile($0, option: "--json") }
        results = try (output.results ?? spec.text("results")?.text)
            .map { try OutputFile($0, option: "--results") }
        oof = try (output.oof ?? spec.text("oof")?.text).map { try OutputFile($0, option: "--oof") }
        page = try (output.report ?? spec.text("report")?.text).map { try OutputFile($0, option: "--report") }
        model = try (output.save ?? spec.text("save")?.text).map { try OutputFile($0, option: "--save") }
        events = try (output.events ?? spec.text("events")?.text)
            .map { try OutputFile($0, option: "--events") }
        trace = try (output.trace ?? spec.text("trace")?.text).map { try OutputFile($0, option: "--trace") }
        keepsOpen = output.keepOpen
        if model != nil, settings.refit == .none {
            throw CommandError.conflict("--save needs a fitted model, but --refit none fits no model")
        }
        try OutputFile.requireDistinct(
            [json, results, oof, page, model, events, trace],
            inputs: [
                ("the specification", specPath), ("the study", settings.study),
            ] + settings.files.map { (name: "the data", path: Optional($0)) })
    }

    /// Throws unless the files can be written without any row in memory.
    func requireNoPredictions() throws {
        guard oof != nil else { return }
        throw CommandError.conflict("--oof predicts all rows in memory, and does not apply to --chunked")
    }

    /// Creates the files that are written while the search runs.
    func beginRecording() throws -> [EventFile] {
        try [
            events.map { try EventFile($0, format: EventLines()) },
            trace.map { try EventFile($0, format: TraceFormat()) },
        ].compactMap(\.self)
    }

    func write(_ report: SearchReport, _ tasks: TaskRecord) throws {
        if let model, let fitted = report.model { try ModelFile.write(fitted, to: model.path) }
        try json?.write(JSONText.encode(report.document))
        try results?.write(report.results.table.csv)
        if let oof, let predictions = report.outOfFold, let data = report.subject.dataset {
            try oof.write(predictions.table(of: data).csv)
        }
        try page?.write(report.page(of: tasks).html)
    }
}
