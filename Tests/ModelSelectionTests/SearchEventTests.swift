import Synchronization
import Testing
import Trellis

/// The events of searches.
@Suite struct SearchEventTests {
    private static let pipeline = Pipeline(StandardScaler(), PCA(), SVC())
    private static let grid = ParameterGrid()
        .varying(\PCA.nComponents, over: [2, 3]).varying(\SVC.c, over: [0.1, 1, 10])

    private final class Log: Sendable {
        private let state = Mutex<[SearchEvent]>([])
        var events: [SearchEvent] { state.withLock { $0 } }
        func receive(_ event: SearchEvent) { state.withLock { $0.append(event) } }
    }

    /// A short description of the events that are the same in every run.
    private static func outline(_ events: [SearchEvent]) -> [String] {
        events.compactMap { event in
            switch event {
            case .planned(let plan): "planned \(plan.candidateCount)"
            case .run(.planned): "run"
            case .run(.ended(let tasks, _)): "ended \(tasks)"
            case .passed(let progress): "passed \(progress.chunks) of \(progress.chunkCount)"
            case .evaluated(let progress): "evaluated \(progress.evaluated) of \(progress.expected)"
            case .refitting(let best): "refitting \(best.parameters)"
            case .scored, .run: nil
            }
        }
    }

    @Test(arguments: [true, false], [SearchOptions.ErrorScore.nan, .raise])
    func everyCandidateIsScoredAsInTheResults(
        isThreaded: Bool, errorScore: SearchOptions.ErrorScore
    ) async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let scheduler: any Scheduler = isThreaded ? ThreadedScheduler(workers: 3) : SerialScheduler()
        let search = GridSearch(
            Self.pipeline, grid: Self.grid, scoring: [.accuracy, .f1Macro], refit: .by("f1_macro"),
            errorScore: errorScore)
        let log = Log()
        let found = try await search.fit(data, on: scheduler, onEvent: log.receive)
        let events = log.events
        let tasks = events.count { if case .run(.finished) = $0 { true } else { false } }
        let ends = events.compactMap { if case .run(.ended(let count, _)) = $0 { count } else { nil } }
        #expect(ends.count == 2 && ends[0] == found.tasks.run && ends.reduce(0, +) == tasks)
        #expect(
            Self.outline(events) == [
                "planned 6", "run", "ended \(ends[0])", "refitting \(found.best.parameters)", "run",
                "ended \(ends[1])",
            ])
        let scores: [CandidateScore] = events.compactMap {
            if case .scored(let score) = $0 { score } else { nil }
        }
        #expect(Set(scores.map(\.candidate)) == Set(0..<6) && scores.count == 6)
        for score in scores {
            let result = found.candidates[score.candidate]
            #expect(score.parameters == result.parameters)
            #expect(score.scores == result.scores)
            #expect(score.score == result.scores["f1_macro"]?.mean)
        }
    }

    @Test func failedCandidatesAreNotScored() async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let grid = ParameterGrid().varying(\PCA.nComponents, over: [2, 99])
        let log = Log()
        _ = try await GridSearch(Self.pipeline, grid: grid).fit(
            data, on: SerialScheduler(), onEvent: log.receive)
        let scored = log.events.compactMap {
            if case .scored(let score) = $0 { score.candidate } else { nil }
        }
        #expect(scored == [0])
    }

    @Test func aSearchByAStrategyHasOnePlanForEachProposal() async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let search = AdaptiveSearch(Self.pipeline, over: Self.grid, by: .halving(candidates: 6), seed: 1)
        let log = Log()
        let found = try await search.fit(data, on: ThreadedScheduler(workers: 2), onEvent: log.receive)
        let outline = Self.outline(log.events)
        let rounds = Set(found.candidates.compactMap(\.round)).count
        #expect(rounds > 1)
        #expect(outline.count { $0.hasPrefix("planned") } == rounds)
        #expect(outline.count { $0.hasPrefix("evaluated") } == rounds)
        #expect(outline.count { $0.hasPrefix("ended") } == rounds + 1)
        #expect(outline.suffix(3).first == "refitting \(found.best.parameters)")
        let scored = log.events.count { if case .scored = $0 { true } else { false } }
        #expect(scored == found.candidates.count)
    }

    /// A reader that never reads takes no more memory than its buffer, and the run does not wait for it.
    @Test func aSlowReaderLosesTheOldestEvents() async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let (events, continuation) = AsyncStream<SearchEvent>.makeStream(
            bufferingPolicy: .bufferingNewest(5))
        let dropped = Atomic<Int>(0)
        let total = Atomic<Int>(0)
        _ = try await GridSearch(Self.pipeline, grid: Self.grid).fit(data, on: ThreadedScheduler(workers: 2))
        {
            total.wrappingAdd(1, ordering: .relaxed)
            if case .dropped = continuation.yield($0) { dropped.wrappingAdd(1, ordering: .relaxed) }
        }
        continuation.finish()
        var left: [SearchEvent] = []
        for await event in events { left.append(event) }
        #expect(left.count == 5)
        #expect(dropped.load(ordering: .relaxed) == total.load(ordering: .relaxed) - 5)
        guard case .run(.ended) = left[4] else { return #expect(Bool(false), "\(left[4])") }
    }
}
