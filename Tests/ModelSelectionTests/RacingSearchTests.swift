import Synchronization
import Testing
import Trellis

/// Searches whose candidates race.
@Suite struct RacingSearchTests {
    private static let pipeline = Pipeline(StandardScaler(), SVC())
    private static let grid = ParameterGrid()
        .varying(\SVC.c, over: [0.01, 1, 100])
        .varying("svc.gamma", over: [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0, 10])

    private func search(_ racing: SearchOptions.Racing? = .init(), folds: Int = 10) -> GridSearch {
        var search = GridSearch(Self.pipeline, grid: Self.grid, folds: folds)
        search.racing = racing
        return search
    }

    @Test(arguments: [true, false]) func survivorsScoreAsWithoutARace(sharing: Bool) async throws {
        let data = try Fixtures.fewDigits()
        var (raced, whole) = (search(), search(nil))
        (raced.sharing, whole.sharing) = (sharing, sharing)
        let found = try await raced.fit(data, on: ThreadedScheduler(workers: 2))
        let expected = try await whole.fit(data, on: ThreadedScheduler(workers: 2))
        #expect(
            found.best.parameters == expected.best.parameters && found.best.scores == expected.best.scores)
        let eliminated = found.candidates.filter { $0.eliminatedAfter != nil }
        #expect((8..<24).contains(eliminated.count))
        #expect(found.tasks.run < expected.tasks.run * 4 / 5, "\(found.tasks.run) of \(expected.tasks.run)")
        #expect(found.candidates.count == 24 && !found.isStopped && found.warnings == expected.warnings)
        for (one, other) in zip(found.candidates, expected.candidates) {
            #expect(one.parameters == other.parameters)
            let count = one.eliminatedAfter ?? 10
            let (splits, all) = (one.scores["accuracy"]?.splits ?? [], other.scores["accuracy"]?.splits ?? [])
            #expect(count >= 3 && splits.count == 10)
            #expect(splits.prefix(count).elementsEqual(all.prefix(count)))
            #expect(splits.dropFirst(count).allSatisfy { $0.isNaN })
            #expect(one.error == nil && one.failures.isEmpty)
            if one.eliminatedAfter != nil { #expect(one.score.isNaN && other.score < expected.best.score) }
        }
        // They rank last.
        let ranks = eliminated.map { $0.rank["accuracy"] ?? 0 }
        #expect(ranks.allSatisfy { $0 == 24 - eliminated.count + 1 })
    }

