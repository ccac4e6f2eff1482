import ArgumentParser
import Logging
import Trellis

/// `trellis curve`: scores a pipeline on training and test rows as a function of one quantity.
struct CurveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "curve",
        abstract: "Score a pipeline for several values of a parameter, or numbers of training rows.",
        discussion: """
            A low score on the training rows is a sign of underfitting, and a much lower score on the test rows of \
            overfitting. --sizes takes the first training rows of each split, in the order of the data, or random \
            ones of every class with --shuffle. If the rows are sorted by class, small sizes without --shuffle \
            may lack classes, as in scikit-learn without shuffling.

            EXAMPLE:
              trellis curve datasets/digits.csv --target digit \\
                --pipeline 'standard-scaler | svc' --parameter svc.gamma=0.0001:1:log:5
              trellis curve datasets/digits.csv --target digit \\
                --pipeline 'standard-scaler | svc' --sizes 0.1:1:lin:5 --results curve.csv
            """)

    @OptionGroup(title: "Data and pipeline") var problem: ProblemOptions
    @OptionGroup(title: "Curve") var curve: CurveOptions
    @OptionGroup(title: "Cross-validation") var validation: ValidationOptions
    @OptionGroup(title: "Execution") var execution: ExecutionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Output") var diagnostics: DiagnosticOptions

    /// What varies along the curve.
    struct CurveOptions: ParsableArguments {
        @Option(
            help: ArgumentHelp(
                "Parameter to vary and its values, as for --grid.", valueName: "step.parameter=v1,v2,…"))
        var parameter: String?

        @Option(
            help: ArgumentHelp(
                "Numbers of training rows, or fractions up to 1: 50,100,200 or 0.1:1:lin:5.",
                valueName: "n,n,…"))
        var sizes: String?
    }

    /// The files for the results.
    struct OutputOptions: ParsableArguments {
        @Option(help: ArgumentHelp("Write the curve to a JSON file.", valueName: "file"))
        var json: String?

        @Option(help: ArgumentHelp("Write one row per point to a CSV file.", valueName: "file.csv"))
        var results: String?

        @Flag(help: "Suppress progress and warnings.")
        var quiet = false
    }

    /// What varies along a curve.
    private enum Axis {
        case parameter(ParameterGrid)
        case sizes([SplitSize])
    }

    mutating func run() async throws {
        let stopwatch = Stopwatch()
        let spec = try problem.spec.map(SpecFile.init(path:)) ?? SpecFile()
        var settings = try SearchSettings(problem, validation, execution.reuse, execution.memory, spec: spec)
        settings.refit = .none
        guard try problem.grid.isEmpty && spec.grid().isEmpty else {
            throw CommandError.conflict("a curve has no grid; use --parameter for the parameter to vary")
        }
        let axis = try Self.axis(curve, of: settings.pipeline)
        let choice = try SchedulerChoice(execution.run, spec)
        let json = try output.json.map { try OutputFile($0, option: "--json") }
        let results = try output.results.map { try OutputFile($0, option: "--results") }
        try OutputFile.requireDistinct(
            [json, results], inputs: [("the data", settings.data), ("the specification", problem.spec)])
        let logger = try diagnostics.logger("curve", spec)
        let report = try await Interruption.guarding("curve") {
            [settings, isQuiet = output.quiet] interruption in
            let prepared = try PreparedSearch(settings)
            logger.logReading(prepared)
            return try await interruption.runningTasks {
                try await Self.report(prepared, axis, settings, choice, isQuiet, stopwatch, logger)
            }
        }
        if !output.quiet { for message in report.curve.warnings { Terminal.log("warning: \(message)") } }
        try Terminal.print(report.text)
        try json?.write(report.curve.json)
        try results?.write(report.curve.table.csv)
    }

    /// Returns what varies.
    private static func axis(_ curve: CurveOptions, of pipeline: Pipeline) throws -> Axis {
        switch (curve.parameter, curve.sizes) {
        case (let parameter?, nil):
            let axis = try GridAxis(flag: parameter, source: "--parameter")
            return .parameter(try ParameterGrid([axis], over: pipeline, registry: Known.steps))
        case (nil, let sizes?): return .sizes(try Self.sizes(sizes))
        case (nil, nil):
            throw CommandError.missing(
                option: "--parameter or --sizes", meaning: "give what varies, such as --sizes 0.1:1:lin:5")
        case (_?, _?): throw CommandError.conflict("--parameter and --sizes are two curves; give one of them")
        }
    }

    /// Returns the sizes of a list of numbers and ranges.
    private static func sizes(_ text: String) throws -> [SplitSize] {
        let place = TextPlace("--sizes")
        return try CommaList.parse(PlacedText(text: text, place: place))
            .flatMap { try GridValue.values(of: PlacedText(text: $0, place: place)) }
            .map { value in
                switch value.value {
                case .int(let rows): .rows(rows)
                case .double(let share): .share(share)
                default:
                    throw TextError.malformed(
                        at: place, found: "'\(value.value)'",
                        expected: "a number of rows or a fraction up to 1")
                }
            }
    }

    /// Computes the curve.
    private static func report(
        _ prepared: PreparedSearch, _ axis: Axis, _ settings: SearchSettings, _ choice: SchedulerChoice,
        _ isQuiet: Bool, _ stopwatch: Stopwatch, _ logger: Logger
    ) async throws -> CurveReport {
        let display = ProgressDisplay(isEnabled: !isQuiet)
        let onEvent = SearchEvent.all([display.onEvent, SearchDiagnostics(logger).onEvent])
        let (search, data, groups) = (prepared.search, prepared.data, prepared.groups)
        return try await OpenScheduler.with(choice, isQuiet: isQuiet, logger: logger) { opened in
            let curve = try await display.shown("computing the curve") {
                switch axis {
                case .parameter(let grid):
                    try await search.options.validationCurve(
                        search.pipeline, data, over: grid, groups: groups, on: opened.scheduler,
                        onEvent: onEvent)
                case .sizes(let sizes):
                    try await search.options.learningCurve(
                        search.pipeline, data, sizes: sizes,
                        shuffledBy: settings.shuffle ? settings.seed : nil,
                        groups: groups, on: opened.scheduler, onEvent: onEvent)
                }
            }
            return CurveReport(
                curve: curve, folds: prepared.folds, scheduler: opened.choice, seconds: stopwatch.total)
        }
    }
}
