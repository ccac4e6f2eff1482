import ArgumentParser
import Machine
import Trellis

/// `trellis plan`: shows the task graph of a search without running it.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show the tasks of a search without running them.",
        discussion: """
            EXAMPLE:
              trellis plan datasets/iris.csv --target species \\
                --pipeline 'pca | svc' --cv 2 --svg iris.svg \\
                --grid pca.n_components=1,2 --grid svc.C=1,10
              trellis plan datasets/iris.csv --target species \\
                --pipeline svc --grid svc.C=1,10 --workers 8
            """)

    @OptionGroup(title: "Data and pipeline") var problem: ProblemOptions
    @OptionGroup(title: "Cross-validation") var validation: ValidationOptions
    @OptionGroup(title: "Execution") var reuse: ReuseOptions
    @OptionGroup(title: "Execution") var memory: MemoryOptions

    @OptionGroup(title: "Execution") var diagnostics: DiagnosticOptions

    @Option(help: ArgumentHelp("Draw the task graph; needs Graphviz.", valueName: "file.svg"))
    var svg: String?

    @Option(help: ArgumentHelp("Write the same graph in the language of Graphviz.", valueName: "file.dot"))
    var dot: String?

    @Option(
        help: ArgumentHelp(
            "Number of workers to plan for; also forecasts the time on threads and on a cluster (default: one per core, no forecast).",
            valueName: "n"))
    var workers: Int?

    mutating func run() throws {
        if let workers, !Forecast.workerCounts.contains(workers) {
            throw TextError.malformed(
                at: TextPlace("--workers"), found: "\(workers)",
                expected: "a whole number from 1 to \(Forecast.workerCounts.upperBound)")
        }
        let spec = try problem.spec.map(SpecFile.init(path:)) ?? SpecFile()
        let settings = try SearchSettings(problem, validation, reuse, memory, spec: spec)
        let (text, drawing) = try (
            dot.map { try OutputFile($0, option: "--dot") }, svg.map { try OutputFile($0, option: "--svg") }
        )
        try OutputFile.requireDistinct(
            [text, drawing], inputs: [("the data", settings.data), ("the specification", problem.spec)])
        let logger = try diagnostics.logger("plan", spec)
        let prepared = try PreparedSearch(settings)
        logger.logReading(prepared)
        let plan = try prepared.plan(workers: workers)
        SearchDiagnostics(logger).onEvent?(.planned(plan))
        for warning in plan.warnings { Terminal.log("warning: \(warning)") }
        try Terminal.print(plan.reasons.isEmpty ? Self.mergedText(plan) : Self.sharedText(plan))
        try Terminal.print("\n" + memory(prepared, plan))
        if let workers { try Terminal.print("\n" + Forecast(plan, workers: workers).text) }
        if text != nil || drawing != nil {
            let picture = try PlanPicture(plan, of: prepared, workers: workers)
            try text?.write(picture.dot)
            try drawing?.write(Graphviz.svg(of: picture.dot))
        }
    }

    /// The memory of the process before it reads the data, in bytes: code and libraries.
    private static let processBytes = 26_000_000

    /// The estimated peak memory of the search.
    ///
    /// While a file is read, memory holds its columns besides the matrix.
    private func memory(_ prepared: PreparedSearch, _ plan: SearchPlan) -> String {
        let workers = workers ?? MachineResources.cores
        let search = prepared.search.expectedPeakBytes(plan, prepared.data, workers: workers)
        let data = prepared.data.byteCount
        let peak = Self.processBytes + max(search, 2 * data)
        return "estimated peak memory: \(Numerals.bytes(peak)), including \(Numerals.bytes(data)) of data"
    }

    /// The number of tasks by operation before merging, after merging and after sharing, with reasons.
    private static func sharedText(_ plan: SearchPlan) -> String {
        var table = TextTable([
            ("operation", .left), ("before merging", .right), ("merged", .right), ("shared", .right),
            ("reason", .left),
        ])
        let (before, merged, after) = (plan.countsBeforeMerging, plan.countsMerged, plan.countsByName)
        let names = Set(before.keys).union(after.keys)
        let sorted = names.sorted {
            (before[$1, default: 0], after[$1, default: 0], $0)
                < (before[$0, default: 0], after[$0, default: 0], $1)
        }
        for name in sorted {
            let counts = [before, merged, after].map { $0[name].map(String.init) ?? "" }
            table.add([name] + counts + [plan.reasons[name] ?? ""])
        }
        let totals = [before, merged, after].map { $0.values.reduce(0, +) }
        table.add(["total"] + totals.map(String.init) + [""])
        return """
            \(heading(plan))
            \(totals[0]) tasks before merging, \(totals[1]) after merging, \(totals[2]) after sharing

            \(table.text)\(fallbacks(plan))
            """
    }

    /// One line for each reason why fits do not use the sharing that their step supports.
    private static func fallbacks(_ plan: SearchPlan) -> String {
        plan.fallbacks.map { fallback, count in
            "\n\(Numerals.count(count, "fit")) of \(fallback.step) on rows: \(fallback.reason)"
        }.sorted().joined()
    }

    private static func heading(_ plan: SearchPlan) -> String {
        """
        \(Numerals.count(plan.candidateCount, "candidate")) on \(Numerals.count(plan.splitCount, "split")), \
        scored by \(plan.scorers.map(\.name).joined(separator: ", "))
        """
    }

    private static func mergedText(_ plan: SearchPlan) -> String {
        var table = TextTable([("operation", .left), ("before merging", .right), ("after", .right)])
        let (before, after) = (plan.countsBeforeMerging, plan.countsByName)
        let total = plan.naiveTaskCount
        for (name, count) in before.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            table.add([name, "\(count)", "\(after[name, default: 0])"])
        }
        table.add(["total", "\(total)", "\(plan.graph.count)"])
        let saved = 1 - Double(plan.graph.count) / Double(total)
        return """
            \(heading(plan))
            \(total) tasks before merging, \(plan.graph.count) after merging \
            (\(Numerals.percent(saved)) saved)

            \(table.text)
            """
    }
}
