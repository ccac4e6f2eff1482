import ArgumentParser
import Trellis

/// `trellis scorers`: what candidates can be scored by.
struct ScorersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scorers",
        abstract: "List what candidates can be scored by.",
        discussion: """
            Greater is better; errors and losses are negated. The names are scikit-learn's.

            EXAMPLE:
              trellis scorers
            """)

    @Flag(help: "Write JSON.")
    var json = false

    mutating func run() throws {
        if json {
            let entries = Scorer.all.map { Entry(name: $0.name, task: $0.task, summary: $0.summary) }
            return try Terminal.print(JSONText.encode(entries))
        }
        var table = TextTable([("scorer", .left), ("task", .left), ("what it is", .left)])
        for scorer in Scorer.all { table.add([scorer.name, scorer.task.rawValue, scorer.summary]) }
        try Terminal.print(table.text)
    }

    private struct Entry: Encodable {
        let name: String
        let task: LearningTask
        let summary: String
    }
}
