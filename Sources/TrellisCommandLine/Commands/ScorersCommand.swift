import ArgumentParser
import Trellis

/// `trellis scorers`: lists the available scorers.
struct ScorersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scorers",
        abstract: "List the available scorers.",
        discussion: """
            The names are those of scikit-learn. Greater is better, so errors and losses are negated.

            EXAMPLE:
              trellis scorers
            """)

    @Flag(help: "Output JSON.")
    var json = false

    mutating func run() throws {
        if json {
            let entries = Known.scorers.map {
                Entry(name: $0.name, problem: $0.problem, usesWeights: $0.usesWeights, summary: $0.summary)
            }
            return try Terminal.print(JSONText.encode(entries))
        }
        var table = TextTable([
            ("scorer", .left), ("problem", .left), ("weights", .left), ("description", .left),
        ])
        for scorer in Known.scorers {
            table.add([
                scorer.name, scorer.problem.rawValue, scorer.usesWeights ? "yes" : "", scorer.summary,
            ])
        }
        try Terminal.print(table.text)
    }

    private struct Entry: Encodable {
        let name: String
        let problem: Problem
        let usesWeights: Bool
        let summary: String
    }
}
