import Trellis

/// The same search, run in several ways, each several times.
struct Comparison: Sendable {
    /// One way to run it.
    struct Way: Sendable, Equatable {
        /// Where it runs.
        let scheduler: SchedulerChoice

        /// Whether what candidates share is computed once.
        let merging: Bool

        /// `serial, no merging`, `threads:2`.
        var name: String { scheduler.text + (merging ? "" : ", no merging") }
    }

    /// What one way gave.
    struct Outcome: Sendable {
        /// The way.
        let way: Way

        /// How long planning and running took, in seconds, each time.
        var seconds: [Double] = []

        /// How many tasks ran.
        var tasks = 0

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

    /// Runs the search in each way, the ways taking turns so that a slow spell of the machine hits all alike.
    init(_ prepared: PreparedSearch, _ ways: [Way], repeats: Int, progress: ProgressLine) async throws {
        var outcomes = ways.map { Outcome(way: $0) }
        var reference: [UInt64]?
        var messages: [String] = []
        for turn in 0..<repeats {
            for index in ways.indices {
                let search = prepared.varied { $0.merging = ways[index].merging }.search
                let number = turn * ways.count + index + 1
                let label = "run \(number) of \(ways.count * repeats), \(ways[index].name): "
                var stopwatch = Stopwatch()
                let results = try await progress.shown(label) {
                    try await search.fit(
                        prepared.data, groups: prepared.groups, on: ways[index].scheduler.scheduler,
                        observer: progress.observer)
                }
                outcomes[index].seconds.append(stopwatch.lap())
                outcomes[index].tasks = results.tasks.run
                let bits = results.scoreBits
                if reference == nil { (reference, messages) = (bits, results.messages) }
                if bits != reference { outcomes[index].isIdentical = false }
            }
        }
        self.outcomes = outcomes
        self.repeats = repeats
        self.messages = messages
    }

    /// How many times as fast as the way without merging.
    func speedUp(_ outcome: Outcome) -> Double { (outcomes.first?.median ?? .nan) / outcome.median }

    /// The speed-up a worker over one task after another, merged.
    ///
    /// It is nil for the way without merging, or if no way with one worker is there to compare with.
    func efficiency(_ outcome: Outcome) -> Double? {
        let single = outcomes.filter { $0.way.merging && $0.way.scheduler.workers == 1 }
        guard outcome.way.merging,
            let base = single.first(where: { $0.way.scheduler.kind == "serial" }) ?? single.first
        else { return nil }
        return base.median / outcome.median / Double(outcome.way.scheduler.workers)
    }
}

extension SearchResults {
    /// The bits of every score, so that NaN equals NaN and 0 differs from −0.
    fileprivate var scoreBits: [UInt64] {
        candidates.flatMap { candidate in
            scorers.flatMap { scorer in
                [candidate.scores[scorer.name], candidate.trainScores[scorer.name]]
                    .compactMap { $0 }.flatMap { $0.splits.map { $0.isNaN ? .max : $0.bitPattern } }
            }
        }
    }
}
