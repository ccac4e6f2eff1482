import Synchronization
import Testing
import Trellis

@testable import ModelSelection

/// Cancelled planning ends soon, and during planning the threads of Swift's pool are free.
@Suite struct PlanningCancellationTests {
    /// Reports cancellation from the n-th check on.
    private final class Patience: Sendable {
        private let asked = Atomic<Int>(0)
        private let limit: Int

        init(_ limit: Int) { self.limit = limit }
        var count: Int { asked.load(ordering: .relaxed) }
        var isOver: Bool { asked.wrappingAdd(1, ordering: .relaxed).newValue >= limit }
    }

    private func plan(sharing: Bool, _ patience: Patience) throws -> SearchPlan {
        let values = (1...100).map { Double($0) / 10 }
        let search = GridSearch(
            Pipeline(StandardScaler(), SVC()),
            grid: ParameterGrid().varying(\SVC.c, over: values)
                .varying(\SVC.gamma, over: values.map { .value($0) }),
            folds: KFold(2), sharing: sharing)
        let context = PlanningContext { patience.isOver }
        return try Planner.plan(
            CandidateSpace(search.pipeline, search.grid, in: context), search.options, Fixtures.fewDigits(60),
            groups: nil, workers: 1, in: context)
    }

    @Test(arguments: [true, false]) func aPlanAsksWhetherItIsWantedInEveryLoop(sharing: Bool) throws {
        let patient = Patience(.max)
        #expect(try plan(sharing: sharing, patient).candidateCount == 10_000)
        // Making the variants, and laying their tasks.
        #expect(patient.count >= 2 * 10_000 / 256)
        for limit in [1, 2, patient.count / 2, patient.count] {
            let patience = Patience(limit)
            #expect(throws: CancellationError.self) { try plan(sharing: sharing, patience) }
            #expect(patience.count == limit, "planning ends at the first positive check")
        }
    }

    @Test func aPlanObeysTheTaskItIsMadeIn() async throws {
        let data = try Fixtures.fewDigits(60)
        let search = GridSearch(Pipeline(SVC()), folds: KFold(2))
        let planning = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try search.plan(data).candidateCount
        }
        await #expect(throws: CancellationError.self) { try await planning.value }
    }

    @Test func aSearchPlansOutsideThePool() async throws {
        let folds = WhereFolds()
        let search = GridSearch(Pipeline(SVC()), folds: folds)
        _ = try await search.fit(Fixtures.fewDigits(60), on: SerialScheduler())
        #expect(folds.place.wasInTask.load(ordering: .relaxed) == 0)
        _ = try search.plan(Fixtures.fewDigits(60))
        #expect(
            folds.place.wasInTask.load(ordering: .relaxed) == 1,
            "a plan by itself is made where it is asked for")
    }
}

/// Two folds that note whether they were asked for in a task of Swift's pool.
private struct WhereFolds: Splitter {
    final class Place: Sendable {
        let wasInTask = Atomic<Int>(-1)
    }

    let place = Place()
    var description: String { "2 folds" }

    func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        place.wasInTask.store(withUnsafeCurrentTask { $0 != nil } ? 1 : 0, ordering: .relaxed)
        return try KFold(2).splits(rows: rows, target: target, groups: groups)
    }

    static func == (left: WhereFolds, right: WhereFolds) -> Bool { left.place === right.place }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(place)) }
}
