import ArgumentParser
import Trellis

/// What `trellis table` does with rows and columns.
struct TableStepOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Column to compute, as name = expression; repeat the option for further columns.",
            valueName: "name = expression"))
    var with: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Condition of the rows to keep; repeat the option for further conditions.", valueName: "condition"
        ))
    var `where`: [String] = []

    @Option(
        help: ArgumentHelp(
            "Columns of the result; put names that contain commas in double quotes.", valueName: "column,…"))
    var select: [String] = []
}

/// The table that `trellis table` joins the rows with.
struct TableJoinOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "CSV files of another table, whose columns are added to rows with equal keys.",
            discussion: "Rows are joined before columns are computed and rows filtered.",
            valueName: "file.csv"))
    var join: String?

    @Option(help: ArgumentHelp("Keys of the join: columns that both tables have.", valueName: "column,…"))
    var on: [String] = []

    @Option(
        help: ArgumentHelp(
            "Rows of the join: 'left' also keeps rows without equal keys in the other table (default: inner).",
            valueName: "inner|left"))
    var how: String?
}

/// The statistics of `trellis table`.
struct TableStatisticOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Columns whose values form the groups.", valueName: "column,…"))
    var groupBy: [String] = []

    @Flag(help: "Number of rows.")
    var count = false

    @Option(help: ArgumentHelp("Numbers of values that are not missing.", valueName: "column,…"))
    var values: [String] = []

    @Option(help: ArgumentHelp("Sums.", valueName: "column,…"))
    var sum: [String] = []

    @Option(help: ArgumentHelp("Means.", valueName: "column,…"))
    var mean: [String] = []

    @Option(help: ArgumentHelp("Standard deviations.", valueName: "column,…"))
    var std: [String] = []

    @Option(help: ArgumentHelp("Variances.", valueName: "column,…"))
    var `var`: [String] = []

    @Option(help: ArgumentHelp("Minima.", valueName: "column,…"))
    var min: [String] = []

    @Option(help: ArgumentHelp("Maxima.", valueName: "column,…"))
    var max: [String] = []

    @Option(help: ArgumentHelp("First values that are not missing.", valueName: "column,…"))
    var first: [String] = []

    @Option(help: ArgumentHelp("Numbers of distinct values.", valueName: "column,…"))
    var distinct: [String] = []

    @Option(
        help: ArgumentHelp(
            "Numbers of distinct values, estimated if there are more than 1,024, with a standard error of 0.81 %.",
            valueName: "column,…"))
    var approximateDistinct: [String] = []

    @Option(
        help: ArgumentHelp(
            "Medians; approximate for groups of many distinct values.", valueName: "column,…"))
    var median: [String] = []

    @Option(
        help: ArgumentHelp(
            "Quantiles of a column for probabilities from 0 to 1; repeat the option for further columns.",
            valueName: "column=q,…"))
    var quantile: [String] = []

    @Option(
        help: ArgumentHelp(
            "Count the rows with each value of a column, the commonest first.", valueName: "column"))
    var valueCounts: String?

    @Flag(help: "Count, mean, standard deviation, minimum, quartiles and maximum of the columns of numbers.")
    var describe = false

    /// The statistics in the order of the help text.
    func aggregations() throws -> [Aggregation] {
        func list(_ option: String, _ texts: [String], _ make: (String) -> Aggregation) throws
            -> [Aggregation]
        {
            try texts.flatMap { try CommaList.parse(PlacedText(text: $0, place: TextPlace(option))) }.map(
                make)
        }
        return try (count ? [.rows] : [])
            + list("--values", values) { .count($0) } + list("--sum", sum) { .sum($0) }
            + list("--mean", mean) { .mean($0) } + list("--std", std) { .standardDeviation($0) }
            + list("--var", `var`) { .variance($0) } + list("--min", min) { .minimum($0) }
            + list("--max", max) { .maximum($0) } + list("--first", first) { .first($0) }
            + list("--distinct", distinct) { .distinct($0) }
            + list("--approximate-distinct", approximateDistinct) { .approximateDistinct($0) }
            + list("--median", median) { .median($0) } + quantile.flatMap { try Self.quantiles($0) }
    }

    /// Parses `COLUMN=Q,…`; the name may contain equals signs.
    private static func quantiles(_ text: String) throws -> [Aggregation] {
        let malformed = TextError.malformed(
            at: TextPlace("--quantile"), found: "'\(text)'",
            expected: "a column and probabilities, such as fare=0.25,0.75")
        guard let mark = text.lastIndex(of: "="), mark > text.startIndex else { throw malformed }
        return try text[text.index(after: mark)...].split(separator: ",", omittingEmptySubsequences: false)
            .map { probability in
                guard let value = Double(probability), (0...1).contains(value) else { throw malformed }
                return .quantile(String(text[..<mark]), value)
            }
    }
}

/// The scheduler of `trellis table`, and its memory.
struct TableExecutionOptions: ParsableArguments {
    @OptionGroup var run: RunOptions

    @Option(
        help: ArgumentHelp(
            "Memory for rows and for the results of parts of the files (default: no limit).",
            discussion:
                "Rows that are sorted, joined or written to --output, and do not fit, wait on disk. The workers of a cluster have "
                + "limits of their own.",
            valueName: "512M"))
    var memory: String?

    @Option(
        help: ArgumentHelp(
            "Folder for rows that wait on disk (default: that for temporary files).",
            discussion: "Nothing is left in it, however the command ends.", valueName: "folder"))
    var spill: String?
}
