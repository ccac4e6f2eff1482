import ArgumentParser
import Trellis

/// `trellis describe`: describes the columns of a table.
struct DescribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Describe the columns of a table, and what is likely to be wrong with them.",
        discussion: """
            Associations with the target are Pearson's r between numbers, the correlation ratio between numbers and \
            categories (Kelley's epsilon, corrected for the number of categories), and Cramér's V between categories \
            (with Bergsma's correction). Dates count as numbers. A target of integers with at most 20 distinct values \
            counts as categories.

            EXAMPLE:
              trellis describe datasets/penguins.csv --target species
            """)

    @Argument(
        help: ArgumentHelp(
            "CSV file with a header row, possibly compressed by gzip; - for standard input.",
            valueName: "data.csv"))
    var data: String

    @Option(
        help: ArgumentHelp("Column to predict, for associations of the others with it.", valueName: "column"))
    var target: String?

    @Option(help: ArgumentHelp("Write the description to a JSON file.", valueName: "file"))
    var json: String?

    @OptionGroup(title: "Reading") var reading: ReadingFlags
    @OptionGroup(title: "Reading") var targetRows: TargetRowFlags

    mutating func run() throws {
        let file = try json.map { try OutputFile($0, option: "--json") }
        try OutputFile.requireDistinct([file], inputs: [("the data", data)])
        var table = try Table(csv: data, options: ReadingOptions(reading))
        if let target { try table.require(target) }
        if targetRows.dropMissingTarget == true {
            guard let target else {
                throw CommandError.missing(
                    option: "--target", meaning: "give the column whose missing cells select the rows to drop"
                )
            }
            table = try table.droppingRows(missing: target)
        }
        let description = try TableDescription(table, target: target)
        try Terminal.print(description.text)
        try file?.write(JSONText.encode(description))
    }
}
