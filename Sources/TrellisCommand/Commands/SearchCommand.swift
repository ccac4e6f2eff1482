import ArgumentParser
import Trellis

/// `trellis search`: scores every combination of a grid and prints the best.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find the best pipeline of a parameter grid by cross-validation.",
        discussion: """
            The fit seconds of a candidate are its share of the time spent on fits and their inputs, averaged over \
            the splits: the time of a task is divided among the candidates that need it. --json and --results also \
            write an estimate of the time that the fits would take alone. Both files are written even if every \
            candidate fails, with the error of each.

            EXAMPLE:
              trellis search datasets/digits.csv --target digit \\
                --pipeline 'standard-scaler | pca | svc' \\
                --grid pca.n_components=16,32,48 --grid svc.C=0.1:100:log:4 \\
                --save digits.model
            """)

    @OptionGroup(title: "Data and pipeline") var problem: ProblemOptions
    @OptionGroup(title: "Cross-validation") var validation: ValidationOptions
    @OptionGroup(title: "Execution") var run: RunOptions
    @OptionGroup(title: "Execution") var reuse: ReuseOptions
    @OptionGroup(title: "Execution") var memory: MemoryOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    /// The files for the results.
    struct OutputOptions: ParsableArguments {
        @Option(help: ArgumentHelp("Write all results to a JSON file.", valueName: "file"))
        var json: String?

        @Option(help: ArgumentHelp("Write one row per candidate to a CSV file.", valueName: "file.csv"))
        var results: String?

        @Option(help: ArgumentHelp("Save the best pipeline, refitted on all rows.", valueName: "model"))
        var save: String?

        @Option(help: .hidden)
        var report: String?

        @Flag(help: "Suppress progress and warnings.")
        var quiet = false
    }

    mutating func run() async throws {
        let stopwatch = Stopwatch()
        let spec = try problem.spec.map(SpecFile.init(path:)) ?? SpecFile()
        let settings = try SearchSettings(problem, validation, reuse, memory, spec: spec)
        let scheduler = try SchedulerChoice(run, spec)
        let files = try OutputFiles(output, spec, for: settings, specPath: problem.spec)
        let isQuiet = try output.quiet || spec.flag("quiet") ?? false

        let report = try await Interruption.guarding("search") { interruption in
            try await Self.search(settings, scheduler, isQuiet, stopwatch, interruption)
        }
        if !isQuiet, report.failure == nil {
            for message in report.results.warnings { Terminal.log("warning: \(message)") }
        }
        // The summary is printed first, because writing a file may fail. The files are written after a failed search,
        // too.
        if report.failure == nil { try Terminal.print(report.text) }
        try files.write(report)
        if let failure = report.failure { throw failure }
    }

    /// Loads the data, plans the search and runs it.
    private static func search(
        _ settings: SearchSettings, _ choice: SchedulerChoice, _ isQuiet: Bool, _ start: Stopwatch,
        _ interruption: Interruption
    ) async throws -> SearchReport {
        var stopwatch = start
        let prepared = try PreparedSearch(settings)
        let load = stopwatch.lap()
        // Plan before starting a cluster. A running cluster is asked first for the number of workers that share the
        // memory.
        let early = choice.workers > 0 ? try prepared.plan(workers: choice.workers) : nil
        let planning = stopwatch.lap()
        let line = ProgressLine(isEnabled: !isQuiet)
        return try await interruption.runningTasks {
            try await OpenScheduler.with(choice, isQuiet: isQuiet) { [stopwatch] opened in
                var own = Stopwatch()
                let plan = try early ?? prepared.plan(workers: opened.choice.workers)
                let late = own.lap()
                let scored = try await line.shown("") {
                    try await prepared.search.score(plan, on: opened.scheduler, observer: line.observer)
                }
                // Scores are reported even if no candidate succeeded or the refit failed.
                var (results, failure): (SearchResults?, SearchError?)
                do {
                    results = try await prepared.search.fitBest(
                        of: scored, prepared.data, on: opened.scheduler)
                } catch let error as SearchError {
                    failure = error
                }
                // The total excludes closing the cluster.
                return SearchReport(
                    prepared: prepared, plan: plan, results: scored, best: try? scored.best,
                    model: try? results?.model, failure: failure, scheduler: opened.choice,
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
    let model: OutputFile?

    /// Checks that all of the files can be written.
    init(
        _ output: SearchCommand.OutputOptions, _ spec: SpecFile, for settings: SearchSettings,
        specPath: String?
    ) throws {
        if try output.report ?? spec.text("report")?.text != nil {
            throw CommandError.unavailable(option: "--report", instead: "use --json to write all results")
        }
        json = try (output.json ?? spec.text("json")?.text).map { try OutputFile($0, option: "--json") }
        results = try (output.results ?? spec.text("results")?.text)
            .map { try OutputFile($0, option: "--results") }
        model = try (output.save ?? spec.text("save")?.text).map { try OutputFile($0, option: "--save") }
        if model != nil, settings.refit == .none {
            throw CommandError.conflict("--save needs a fitted model, but --refit none fits no model")
        }
        try OutputFile.requireDistinct(
            [json, results, model], inputs: [("the data", settings.data), ("the specification", specPath)])
    }

    func write(_ report: SearchReport) throws {
        if let model, let fitted = report.model { try ModelFile.write(fitted, to: model.path) }
        try json?.write(JSONText.encode(report.document))
        try results?.write(report.results.table.csv)
    }
}
