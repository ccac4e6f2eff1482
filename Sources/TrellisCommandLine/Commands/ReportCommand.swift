import ArgumentParser
import Reporting
import Trellis

/// `trellis report`: writes a page with the results that a study keeps.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write a page with charts and tables of the scores that a study keeps.",
        discussion: """
            The search may still be running: candidates that are not scored on every split are left out. A study keeps \
            the scores of candidates, and neither the rows nor times; 'trellis search --study FILE --report FILE.html' \
            also draws predictions, the data and tasks, and computes only what the study does not have.

            EXAMPLE:
              trellis report digits.study --output digits.html
            """)

    @Argument(help: ArgumentHelp("Study.", valueName: "file"))
    var study: String

    @Option(
        help: ArgumentHelp(
            "Write the page to an HTML file (default: standard output).", valueName: "file.html"))
    var output: String?

    @Option(
        help: ArgumentHelp("Number of the problem, from 'study' (default: the last one).", valueName: "n"))
    var problem: Int?

    @Option(
        help: ArgumentHelp(
            "Scorer that selects the best candidate (default: the first by name).", valueName: "name"))
    var scoring: String?

    mutating func run() throws {
        let file = try output.map { try OutputFile($0, option: "--output") }
        try OutputFile.requireDistinct([file], inputs: [("the study", study)])
        let found = try Study(existing: study).problem(problem)
        let results = try found.results(by: scoring, steps: Known.steps, scorers: Known.scorers)
        var page = Report(
            title: "\(found.target) in \(study.split(separator: "/").last ?? "")", results: results,
            folds: found.folds)
        page.notes = [
            "\(Numerals.count(found.rows, "row")), \(Numerals.count(found.features, "feature")). A study keeps scores, "
                + "and neither rows nor times: there are no predictions, no tasks and no intervals."
        ]
        let html = try page.html
        if let file { try file.write(html) } else { try Terminal.print(html) }
    }
}
