import Testing
import Trellis

/// Searches that end after a number of tasks.
@Suite struct TaskLimitTests {
    private static let grid = ParameterGrid()
        .varying(\PCA.nComponents, over: [2, 3, 4]).varying(\SVC.c, over: [0.1, 1, 10])
        .varying(\SVC.gamma, over: [.value(0.01), .value(0.1)])
    private static let pipeline = Pipeline(StandardScaler(), PCA(), SVC())

    @Test(arguments: [true, false]) func theSameOnEveryScheduler(sharing: Bool) async throws {
        let iris = try Fixtures.dataSet("iris", target: "species")
        let search = GridSearch(Self.pipeline, grid: Self.grid, sharing: sharing)
        let whole = try await search.fit(iris, on: SerialScheduler())
        let limit = whole.tasks.run * 2 / 3
        let first = try await search.fit(iris, on: SerialScheduler(), until: SearchStop(afterTasks: limit))
        #expect(first.isStopped && (1..<18).contains(first.candidates.count) && first.tasks.run <= limit)
        for candidate in first.candidates {
            #expect(candidate.scores == whole.candidates[candidate.index].scores)
        }
        for workers in [1, 2, 5] {
            let other = try await search.fit(
                iris, on: ThreadedScheduler(workers: workers), until: SearchStop(afterTasks: limit))
            #expect(other.candidates.map(\.index) == first.candidates.map(\.index))
            #expect(other.candidates.map(\.scores) == first.candidates.map(\.scores))
            #expect(other.tasks.run == first.tasks.run)
        }
    }

    @Test func asManyCandidatesAsFit() async throws {
        let iris = try Fixtures.dataSet("iris", target: "species")
        // Without sharing, each candidate needs 3 tasks on each of 5 splits, besides 22 of the rows.
        let search = GridSearch(
            Pipeline(SVC()), grid: ParameterGrid().varying(\SVC.c, over: [1, 2, 3, 4]), sharing: false)
        for (limit, count) in [(22 + 15, 1), (22 + 29, 1), (22 + 30, 2), (22 + 59, 3)] {
            let found = try await search.fit(
                iris, on: ThreadedScheduler(workers: 2), until: SearchStop(afterTasks: limit))
            #expect(found.candidates.map(\.index) == Array(0..<count) && found.isStopped)
            #expect(found.tasks.run == 22 + 15 * count)
        }
        let whole = try await search.fit(
            iris, on: ThreadedScheduler(workers: 2), until: SearchStop(afterTasks: 22 + 60))
        #expect(whole.candidates.count == 4 && !whole.isStopped)
        await #expect(throws: SearchError.stoppedEarly) {
            try await search.fit(iris, on: SerialScheduler(), until: SearchStop(afterTasks: 22 + 14))
        }
    }

    @Test func proposalsWithinTheLimit() async throws {
        let iris = try Fixtures.dataSet("iris", target: "species")
        let space = ParameterGrid().varying(\SVC.c, over: .logUniform(0.01, 100))
        let search = AdaptiveSearch(Self.pipeline, over: space, by: .tpe(40), seed: 3)
        let whole = try await search.fit(iris, on: SerialScheduler())
        let limit = whole.tasks.run / 2
        let first = try await search.fit(iris, on: SerialScheduler(), until: SearchStop(afterTasks: limit))
        #expect(first.isStopped && first.tasks.run <= limit && (10..<40).contains(first.candidates.count))
        #expect(
            first.candidates.map(\.parameters)
                == whole.candidates.prefix(first.candidates.count).map(\.parameters))
        let other = try await search.fit(
            iris, on: ThreadedScheduler(workers: 5), until: SearchStop(afterTasks: limit))
        #expect(other.candidates.map(\.scores) == first.candidates.map(\.scores))
    }

    @Test func racesWithinTheLimit() async throws {
        let data = try Fixtures.fewDigits(100)
        var search = GridSearch(
            Pipeline(StandardScaler(), SVC()),
            grid: ParameterGrid().varying(\SVC.c, over: (0..<150).map { 0.1 * Double($0 + 1) }),
            sharing: false)
        search.racing = .init()
        let limit = 150 * 12
        let first = try await search.fit(data, on: SerialScheduler(), until: SearchStop(afterTasks: limit))
        #expect(first.isStopped && first.tasks.run <= limit && (1..<150).contains(first.candidates.count))
        let other = try await search.fit(
            data, on: ThreadedScheduler(workers: 3), until: SearchStop(afterTasks: limit))
        #expect(other.candidates.map(\.index) == first.candidates.map(\.index))
        #expect(other.tasks.run == first.tasks.run)
    }

    /// All scores of a search that ends at the first failure are one output.
    @Test func searchesThatRaise() async throws {
        let data = try Fixtures.fewDigits(60)
        let search = GridSearch(
            Pipeline(PCA(), SVC()), grid: ParameterGrid().varying(\PCA.nComponents, over: [1, 2, 3, 4, 99]),
            folds: KFold(3), errorScore: .raise, sharing: false)
        let found = try await search.fit(data, on: SerialScheduler(), until: SearchStop(afterTasks: 40))
        #expect(found.isStopped && (1..<4).contains(found.candidates.count))
        await #expect(throws: SearchError.self) {
            try await search.fit(data, on: SerialScheduler(), until: SearchStop(afterTasks: 1000))
        }
        let stop = SearchStop()
        stop.stop()
        await #expect(throws: SearchError.stoppedEarly) {
            try await search.fit(data, on: SerialScheduler(), until: stop)
        }
    }
}
