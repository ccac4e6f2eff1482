import Synchronization
import Testing
import Trellis

@testable import ModelSelection

/// Searches whose candidates depend on the results so far.
@Suite struct AdaptiveSearchTests {
    private static let pipeline = Pipeline(StandardScaler(), PCA(), SVC())

    /// Lists of values, so that a grid search has the same candidates.
    private static let lists = ParameterGrid()
        .varying(\PCA.nComponents, over: [2, 3, 4]).varying(\SVC.c, over: [0.1, 1, 10])
        .varying(\SVC.gamma, over: [.value(0.01), .value(0.1)])

    private static let ranges = ParameterGrid()
        .varying(\PCA.nComponents, over: .integers(1, 4)).varying(\SVC.c, over: .logUniform(0.01, 1000))

    /// Proposes the points of a space in reverse, a few at a time.
    private struct Backwards: SearchStrategy {
        var points: [SearchSpace.Point]
        var expectedEvaluations: Int { points.count }

        mutating func propose(after evaluations: [Evaluation]) -> Proposal? {
            guard !points.isEmpty else { return nil }
            let next = points.suffix(4).reversed()
            points.removeLast(next.count)
            return Proposal(next, from: evaluations.count)
        }
    }

    @Test func candidatesScoreAsInAGrid() async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let scheduler = ThreadedScheduler(workers: 2)
        let grid = try await GridSearch(Self.pipeline, grid: Self.lists).fit(data, on: scheduler)
        let method = SearchMethod.custom { Backwards(points: try #require($0.space.grid())) }
        let found = try await AdaptiveSearch(Self.pipeline, over: Self.lists, by: method).fit(
            data, on: scheduler)
        #expect(found.candidates.count == 18)
        let expected = Dictionary(
            uniqueKeysWithValues: grid.candidates.map { ("\($0.parameters)", $0.scores["accuracy"]) })
        for candidate in found.candidates {
            #expect(
                candidate.scores["accuracy"] == expected["\(candidate.parameters)"], "\(candidate.parameters)"
            )
        }
        #expect(found.candidates.map(\.index) == Array(0..<18))
        #expect(found.candidates.map { $0.round ?? -1 } == (0..<18).map { $0 / 4 })
        #expect(found.best.score == grid.best.score)
        #expect(try found.model.score(data.features, against: data.target, by: .accuracy) > 0.95)
    }

