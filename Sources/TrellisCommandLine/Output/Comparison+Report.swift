import Reporting
import Trellis

extension Comparison {
    /// Returns the page with the times of all configurations.
    func report(of source: Report.Source) -> ComparisonReport {
        ComparisonReport(
            title: "Schedulers for \(source.target) of \(source.path.split(separator: "/").last ?? "")",
            command: CommandLine.repeatable, verdict: verdict,
            ways: outcomes.map { outcome in
                .init(
                    name: outcome.configuration.name, scheduler: outcome.configuration.scheduler.kind,
                    workers: outcome.configuration.scheduler.workers, seconds: outcome.seconds,
                    median: outcome.median, speedUp: speedUp(outcome), efficiency: efficiency(outcome),
                    tasks: outcome.tasks, scores: agreement(of: outcome))
            }, warnings: messages)
    }
}

extension CommandLine {
    /// The command of this process, as it can be repeated.
    static var repeatable: String {
        arguments.enumerated().map { index, word in
            index == 0 ? String(word.split(separator: "/").last ?? "trellis") : ShellWord.quoted(word)
        }.joined(separator: " ")
    }
}
