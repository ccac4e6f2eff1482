import ArgumentParser
import Trellis

/// `trellis search`: tries every combination of a grid and tells the best.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Try every combination of a grid and find the best pipeline.",
        discussion: """
            A candidate's fit seconds are its share of the time of fits and of all that they read, a mean over the splits:
            the time of each task is divided among the candidates that need it. --json and --results also write what its
            fits would take alone. They are written, with each candidate's error, even if all candidates fail.

            EXAMPLE:
              trellis search datasets/digits.csv --target digit \\
                --pipeline 'standard-scaler | pca | svc' \\
                --grid pca.n_components=16,32,48 --grid svc.C=0.1:100:log:4 \\
                --save digits.model
            """)

    @OptionGroup(title: "The problem") var problem: ProblemOptions
    @OptionGroup(title: "Validation") var validation: ValidationOptions
    @OptionGroup(title: "Running") var run: RunOptions
    @OptionGroup(title: "Running") var saving: SavingOptions
    @OptionGroup(title: "Running") var memory: MemoryOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    /// Where the results go.
    struct OutputOptions: ParsableArguments {
        @Option(help: ArgumentHelp("Write all results as JSON.", valueName: "file"))
        var json: String?

        @Option(help: ArgumentHelp("Write a row for each candidate as CSV.", valueName: "file.csv"))
        var results: String?

        @Option(help: ArgumentHelp("Save the best candidate, fitted to all rows.", valueName: "model"))
        var save: String?

        @Option(help: .hidden)
        var report: String?

        @Flag(help: "No progress and no warnings.")
        var quiet = false
    }

    mutating func run() async throws {
        let stopwatch = Stopwatch()
        let spec = try problem.spec.map(SpecFile.init(path:)) ?? SpecFile()
        let settings = try SearchSettings(problem, validation, saving, memory, spec: spec)
        let scheduler = try SchedulerChoice(run, spec)
        let files = try OutputFiles(output, spec, for: settings, specPath: problem.spec)
        let isQuiet = try output.quiet || spec.flag("quiet") ?? false

        let report = try await Interruption.guarding("search") { interruption in
            try await Self.search(settings, scheduler, isQuiet, stopwatch, interruption)
        }
        if !isQuiet, report.failure == nil {
            for message in report.results.warnings { Terminal.tell("warning: \(message)") }
        }
        // The answer before the files, one of which may fail. If there is none, what is known is written all the same.
        if report.failure == nil { try Terminal.print(report.text) }
        try files.write(report)
        if let failure = report.failure { throw failure }
    }

    /// Loads the data, plans and runs.
    private static func search(
        _ settings: SearchSettings, _ choice: SchedulerChoice, _ isQuiet: Bool, _ start: Stopwatch,
        _ interruption: Interruption
    ) async throws -> SearchReport {
        var stopwatch = start
        let prepared = try PreparedSearch(settings)
        let load = stopwatch.lap()
        // Before a cluster is started; but one that runs has to tell how many workers share the memory.
        let early = choice.workers > 0 ? try prepared.plan(workers: choice.workers) : nil
        let planning = stopwatch.lap()
        let line = ProgressLine(isWanted: !isQuiet)
        return try await interruption.runningTasks {
            try await OpenScheduler.with(choice, isQuiet: isQuiet) { [stopwatch] opened in
                var own = Stopwatch()
                let plan = try early ?? prepared.plan(workers: opened.choice.workers)
                let late = own.lap()
                let scored = try await line.shown("") {
                    try await prepared.search.score(plan, on: opened.scheduler, observer: line.observer)
                }
                // What was scored is told even if there is no best, or no model of it.
                var (results, failure): (SearchResults?, SearchError?)
                do {
                    results = try await prepared.search.fitBest(
                        of: scored, prepared.data, on: opened.scheduler)
                } catch let error as SearchError {
                    failure = error
                }
                // The total ends with the results: leaving a cluster comes after them.
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

    /// Checks that all of them can be written.
    init(
        _ output: SearchCommand.OutputOptions, _ spec: SpecFile, for settings: SearchSettings,
        specPath: String?
    ) throws {
        if try output.report ?? spec.text("report")?.text != nil {
            throw CommandError.unavailable(option: "--report", instead: "--json writes all results")
        }
        json = try (output.json ?? spec.text("json")?.text).map { try OutputFile($0, option: "--json") }
        results = try (output.results ?? spec.text("results")?.text)
            .map { try OutputFile($0, option: "--results") }
        model = try (output.save ?? spec.text("save")?.text).map { try OutputFile($0, option: "--save") }
        if model != nil, settings.refit == .none {
            throw CommandError.conflict("--save needs a model, but --refit none fits none")
        }
        try OutputFile.checkThatNoneIsLost(
            [json, results, model], inputs: [("the data", settings.data), ("the specification", specPath)])
    }

    func write(_ report: SearchReport) throws {
        if let model, let fitted = report.model { try ModelFile.write(fitted, to: model.path) }
        try json?.write(JSONText.encode(report.document))
        try results?.write(report.csv)
    }
}
