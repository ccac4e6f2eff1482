import ArgumentParser
import Trellis

/// The form of the CSV file and the kinds of its columns: options of all commands that read a table.
struct ReadingFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Kind of a column: number, category or date; repeat the option for each column.",
            discussion:
                "By default, the cells determine the kind. Categories keep the spelling of numbers.",
            valueName: "column=kind"))
    var type: [String] = []

    @Option(
        help: ArgumentHelp(
            "Columns to ignore; put names that contain commas in double quotes.", valueName: "column,…"))
    var ignore: [String] = []

    @Option(
        help: ArgumentHelp(
            "Further texts that mark a missing cell, besides those of pandas such as NA and null.",
            valueName: "text,…"))
    var missing: [String] = []

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(
            "Whether the texts of pandas mark a missing cell (default: --standard-missing).",
            discussion: "If not, only those of --missing and blank cells do."))
    var standardMissing: Bool?

    @Option(
        help: ArgumentHelp("Character between cells, or 'tab' (default: a comma).", valueName: "character"))
    var separator: String?

    @Option(
        help: ArgumentHelp("Decimal mark of numbers: '.' or ',' (default: a point).", valueName: "mark"))
    var decimal: String?
}

/// What happens to rows without a target: an option of the commands that read one.
struct TargetRowFlags: ParsableArguments {
    @Flag(
        inversion: .prefixedNo,
        help: "Drop the rows without a target (default: a missing target is an error).")
    var dropMissingTarget: Bool?
}