    @Test(arguments: [
        SearchMethod.random(12), .random(12, sampling: .sobol), .tpe(14), .tpe(14, batch: 3),
        .halving(candidates: 9), .hyperband(),
    ])
    func theSameSeedIsTheSameSearch(method: SearchMethod) async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let search = AdaptiveSearch(Self.pipeline, over: Self.ranges, by: method, seed: 5)
        let first = try await search.fit(data, on: SerialScheduler())
        for workers in [1, 2, 5] {
            let other = try await search.fit(data, on: ThreadedScheduler(workers: workers))
            #expect(other.candidates.map(\.parameters) == first.candidates.map(\.parameters))
            #expect(other.candidates.map(\.scores) == first.candidates.map(\.scores))
            #expect(other.candidates.map(\.resource) == first.candidates.map(\.resource))
        }
        var reseeded = search
        reseeded.seed = 6
        let different = try await reseeded.fit(data, on: SerialScheduler())
        #expect(different.candidates.map(\.parameters) != first.candidates.map(\.parameters))
        // Unshared tasks find the same candidates, and the same scores.
        var unshared = search
        unshared.sharing = false
        let plain = try await unshared.fit(data, on: SerialScheduler())
        #expect(plain.candidates.map(\.parameters) == first.candidates.map(\.parameters))
    }

    @Test func halvingEvaluatesTheBestOnMoreRows() async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let search = AdaptiveSearch(Self.pipeline, over: Self.ranges, by: .halving(candidates: 9))
        let found = try await search.fit(data, on: ThreadedScheduler(workers: 2))
        // The least that makes sense is 2 rows for each of 5 splits and 3 classes, and 270 rows are more than there are.
        #expect(found.candidates.map { $0.round ?? -1 } == [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1])
        #expect(
            found.candidates.map { $0.resource ?? 0 } == Array(repeating: 30, count: 9) + [90, 90, 90])
        #expect(found.best.resource == 90)
        #expect(found.best.rank["accuracy"] == 1)
        // All with more rows rank before all with fewer.
        #expect(found.candidates[9...].allSatisfy { ($0.rank["accuracy"] ?? 9) <= 3 })
        let kept = Set(found.candidates[9...].map { "\($0.parameters)" })
        let others = found.candidates[..<9].filter { !kept.contains("\($0.parameters)") }
        let least =
            found.candidates[..<9].filter { kept.contains("\($0.parameters)") }.map(\.score).min() ?? 0
        #expect(others.allSatisfy { $0.score <= least })
    }

    @Test func partsOfSplitsAreNestedAndKeepClasses() throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let base = StratifiedKFold(5)
        let whole = try base.splits(of: data.target)
        guard case .labels(let labels) = data.target else { return }
        var smaller: [Split] = []
        for kept in [15, 40, 75, 149] {
            let parts = try SubsampledSplits(base: base, kept: kept, seed: 3).splits(of: data.target)
            for (number, (part, all)) in zip(parts, whole).enumerated() {
                #expect(part.train.count == kept * 120 / 150 && part.test.count == kept * 30 / 150)
                #expect(Set(part.train).isSubset(of: all.train) && Set(part.test).isSubset(of: all.test))
                let classes = Dictionary(grouping: part.train) { labels.codes[$0] }.values.map(\.count)
                #expect(classes.count == 3 && (classes.max() ?? 0) - (classes.min() ?? 0) <= 1)
                if !smaller.isEmpty { #expect(Set(smaller[number].train).isSubset(of: part.train)) }
            }
            smaller = parts
        }
    }

    @Test func aStoppedSearchKeepsWhatIsScored() async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let grid = ParameterGrid().varying(\SVC.c, over: (0..<300).map { 0.01 * Double($0 + 1) })
        let search = GridSearch(Pipeline(StandardScaler(), SVC()), grid: grid, sharing: false)
        let whole = try await search.fit(data, on: ThreadedScheduler(workers: 2))
        #expect(!whole.isStopped)
        let stop = SearchStop()
        let stopper = Stopper(after: 700, stop)
        let found = try await search.fit(
            data, on: ThreadedScheduler(workers: 2), until: stop, onEvent: stopper.receive)
        #expect(found.isStopped)
        #expect((1..<300).contains(found.candidates.count))
        for candidate in found.candidates {
            #expect(candidate.scores == whole.candidates[candidate.index].scores)
            #expect(candidate.failures.isEmpty)
        }
        #expect(found.best.score == found.candidates.map(\.score).max())
        #expect(try found.model.steps.count == 2)
    }

    @Test func aStoppedStrategyProposesNoMore() async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let search = AdaptiveSearch(Self.pipeline, over: Self.ranges, by: .tpe(100_000))
        let stop = SearchStop()
        let found = try await search.fit(data, on: ThreadedScheduler(workers: 2), until: stop) { event in
            guard case .evaluated(let progress) = event else { return }
            #expect(progress.expected == 100_000)
            if progress.evaluated >= 15 { stop.stop() }
        }
        #expect(found.candidates.count == 15 && found.isStopped)
        await #expect(throws: SearchError.stoppedEarly) {
            try await search.fit(data, on: SerialScheduler(), until: stop)
        }
        await #expect(throws: SearchError.stoppedEarly) {
            try await GridSearch(Self.pipeline).fit(
                data, on: SerialScheduler(), until: stop)
        }
    }

    /// A stop just as the strategy ends leaves nothing out.
    @Test func aCompleteSearchIsNotStopped() async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let search = AdaptiveSearch(Self.pipeline, over: Self.ranges, by: .tpe(12))
        for evaluated in [11, 12] {
            let stop = SearchStop()
            let found = try await search.fit(data, on: SerialScheduler(), until: stop) {
                if case .evaluated(let progress) = $0, progress.evaluated >= evaluated { stop.stop() }
            }
            #expect(found.candidates.count == evaluated && found.isStopped == (evaluated < 12))
        }
    }

    @Test func cancellingEndsItWithoutResults() async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let search = AdaptiveSearch(Self.pipeline, over: Self.ranges, by: .tpe(100_000))
        let task = Task { try await search.fit(data, on: ThreadedScheduler(workers: 2), until: SearchStop()) }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func failuresAreTheWorst() async throws {
        // More components than 40 training rows have are an error of the candidate alone.
        let grid = ParameterGrid().varying(\PCA.nComponents, over: .integers(2, 60))
        let search = AdaptiveSearch(
            Pipeline(PCA(), SVC()), over: grid, by: .tpe(30), options: .init(folds: KFold(3)))
        let found = try await search.fit(Fixtures.fewDigits(60), on: ThreadedScheduler(workers: 2))
        let failed = found.candidates.filter { $0.score.isNaN }
        #expect(!failed.isEmpty && failed.count < 20)
        #expect(!found.best.score.isNaN)
    }

    @Test func whatCannotWorkIsRefused() async throws {
        let iris = try Fixtures.dataSet("iris", target: "species")
        func message(_ grid: ParameterGrid, _ method: SearchMethod = .random(3)) async -> String {
            do {
                let search = AdaptiveSearch(Self.pipeline, over: grid, by: method)
                return "\(try await search.fit(iris, on: SerialScheduler()).candidates.count)"
            } catch {
                return "\(error)"
            }
        }
        let none = ParameterGrid()
        #expect(await message(none) == "1")
        #expect(
            await message(none.varying(\SVC.c, over: .uniform(-1, 1)))
                == "svc: C must be a number greater than 0, but is -1.0")
        #expect(
            await message(none.varying(\SVC.c, over: .uniform(2, 1)))
                == "svc.C has the bounds 2.0 and 1.0; expected finite numbers, the first less than the second"
        )
        #expect(await message(none.varying("svm.C", over: .uniform(1, 2))).contains("no step 'svm'"))
        #expect(
            await message(none.varying("svc.C", over: .uniform(1, 2)).varying(\SVC.c, over: [1]))
                == "svc.C is varied twice")
        #expect(
            await message(none + none) == "a search by a strategy has one grid, not several joined by +")
        #expect(
            await message(none, .halving(candidates: 3, resource: .parameter("svc.kernel", max: 10)))
                == "the resource 'svc.kernel' is not an integer parameter of the pipeline; expected STEP.PARAMETER"
        )
        #expect(
            throws: SearchError.distributionInGrid(name: "pca.n_components"),
            performing: { try GridSearch(Self.pipeline, grid: Self.ranges).plan(iris) })
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
