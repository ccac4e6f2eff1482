import ArgumentParser
import Trellis

/// `trellis table`: filters, groups and summarizes CSV files that may be larger than memory.
struct TableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table",
        abstract: "Filter, join, sort, group and summarize CSV files that may be larger than memory.",
        discussion: """
            Rows are joined first, then computed columns are added, and rows filtered. Statistics, missing values, joins and \
            the order of rows and groups are those of pandas.

            Quantiles of groups of more than 4,096 values of which most are distinct, and distinct values that are \
            estimated, are approximate; a note on standard error says where, and how much.

            A column with integers of 2^53 or more is read as category, so that none is rounded, unless --type says number.

            The workers of a cluster read the files themselves, by the same absolute paths.

            Expressions consist of columns (in backticks if a name is no word), numbers and texts in quotes; \
            + - * / // % **; < <= > >= == !=, in (…), is missing, is not missing; and, or, not; \
            abs, sqrt, log, exp, floor, ceil, round; year, month, day, hour, minute, second, weekday, date; \
            lower, upper, length, starts_with, ends_with, contains; is_missing and if_missing.

            EXAMPLE:
              trellis table 'trips-*.csv' --where 'fare > 0' \\
                --with 'hour = hour(pickup)' --with 'tip_fraction = tip / fare' \\
                --group-by hour --count --mean tip_fraction
              trellis table trips.csv --value-counts payment
              trellis table trips.csv --where "contains(zone, 'Airport')" \\
                --select pickup,fare --output airport.csv
              trellis table trips.csv --join zones.csv --on zone --how left \\
                --group-by borough --median fare --quantile fare=0.05,0.95
              trellis table 'trips-*.csv' --sort=-fare --memory 512M --output sorted.csv
            """)

    @Argument(
        help: ArgumentHelp(
            "CSV files with the same columns, possibly compressed by gzip, or quoted patterns with * and ?.",
            valueName: "data.csv"))
    var data: [String]

    @OptionGroup(title: "Rows and columns") var steps: TableStepOptions
    @OptionGroup(title: "Joins") var join: TableJoinOptions
    @OptionGroup(title: "Statistics") var statistics: TableStatisticOptions
    @OptionGroup(title: "Reading") var reading: ReadingFlags
    @OptionGroup(title: "Execution") var execution: TableExecutionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Output") var diagnostics: DiagnosticOptions

    /// The result and its files.
    struct OutputOptions: ParsableArguments {
        @Option(
            parsing: .unconditionalSingleValue,
            help: ArgumentHelp(
                "Columns to sort the result by; descending after a minus sign. Missing values are last.",
                valueName: "column,…"))
        var sort: [String] = []

        @Option(
            parsing: .unconditional,
            help: ArgumentHelp(
                "Number of rows of the result (default: all groups; 10 rows of a table that is printed).",
                valueName: "n"))
        var head: Int?

        @Option(help: ArgumentHelp("Write the result to a CSV file.", valueName: "file.csv"))
        var output: String?

        @Option(help: ArgumentHelp("Write the result to a JSON file.", valueName: "file"))
        var json: String?
    }

    mutating func run() async throws {
        if let head = output.head, head < 0 {
            throw TextError.malformed(at: TextPlace("--head"), found: "'\(head)'", expected: "at least 0")
        }
        let file = try output.output.map { try OutputFile($0, option: "--output") }
        let json = try output.json.map { try OutputFile($0, option: "--json") }
        let joined = try TableJoinRequest(join)
        let paths = try ChunkedTable.paths(matching: data)
        try OutputFile.requireDistinct(
            [file, json],
            inputs: paths.map { (name: "the data", path: Optional($0)) }
                + (joined?.paths ?? []).map { (name: "the data of --join", path: Optional($0)) })
        let logger = try diagnostics.logger("table")
        let resources = try TableResources(execution, logger)
        let scheduler = try SchedulerChoice(execution.run, SpecFile())
        let request = try TableRequest(
            steps, statistics, order: try output.sort.flatMap { try Self.orders($0) }, limit: output.head,
            file: file?.path, isWritten: file != nil || json != nil, needsTable: json != nil)
        let options = try ReadingOptions(reading)
        let outcome = try await Interruption.guarding("table") { interruption in
            let sources = try TableSources(paths, joined, options: options, memory: resources.memory)
            sources.log(to: logger, paths)
            return try await interruption.runningTasks {
                try await OpenScheduler.with(scheduler, isQuiet: false, logger: logger) { opened in
                    try await resources.progress.shown {
                        try await request.compute(sources, on: opened.scheduler, resources)
                    }
                }
            }
        }
        guard let outcome else { return }
        if file == nil, json == nil { try Terminal.print(outcome.table.text) }
        try file?.write(outcome.table.csv)
        try json?.write(JSONText.encode(TableDocument(outcome)))
        for approximation in outcome.approximations { Terminal.log("note: \(approximation)") }
    }

    /// Parses a list of columns, of which those with a minus sign are descending.
    private static func orders(_ list: String) throws -> [RowOrder] {
        try CommaList.parse(PlacedText(text: list, place: TextPlace("--sort"))).map { name in
            name.hasPrefix("-") ? RowOrder(String(name.dropFirst()), isDescending: true) : RowOrder(name)
        }
    }
}
