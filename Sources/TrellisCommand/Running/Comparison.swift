import Trellis

/// The same search, run in several ways, each several times.
struct Comparison: Sendable {
    /// One way to run it.
    struct Way: Sendable, Equatable {
        /// Where it runs.
        let scheduler: SchedulerChoice

        /// What is computed once.
        let saving: Saving

        /// `serial, no merging`, `threads:2, merged and shared`.
        var name: String { "\(scheduler.text), \(saving.rawValue)" }
    }

    /// What is computed once for several candidates.
    enum Saving: String {
        /// Nothing.
        case nothing = "no merging"

        /// Tasks that are equal.
        case merged = "merged only"

        /// What is mathematically the same, too.
        case mergedAndShared = "merged and shared"
    }

    /// What one way gave.
    struct Outcome: Sendable {
        /// The way.
        let way: Way

        /// How long planning and running took, in seconds, each time.
        var seconds: [Double] = []

        /// How many tasks ran.
        var tasks = 0

        /// How far a score on a split is at most from that of the first run of the first way.
        var difference = 0.0

        /// Whether every score on every split is that of the first run of the first way, to the bit.
        var isIdentical = true

        /// The middle of the times.
        var median: Double {
            let sorted = seconds.sorted()
            let middle = sorted.count / 2
            return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        }
    }

    /// The outcomes, the way without merging first.
    let outcomes: [Outcome]

    /// How many times each way was run.
    let repeats: Int

    /// What the user should know of the search.
    let messages: [String]

    /// Runs the search in each way, on schedulers that are opened for it and closed at the end.
    static func run(
        _ prepared: PreparedSearch, _ ways: [Way], repeats: Int, progress: ProgressLine, isQuiet: Bool
    ) async throws -> Comparison {
        var opened: [OpenScheduler] = []
        let result: Result<Comparison, any Error>
        do {
            for way in ways { opened.append(try await OpenScheduler(way.scheduler, isQuiet: isQuiet)) }
            result = .success(
                try await Comparison(prepared, ways, on: opened, repeats: repeats, progress: progress))
        } catch {
            result = .failure(error)
        }
        for scheduler in opened { await scheduler.close() }
        return try result.get()
    }

    /// Runs the search in each way, the ways taking turns so that a slow spell of the machine hits all alike.
    private init(
        _ prepared: PreparedSearch, _ ways: [Way], on opened: [OpenScheduler], repeats: Int,
        progress: ProgressLine
    ) async throws {
        var outcomes = zip(ways, opened).map { way, opened in
            Outcome(way: Way(scheduler: opened.choice, saving: way.saving))
        }
        var reference: [Double]?
        var messages: [String] = []
        for turn in 0..<repeats {
            for index in ways.indices {
                let search = prepared.varied {
                    $0.merging = ways[index].saving != .nothing
                    $0.sharing = ways[index].saving == .mergedAndShared
                }.search
                let number = turn * ways.count + index + 1
                let label = "run \(number) of \(ways.count * repeats), \(ways[index].name): "
                opened[index].holdCores()
                defer { BLASThreads.limitCores(to: .max) }
                var stopwatch = Stopwatch()
                let results = try await progress.shown(label) {
                    try await search.fit(
                        prepared.data, groups: prepared.groups, on: opened[index].scheduler,
                        observer: progress.observer)
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

    /// How many times as fast as the way without merging.
    func speedUp(_ outcome: Outcome) -> Double { (outcomes.first?.median ?? .nan) / outcome.median }

    /// The speed-up a worker over one task after another, merged and shared.
    ///
    /// It is nil for the ways that share less, or if no way with one worker is there to compare with.
    func efficiency(_ outcome: Outcome) -> Double? {
        let shared = Saving.mergedAndShared
        let single = outcomes.filter { $0.way.saving == shared && $0.way.scheduler.workers == 1 }
        guard outcome.way.saving == shared,
            let base = single.first(where: { $0.way.scheduler.kind == "serial" }) ?? single.first
        else { return nil }
        return base.median / outcome.median / Double(outcome.way.scheduler.workers)
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
    /// Notes how scores compare with those of the first run; NaN equals NaN, and 0 differs from −0.
    fileprivate mutating func compare(_ scores: [Double], with reference: [Double]) {
        for (score, expected) in zip(scores, reference) {
            guard !(score.isNaN && expected.isNaN), score.bitPattern != expected.bitPattern else { continue }
            isIdentical = false
            let gap = abs(score - expected)
            difference = gap.isNaN ? .infinity : max(difference, gap)
        }
    }
}
