import Synchronization
import Testing
import Trellis

/// A search that is to raise errors ends at the first failure, and says which candidate it was.
@Suite struct EndingTests {
    private static let schedulers: [any Scheduler] = [SerialScheduler(), ThreadedScheduler(workers: 2)]

    private func failure(
        _ search: GridSearch, _ data: Dataset, on scheduler: any Scheduler, counting ran: Counter
    ) async throws -> (parameters: String, failure: TaskFailure)? {
        do {
            _ = try await search.score(search.plan(data), on: scheduler, onEvent: ran.receive)
            return nil
        } catch SearchError.candidateFailed(let parameters, let failure) {
            return (parameters, failure)
        }
    }

    @Test(arguments: schedulers.indices, [true, false])
    func whatIsLeftIsNotRun(scheduler: Int, sharing: Bool) async throws {
        let data = try Fixtures.fewDigits(60)
        let search = GridSearch(
            Pipeline(Roots(), PCA(), SVC()),
            grid: ParameterGrid().varying(\PCA.whiten, over: [false, true])
                .varying(\PCA.nComponents, over: [99, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
            folds: KFold(3), errorScore: .raise, sharing: sharing)
        let ran = Counter()
        let found = try #require(
            await failure(search, data, on: Self.schedulers[scheduler], counting: ran))
        #expect(found.parameters.contains("pca.n_components=99"))
        #expect(found.failure.message.hasPrefix("pca: n_components is 99"))
        #expect(found.failure.error is LearningError)
        let tasks = try search.plan(data).graph.count
        #expect(ran.count < tasks / 2, "\(ran.count) of \(tasks) tasks ran")
    }

    /// Of several candidates that one task fits, the one that failed is named.
    @Test(arguments: schedulers.indices, [true, false])
    func oneOfAPathIsNamed(scheduler: Int, sharing: Bool) async throws {
        let rows = 12
        let x = (0..<rows).map { $0 < 8 ? Double($0) : 1e304 }
        let data = try Dataset(
            features: Matrix(rows: rows, columns: 1, values: x),
            target: .values((0..<rows).map { 1e5 * Double($0) }))
        let search = GridSearch(
            Pipeline(Ridge()), grid: ParameterGrid().varying(\Ridge.alpha, over: [1e13, 1, 1e12]),
            folds: PredefinedSplit((0..<rows).map { $0 < 8 ? -1 : 0 }), scoring: [.negMaxError],
            errorScore: .raise, sharing: sharing)
        let found = try #require(
            await failure(search, data, on: Self.schedulers[scheduler], counting: Counter()))
        #expect(found.parameters == "ridge.alpha=1.0")
        #expect(found.failure.message.hasPrefix("ridge: the result for row 0"))
        #expect(found.failure.error is LearningError)
        #expect(found.failure.operation != "require-scores")
    }

    @Test(arguments: [true, false])
    func aSearchWithoutFailuresIsAsWithout(sharing: Bool) async throws {
        let data = try Fixtures.fewDigits(90)
        var search = GridSearch(
            Pipeline(PCA(nComponents: 5), SVC()),
            grid: ParameterGrid().varying(\SVC.c, over: [1, 1, 10]), folds: KFold(3),
            scoring: [.accuracy, .f1Macro], trainScores: true, sharing: sharing)
        let expected = try await search.fit(data, on: SerialScheduler())
        search.errorScore = .raise
        let found = try await search.fit(data, on: ThreadedScheduler(workers: 2))
        for (one, other) in zip(expected.candidates, found.candidates) {
            #expect(one.scores == other.scores && one.trainScores == other.trainScores)
        }
    }

    @Test func warningsAreWhatTheCommandLineShows() async throws {
        let data = try Fixtures.fewDigits(60)
        let search = GridSearch(
            Pipeline(PCA(), SVC()), grid: ParameterGrid().varying(\PCA.nComponents, over: [5, 99]),
            folds: KFold(3))
        let found = try await search.fit(data, on: SerialScheduler())
        #expect(found.warnings.count == 1)
        #expect(found.warnings[0].hasPrefix("1 of 2 candidates failed: pca: n_components is 99, but 40 rows"))
        let failure = try #require(found.candidates[1].failures.first)
        #expect(failure.error is LearningError)
        #expect("\(failure.failure)".hasPrefix("restrict-pca failed: pca: n_components is 99"))
        #expect("\(failure.failure)".hasSuffix("(task \(failure.failure.origin))"))
    }
}

/// Counts the tasks that ran.
private final class Counter: Sendable {
    private let finished = Atomic<Int>(0)
    var count: Int { finished.load(ordering: .relaxed) }
    func receive(_ event: SearchEvent) {
        if case .run(.finished) = event { finished.wrappingAdd(1, ordering: .relaxed) }
    }
}
