import ArgumentParser
import Trellis

/// `trellis compare`: the same search on several schedulers, without merging and without sharing.
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Run the same search in several ways and compare time and results.",
        discussion: """
            The first way is one task after another, without merging: the others' speed-up is over it. \
            The second merges equal tasks only; all others share what is mathematically the same, too. \
            Times are medians of planning and running; the ways take turns, so that a slow spell of the \
            machine hits all of them. Efficiency is the speed-up over the serial way, divided by the workers.

            EXAMPLE:
              trellis compare datasets/digits.csv --target digit \\
                --pipeline 'standard-scaler | pca | svc' \\
                --grid pca.n_components=16,32 --grid svc.C=1,10 \\
                --schedulers serial,threads:1,threads:2
            """)

    @OptionGroup(title: "The problem") var problem: ProblemOptions
    @OptionGroup(title: "Validation") var validation: ValidationOptions
    @OptionGroup(title: "Running") var memory: MemoryOptions
    @OptionGroup(title: "Comparison") var comparison: ComparisonOptions

    /// What is compared, and where it is told.
    struct ComparisonOptions: ParsableArguments {
        @Option(
            help: ArgumentHelp(
                "Where the search runs (default: serial, and threads up to one a core).",
                valueName: "serial,threads:n,local-cluster:n,…"))
        var schedulers: String?

        @Option(help: ArgumentHelp("How many times each way is run.", valueName: "n"))
        var `repeat` = 3

        @Option(help: ArgumentHelp("Write the comparison as JSON.", valueName: "file"))
        var json: String?

        @Option(help: .hidden)
        var report: String?

        @Flag(help: "No progress and no warnings.")
        var quiet = false
    }

    mutating func run() async throws {
        if comparison.report != nil {
            throw CommandError.unavailable(option: "--report", instead: "--json writes the comparison")
        }
        guard (1...1000).contains(comparison.repeat) else {
            throw CommandError.malformed(
                at: TextPlace("--repeat"), found: "\(comparison.repeat)",
                expected: "a whole number from 1 to 1000")
        }
        let spec = try problem.spec.map(SpecFile.init(path:)) ?? SpecFile()
        var settings = try SearchSettings(
            problem, validation, SavingOptions.parse([]), memory, spec: spec)
        settings.refit = .none
        let ways = try Self.ways(comparison.schedulers)
        let file = try comparison.json.map { try OutputFile($0, option: "--json") }
        try OutputFile.checkThatNoneIsLost(
            [file], inputs: [("the data", settings.data), ("the specification", problem.spec)])
        let line = ProgressLine(isWanted: !comparison.quiet)
        let result = try await Interruption.guarding("comparison") {
            [settings, repeats = comparison.repeat, isQuiet = comparison.quiet] interruption in
            let prepared = try PreparedSearch(settings)
            return try await interruption.runningTasks {
                try await Comparison.run(prepared, ways, repeats: repeats, progress: line, isQuiet: isQuiet)
            }
        }
        if !comparison.quiet { for message in result.messages { Terminal.tell("warning: \(message)") } }
        try Terminal.print(result.text)
        try file?.write(JSONText.encode(result.document))
    }

    /// The ways to compare: the one without merging first, then the one that merges and shares nothing.
    private static func ways(_ text: String?) throws -> [Comparison.Way] {
        let place = TextPlace("--schedulers")
        let choices =
            try text.map { text in
                try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
                    try SchedulerChoice(PlacedText(text: word.filter { !$0.isWhitespace }, place: place))
                }
            } ?? [SchedulerChoice(kind: "serial", workers: 1)]
            + threadCounts.map { .init(kind: "threads", workers: $0) }
        for (index, choice) in choices.enumerated() where choices[..<index].contains(choice) {
            throw CommandError.refused(at: place, reason: "\(choice.text) is named twice")
        }
        let serial = SchedulerChoice(kind: "serial", workers: 1)
        return [.init(scheduler: serial, saving: .nothing), .init(scheduler: serial, saving: .merged)]
            + choices.map { .init(scheduler: $0, saving: .mergedAndShared) }
    }

    /// Powers of two up to the number of cores, and that.
    private static var threadCounts: [Int] {
        let cores = ThreadedScheduler.coreCount
        return Array(sequence(first: 1) { $0 * 2 < cores ? $0 * 2 : nil }) + (cores > 1 ? [cores] : [])
    }
}
