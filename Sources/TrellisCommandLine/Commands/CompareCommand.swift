import ArgumentParser
import Machine
import Trellis

/// `trellis compare`: times the same search on several schedulers, with and without merging and sharing.
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare times and results of a search on several schedulers.",
        discussion: """
            The baseline runs one task after another, without merging; speed-ups are relative to it. \
            The second configuration merges equal tasks only. All others also reuse mathematically equivalent \
            work. Times are medians of planning and running. The configurations take turns, so that a \
            temporary slowdown of the machine affects all of them. Efficiency is the speed-up over the serial \
            scheduler with the same reuse, divided by the number of workers.

            EXAMPLE:
              trellis compare datasets/digits.csv --target digit \\
                --pipeline 'standard-scaler | pca | svc' \\
                --grid pca.n_components=16,32 --grid svc.C=1,10 \\
                --schedulers serial,threads:1,threads:2
            """)

    @OptionGroup(title: "Data and pipeline") var problem: ProblemOptions
    @OptionGroup(title: "Cross-validation") var validation: ValidationOptions
    @OptionGroup(title: "Execution") var memory: MemoryOptions
    @OptionGroup(title: "Comparison") var comparison: ComparisonOptions
    @OptionGroup(title: "Comparison") var diagnostics: DiagnosticOptions

    /// The schedulers to compare, and the output of the comparison.
    struct ComparisonOptions: ParsableArguments {
        @Option(
            help: ArgumentHelp(
                "Schedulers to compare (default: serial, and threads up to one per core).",
                valueName: "serial,threads:n,local-cluster:n,…"))
        var schedulers: String?

        @Option(help: ArgumentHelp("Number of runs of each configuration.", valueName: "n"))
        var `repeat` = 3

        @Option(help: ArgumentHelp("Write the comparison to a JSON file.", valueName: "file"))
        var json: String?

        @Option(
            help: ArgumentHelp(
                "Write a page with the speed-up by workers and the times to an HTML file.",
                valueName: "file.html"))
        var report: String?

        @Flag(help: "Suppress progress and warnings.")
        var quiet = false
    }

    mutating func run() async throws {
        guard (1...1000).contains(comparison.repeat) else {
            throw TextError.malformed(
                at: TextPlace("--repeat"), found: "\(comparison.repeat)",
                expected: "a whole number from 1 to 1000")
        }
        let spec = try problem.spec.map(SpecFile.init(path:)) ?? SpecFile()
        var settings = try SearchSettings(
            problem, validation, ReuseOptions.parse([]), memory, spec: spec)
        settings.refit = .none
        let configurations = try Self.configurations(comparison.schedulers)
        let file = try comparison.json.map { try OutputFile($0, option: "--json") }
        let page = try comparison.report.map { try OutputFile($0, option: "--report") }
        try OutputFile.requireDistinct(
            [file, page], inputs: [("the data", settings.data), ("the specification", problem.spec)])
        let logger = try diagnostics.logger("compare", spec)
        let line = ProgressDisplay(isEnabled: !comparison.quiet)
        let (result, source) = try await Interruption.guarding("comparison") {
            [settings, repeats = comparison.repeat, isQuiet = comparison.quiet] interruption in
            let prepared = try PreparedSearch(settings)
            logger.logReading(prepared)
            return try await interruption.runningTasks {
                let result = try await Comparison.run(
                    prepared, configurations, repeats: repeats, progress: line, isQuiet: isQuiet,
                    logger: logger)
                return (result, prepared.source)
            }
        }
        if !comparison.quiet { for message in result.messages { Terminal.log("warning: \(message)") } }
        try Terminal.print(result.text)
        try file?.write(JSONText.encode(result.document))
        try page?.write(result.report(of: source).html)
    }

    /// The configurations to compare: first without merging, then with merging only, then the given schedulers.
    private static func configurations(_ text: String?) throws -> [Comparison.Configuration] {
        let place = TextPlace("--schedulers")
        let choices =
            try text.map { text in
                try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
                    try SchedulerChoice(PlacedText(text: word.filter { !$0.isWhitespace }, place: place))
                }
            } ?? [SchedulerChoice(kind: "serial", workers: 1)]
            + threadCounts.map { .init(kind: "threads", workers: $0) }
        for (index, choice) in choices.enumerated() where choices[..<index].contains(choice) {
            throw TextError.refused(at: place, reason: "\(choice.text) is listed twice")
        }
        let serial = SchedulerChoice(kind: "serial", workers: 1)
        return [.init(scheduler: serial, reuse: .nothing), .init(scheduler: serial, reuse: .merged)]
            + choices.map { .init(scheduler: $0, reuse: .mergedAndShared) }
    }

    /// Powers of two below the number of cores, followed by the number of cores.
    private static var threadCounts: [Int] {
        let cores = MachineResources.cores
        return Array(sequence(first: 1) { $0 * 2 < cores ? $0 * 2 : nil }) + (cores > 1 ? [cores] : [])
    }
}
