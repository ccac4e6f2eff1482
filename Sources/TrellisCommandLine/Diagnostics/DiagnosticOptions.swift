import ArgumentParser
import Logging
import Trellis

/// Which diagnostics a command writes: an option of the commands that run tasks.
struct DiagnosticOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Diagnostics to write to standard error, from this level up (default: warning).",
            discussion: """
                warning           only what the command itself reports
                notice            also failed tasks, lost workers, refused requests
                info              also files, plans and schedulers
                debug             also runs, candidates and reasons of the plan
                trace             also every task
                error, critical   the same as warning
                """, valueName: "level"))
    var logLevel: String?

    /// Returns the logger of a command.
    ///
    /// - Parameters:
    ///   - command: The name of the command, which is the label of its diagnostics.
    ///   - spec: The specification, which the option overrides.
    /// - Throws: `TextError` for an unknown level.
    func logger(_ command: String, _ spec: SpecFile = SpecFile()) throws -> Logger {
        let flag = logLevel.map { PlacedText(text: $0, place: TextPlace("--log-level")) }
        let level = try (flag ?? spec.text("log-level")).map { try Logger.Level($0) } ?? .warning
        return Logger(label: command) { DiagnosticHandler(label: $0, logLevel: level) }
    }
}
