import Logging
import Trellis

/// Repeated runs of the same search in several configurations.
struct Comparison: Sendable {
    /// One configuration of the search.
    struct Configuration: Sendable, Equatable {
        /// The scheduler.
        let scheduler: SchedulerChoice

        /// The work that candidates reuse.
        let reuse: Reuse

        /// The name in tables, such as `serial, no merging` or `threads:2, merged and shared`.
        var name: String { "\(scheduler.text), \(reuse.rawValue)" }
    }

    /// The kinds of work that candidates reuse.
    enum Reuse: String {
        /// No work.
        case nothing = "no merging"

        /// Equal tasks.
        case merged = "merged only"

        /// Equal tasks and mathematically equivalent work.
        case mergedAndShared = "merged and shared"
    }

    /// The results of one configuration.
    struct Outcome: Sendable {
        /// The configuration.
        let configuration: Configuration

        /// The time of planning and running in each run, in seconds.
        var seconds: [Double] = []

        /// The number of tasks that ran.
        var tasks = 0

        /// The largest absolute difference between a score on a split and that of the first run of the baseline.
        var difference = 0.0

        /// Whether every score on every split is bitwise identical to that of the first run of the baseline.
        var isIdentical = true

        /// The median time, in seconds.
        var median: Double {
            let sorted = seconds.sorted()
            let middle = sorted.count / 2
            return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        }
    }

    /// The outcomes, starting with the baseline, which does not merge tasks.
    let outcomes: [Outcome]

    /// The number of runs of each configuration.
    let repeats: Int

    /// The warnings of the search.
    let messages: [String]

    /// Opens the schedulers, runs the search in each configuration, and closes the schedulers.
    static func run(
        _ prepared: PreparedSearch, _ configurations: [Configuration], repeats: Int,
        progress: ProgressDisplay, isQuiet: Bool, logger: Logger
    ) async throws -> Comparison {
        var opened: [OpenScheduler] = []
        let result: Result<Comparison, any Error>
        do {
            for configuration in configurations {
                opened.append(
                    try await OpenScheduler(configuration.scheduler, isQuiet: isQuiet, logger: logger))
            }
            result = .success(
                try await Comparison(
                    prepared, configurations, on: opened, repeats: repeats, progress: progress,
                    logger: logger))
        } catch {
            result = .failure(error)
        }
        for scheduler in opened { await scheduler.close() }
        return try result.get()
    }

    /// Runs the search in each configuration.
    ///
    /// The configurations take turns, so that a temporary slowdown of the machine affects all of them.
    private init(
        _ prepared: PreparedSearch, _ configurations: [Configuration], on opened: [OpenScheduler],
        repeats: Int, progress: ProgressDisplay, logger: Logger
    ) async throws {
        let onEvent = SearchEvent.all([progress.onEvent, SearchDiagnostics(logger).onEvent])
        var outcomes = zip(configurations, opened).map { configuration, opened in
            Outcome(configuration: Configuration(scheduler: opened.choice, reuse: configuration.reuse))
        }
        var reference: [Double]?
        var messages: [String] = []
        for turn in 0..<repeats {
            for index in configurations.indices {
                let search = prepared.varied {
                    $0.merging = configurations[index].reuse != .nothing
                    $0.sharing = configurations[index].reuse == .mergedAndShared
                }.search
                let number = turn * configurations.count + index + 1
                let label =
                    "run \(number) of \(configurations.count * repeats), \(configurations[index].name)"
                logger.info("run started", metadata: ["run": "\(label)"])
                var stopwatch = Stopwatch()
                let results = try await progress.shown(label) {
                    try await search.fit(
                        prepared.data, groups: prepared.groups, on: opened[index].scheduler,
                        onEvent: onEvent)
                }
                outcomes[index].seconds.append(stopwatch.lap())
                outcomes[index].tasks = results.tasks.run
                let scores = results.allScores
                let expected = reference ?? scores
                if reference == nil { (reference, messages) = (scores, results.warnings) }
                outcomes[index].compare(scores, with: expected)
            }
        }
        self.outcomes = outcomes
        self.repeats = repeats
        self.messages = messages
    }

    /// The speed-up over the baseline.
    func speedUp(_ outcome: Outcome) -> Double { (outcomes.first?.median ?? .nan) / outcome.median }

    /// The speed-up over one worker with merging and sharing, divided by the number of workers.
    ///
    /// The efficiency is nil for configurations without sharing, and if no configuration has one worker.
    func efficiency(_ outcome: Outcome) -> Double? {
        let shared = Reuse.mergedAndShared
        let single = outcomes.filter {
            $0.configuration.reuse == shared && $0.configuration.scheduler.workers == 1
        }
        guard outcome.configuration.reuse == shared,
            let base = single.first(where: { $0.configuration.scheduler.kind == "serial" }) ?? single.first
        else { return nil }
        return base.median / outcome.median / Double(outcome.configuration.scheduler.workers)
    }
}

extension SearchResults {
    /// Every score on every split.
    fileprivate var allScores: [Double] {
        candidates.flatMap { candidate in
            scorers.flatMap { scorer in
                [candidate.scores[scorer.name], candidate.trainScores[scorer.name]]
                    .compactMap { $0 }.flatMap(\.splits)
            }
        }
    }
}

extension Comparison.Outcome {
    /// Compares scores with those of the first run; NaN equals NaN, and 0 differs from −0.
    fileprivate mutating func compare(_ scores: [Double], with reference: [Double]) {
        for (score, expected) in zip(scores, reference) {
            guard !(score.isNaN && expected.isNaN), score.bitPattern != expected.bitPattern else { continue }
            isIdentical = false
            let gap = abs(score - expected)
            difference = gap.isNaN ? .infinity : max(difference, gap)
        }
    }
}
