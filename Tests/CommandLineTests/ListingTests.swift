import Foundation
import Testing

/// Help, version, steps and scorers, compared with the files in the folder `Expected`.
///
/// To update a file: `trellis steps svc > Tests/CommandLineTests/Expected/steps-svc.txt`.
@Suite struct ListingTests {
    /// Runs the command and compares its output with the file named by its words, such as `steps-svc.txt`.
    private func expectListing(_ words: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let name = words.split(separator: " ").map { $0.trimmingPrefix("--") }.joined(separator: "-")
        let expected = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Expected/\(name).txt")
        let run = try Trellis.run(words.split(separator: " ").map(String.init), adding: ["COLUMNS": "80"])
        #expect(
            run.output == (try String(contentsOf: expected, encoding: .utf8)), sourceLocation: sourceLocation)
        #expect(run.errors == "", sourceLocation: sourceLocation)
        #expect(run.status == 0, sourceLocation: sourceLocation)
    }

    static let commands = [
        "search", "curve", "compare", "plan", "describe", "table", "predict", "score", "study", "report",
        "steps", "scorers",
    ]

    @Test(arguments: commands) func help(_ command: String) throws {
        try expectListing("\(command) --help")
        #expect(try Trellis.run("help \(command)").output == Trellis.run("\(command) --help").output)
    }

    /// Every command in the overview has a help text with an example.
    @Test func overview() throws {
        try expectListing("--help")
        let overview = try Trellis.run("--help").output
        let listed = overview.split(separator: "SUBCOMMANDS:\n")[1].matches(of: #/(?m)^  (\w+)  /#).map {
            "\($0.1)"
        }
        #expect(listed.sorted() == Self.commands.sorted())
        for command in Self.commands {
            #expect(try Trellis.run("\(command) --help").output.contains("EXAMPLE:\n  trellis \(command)"))
        }
    }

    @Test func version() throws { try expectListing("--version") }

    @Test(arguments: [
        "steps", "steps standard-scaler", "steps min-max-scaler", "steps pca", "steps passthrough",
        "steps logistic-regression", "steps svc", "steps ridge", "steps pca --json",
    ])
    func steps(_ words: String) throws { try expectListing(words) }

    /// The listing as JSON contains the description of each step in order.
    @Test func stepsAsJSON() throws {
        let run = try Trellis.run("steps --json")
        #expect(run.errors == "" && run.status == 0)
        let all = try #require(
            try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [NSDictionary])
        let listed = try Trellis.run("steps").output.split(separator: "\n").dropFirst().map {
            $0.prefix { $0 != " " }
        }
        #expect(all.map { $0["kind"] as? String } == listed.map(String.init))
        for (step, kind) in zip(all, listed) {
            let one = try Trellis.run("steps \(kind) --json")
            #expect(one.errors == "" && one.status == 0)
            #expect(try JSONSerialization.jsonObject(with: Data(one.output.utf8)) as? NSDictionary == step)
        }
    }

    @Test func scorers() throws { try expectListing("scorers") }
}
