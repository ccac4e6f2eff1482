import ArgumentParser
import CMalloc
import Trellis

/// `trellis`: the library as a command.
@main
struct TrellisCommand: AsyncParsableCommand {
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

            Exit codes: 0 done, 1 the work failed, 2 wrong command or input, 130 interrupted.
            """,
        version: "trellis \(Self.trellisVersion)",
        subcommands: [
            SearchCommand.self, CompareCommand.self, PlanCommand.self, PredictCommand.self, ScoreCommand.self,
            StepsCommand.self, ScorersCommand.self,
        ])

    /// The version of the command and of the library.
    static let trellisVersion = Release.version

    /// Runs the subcommand that the arguments name; ends the process with a status that tells how it went.
    static func main() async {
        OpenBLAS.prepare()
        trellis_return_freed_blocks()
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

    /// Prints the help or version that was asked for, or what went wrong, and tells the status to end with.
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
            // The parser's own errors; the line after them names the help instead of showing the whole usage.
            Terminal.tell("error: \(unknownSubcommand ?? message(for: error))\nsee '\(help)'")
            return .wrongUsage
        default:
            let failure = FailureReport(error)
            Terminal.tell(failure.text)
            return failure.status
        }
    }

    private static let subcommandNames = configuration.subcommands.compactMap { $0.configuration.commandName }

    /// The word where a subcommand is expected, or nil if there is none.
    private static var subcommandWord: String? {
        CommandLine.arguments.dropFirst().first.flatMap { $0.hasPrefix("-") ? nil : $0 }
    }

    /// What to say if that word is no subcommand.
    private static var unknownSubcommand: String? {
        guard let word = subcommandWord, !subcommandNames.contains(word), word != "help" else { return nil }
        return "there is no command '\(word)'; \(advice(for: word, among: subcommandNames))"
    }

    /// How to ask for the help of the subcommand, or of all.
    private static var help: String {
        let word = subcommandWord.flatMap { subcommandNames.contains($0) ? $0 : nil }
        return ["trellis", word, "--help"].compactMap { $0 }.joined(separator: " ")
    }
}