    @Test func theSameOnEveryScheduler() async throws {
        let data = try Fixtures.fewDigits(200)
        let first = try await search().fit(data, on: SerialScheduler())
        for workers in [1, 2, 5] {
            let other = try await search().fit(data, on: ThreadedScheduler(workers: workers))
            #expect(other.candidates.map(\.eliminatedAfter) == first.candidates.map(\.eliminatedAfter))
            #expect(
                other.candidates.map { $0.scores["accuracy"]?.splits.map(\.bitPattern) }
                    == first.candidates.map { $0.scores["accuracy"]?.splits.map(\.bitPattern) })
            #expect(other.tasks.run == first.tasks.run)
        }
        #expect(first.candidates.contains { $0.eliminatedAfter != nil })
    }

    @Test func strategiesRaceAgainstTheBestSoFar() async throws {
        let data = try Fixtures.fewDigits()
        let space = ParameterGrid().varying(\SVC.c, over: .logUniform(0.01, 100))
            .varying("svc.gamma", over: .logUniform(1e-6, 10))
        var search = AdaptiveSearch(
            Self.pipeline, over: space, by: .tpe(30), seed: 2, options: .init(folds: StratifiedKFold(10)))
        let whole = try await search.fit(data, on: ThreadedScheduler(workers: 2))
        search.racing = .init()
        let found = try await search.fit(data, on: ThreadedScheduler(workers: 2))
        #expect(found.candidates.count == 30)
        #expect(found.best.eliminatedAfter == nil)
        // Proposals after the first have one candidate, which can only lose against earlier ones.
        #expect(found.candidates.dropFirst(10).contains { $0.eliminatedAfter != nil })
        #expect(found.tasks.run < whole.tasks.run)
        let serial = try await search.fit(data, on: SerialScheduler())
        #expect(serial.candidates.map(\.parameters) == found.candidates.map(\.parameters))
        #expect(serial.candidates.map(\.eliminatedAfter) == found.candidates.map(\.eliminatedAfter))
    }

    /// In the rungs of a halving, candidates only need to be among the best third.
    @Test func partsOfAResourceDoNotRace() async throws {
        let data = try Fixtures.fewDigits()
        let space = ParameterGrid().varying("svc.gamma", over: .logUniform(1e-6, 10))
        var search = AdaptiveSearch(
            Self.pipeline, over: space, by: .halving(candidates: 9),
            options: .init(folds: StratifiedKFold(10)))
        let whole = try await search.fit(data, on: ThreadedScheduler())
        search.racing = .init()
        let found = try await search.fit(data, on: ThreadedScheduler())
        #expect(found.candidates.map(\.scores) == whole.candidates.map(\.scores))
    }

    @Test func failuresEndTheRaceOfACandidate() async throws {
        let data = try Fixtures.fewDigits(60)
        var search = GridSearch(
            Pipeline(PCA(), SVC()), grid: ParameterGrid().varying(\PCA.nComponents, over: [99, 1, 5]),
            folds: KFold(5))
        search.racing = .init()
        let found = try await search.fit(data, on: ThreadedScheduler(workers: 2))
        #expect(found.candidates[0].eliminatedAfter == 3)
        #expect(found.candidates[0].failures.map(\.split) == [0, 1, 2])
        #expect(found.candidates[0].error?.contains("n_components is 99") == true)
        search.errorScore = .raise
        await #expect(throws: SearchError.self) {
            try await search.fit(data, on: ThreadedScheduler(workers: 2))
        }
    }

    @Test func aStoppedRaceKeepsDecidedCandidates() async throws {
        let data = try Fixtures.fewDigits(100)
        var search = GridSearch(
            Self.pipeline,
            grid: ParameterGrid().varying(\SVC.c, over: (0..<200).map { 0.05 * Double($0 + 1) })
                .varying("svc.gamma", over: [1e-5, 1e-2]), sharing: false)
        search.racing = .init()
        let stop = SearchStop()
        let found = try await search.fit(
            data, on: ThreadedScheduler(workers: 2), until: stop, onEvent: Stopper(after: 1500, stop).receive)
        #expect(found.isStopped && (1..<400).contains(found.candidates.count))
        #expect(found.best.eliminatedAfter == nil)
        #expect(found.candidates.allSatisfy { $0.eliminatedAfter != nil || !$0.score.isNaN })
    }

    @Test func marksInTablesAndJSON() async throws {
        let found = try await search(folds: 5).fit(Fixtures.fewDigits(), on: ThreadedScheduler())
        let marks = found.candidates.map { $0.eliminatedAfter.map(String.init) }
        let table = try found.table
        let column = try #require(table["eliminated_after"])
        #expect(
            (0..<24).map { column[$0].map { $0.split(separator: ".").first.map(String.init) } ?? nil }
                == marks)
        #expect(marks.contains("3") || marks.contains("4"))
        #expect(try found.json.contains("\"eliminatedAfter\" : "))
        let whole = try await search(nil, folds: 5).fit(Fixtures.fewDigits(), on: ThreadedScheduler())
        #expect(try whole.table["eliminated_after"] == nil)
        #expect(try !whole.json.contains("eliminatedAfter"))
    }

    @Test func invalidLevel() async throws {
        await #expect(throws: StrategyError.self) {
            try await search(.init(level: 0.7)).fit(Fixtures.fewDigits(200), on: SerialScheduler())
        }
    }
}

/// Stops a search after some tasks.
private final class Stopper: Sendable {
    private let stop: SearchStop
    private let left: Atomic<Int>

    init(after tasks: Int, _ stop: SearchStop) {
        self.stop = stop
        left = Atomic(tasks)
    }

    func receive(_ event: SearchEvent) {
        guard case .run(.finished) = event else { return }
        if left.subtract(1, ordering: .relaxed).newValue == 0 { stop.stop() }
    }
}
