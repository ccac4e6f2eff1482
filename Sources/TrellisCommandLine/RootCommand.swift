import ArgumentParser
import Trellis

/// `trellis`: the root of the subcommands.
struct RootCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trellis",
        abstract: "Find the best machine-learning pipeline for a table of data.",
        discussion: """
            EXAMPLE:
              trellis search digits.csv --target digit \\
                --pipeline 'standard-scaler | pca | svc' \\
                --grid pca.n_components=16,32,48 --grid svc.C=0.1:100:log:4 \\
                --save digits.model
              trellis predict digits.model new.csv --output predictions.csv

            Exit codes: 0 success, 1 the work failed, 2 invalid command or input, 130 interrupted.
            """,
        version: "trellis \(Self.trellisVersion)",
        subcommands: [
            SearchCommand.self, CurveCommand.self, CompareCommand.self, PlanCommand.self,
            DescribeCommand.self, TableCommand.self,
            PredictCommand.self,
            ScoreCommand.self, StudyCommand.self, ReportCommand.self, StepsCommand.self, ScorersCommand.self,
        ])

    /// The version of the command and of the library.
    static let trellisVersion = Release.version

    /// Runs the subcommand given by the arguments; ends the process with an exit status if it fails.
    static func runArguments() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            report(error).endProcess()
        }
    }

    /// Prints the requested help or version, or the error message, and returns the exit status.
    private static func report(_ error: any Error) -> ExitStatus {
        switch exitCode(for: error) {
        case .success:
            do {
                try Terminal.print(fullMessage(for: error))
                return .done
            } catch {
                return report(error)
            }
        case .validationFailure:
            // An error of the argument parser. A line about the help replaces the usage message.
            Terminal.log("error: \(unknownSubcommand ?? message(for: error))\nsee '\(help)'")
            return .wrongUsage
        default:
            let failure = FailureReport(error)
            Terminal.log(failure.text)
            return failure.status
        }
    }

    private static let subcommandNames = configuration.subcommands.compactMap { $0.configuration.commandName }

    /// The word in the position of the subcommand, or nil if there is none.
    private static var subcommandWord: String? {
        CommandLine.arguments.dropFirst().first.flatMap { $0.hasPrefix("-") ? nil : $0 }
    }

    /// The error message if that word is not a subcommand, or nil.
    private static var unknownSubcommand: String? {
        guard let word = subcommandWord, !subcommandNames.contains(word), word != "help" else { return nil }
        return "there is no command '\(word)'; \(advice(for: word, among: subcommandNames))"
    }

    /// The command that shows the help of the subcommand, or of `trellis`.
    private static var help: String {
        let word = subcommandWord.flatMap { subcommandNames.contains($0) ? $0 : nil }
        return ["trellis", word, "--help"].compactMap { $0 }.joined(separator: " ")
    }
}
