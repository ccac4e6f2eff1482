import ArgumentParser
import Foundation
import Trellis

/// `trellis study`: shows and maintains the file that `search --study` writes.
struct StudyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study",
        abstract: "List, show, export, merge and prune the scores that a study keeps.",
        discussion: """
            list               the problems of the study: data and folds, with the best score (the default)
            show               the best candidates of a problem
            export             all candidates of a problem as CSV, or as JSON with --json
            merge OTHER        add the scores of another study
            prune              remove a problem (--problem), or all failures (--failed)

            EXAMPLE:
              trellis study digits.study
              trellis study digits.study show --problem 1
              trellis study digits.study export > digits.csv
            """)

    /// What to do.
    enum Action: String, CaseIterable, ExpressibleByArgument {
        case list, show, export, merge, prune
    }

    @Argument(help: ArgumentHelp("Study.", valueName: "file"))
    var study: String

    @Argument(help: ArgumentHelp("What to do: list, show, export, merge or prune.", valueName: "action"))
    var action: Action = .list

    @Argument(help: ArgumentHelp("Study to merge into the first.", valueName: "other"))
    var other: String?

    @Option(help: ArgumentHelp("Number of the problem, from 'list' (default: the last one).", valueName: "n"))
    var problem: Int?

    @Option(help: ArgumentHelp("Number of candidates to show.", valueName: "n"))
    var top: Int = 10

    @Flag(help: "Export as JSON.")
    var json = false

    @Flag(help: "Remove all failures, which are then computed again.")
    var failed = false

    mutating func run() throws {
        guard (other != nil) == (action == .merge) else {
            throw other == nil
                ? CommandError.missing(option: "OTHER", meaning: "give the study to merge")
                : CommandError.conflict("'\(other ?? "")' is given, but only merge reads another study")
        }
        guard action != .prune || failed != (problem != nil) else {
            throw CommandError.missing(
                option: "--problem or --failed", meaning: "give the one of them that says what to remove")
        }
        let opened = try Study(existing: study)
        let second = try other.map { try Study(existing: $0) }
        switch action {
        case .list: try Terminal.print(StudyText.list(try opened.problems()))
        case .show: try Terminal.print(StudyText.show(try opened.problem(problem), top: top))
        case .export:
            let chosen = try opened.problem(problem)
            try Terminal.print(json ? StudyText.json(chosen) : StudyText.table(chosen).csv)
        case .merge:
            if let second { try opened.merge(second) }
            try Terminal.print(StudyText.list(try opened.problems()))
        case .prune:
            let removed = try opened.prune(problem: problem)
            try Terminal.print("removed \(Numerals.count(removed, "score"))")
        }
    }
}

extension Study {
    /// Opens a study that exists.
    ///
    /// - Throws: ``StudyError``.
    convenience init(existing path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StudyError.cannotRead(path: path, reason: "no such file")
        }
        try self.init(path: path)
    }
}
