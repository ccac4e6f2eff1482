import Dispatch
import LinearAlgebra
import Machine
import Synchronization
import Testing
import Trellis

@testable import ModelSelection

/// The graph of a search spreads its work in the same way in a search and in a run of its own.
@Suite struct CoresTests {
    @Test func aPlanSpreadsWorkWhileItsTasksRunAlone() async throws {
        let (search, plan) = try Self.plan()
        let (serial, threaded) = (SerialScheduler(cores: 3), ThreadedScheduler(workers: 2))
        threaded.cores.setLimit(3)
        let schedulers: [(any Scheduler, Cores)] = [(serial, serial.cores), (threaded, threaded.cores)]
        var scores: [[Double]] = []
        for (scheduler, cores) in schedulers {
            let alone = try await scheduler.run(plan.graph, outputs: plan.outputs)
            let spread = cores.spreadCount
            #expect(spread > 0, "\(scheduler.name)")
            let amidOthers = try await Self.whileATaskRuns(on: scheduler) {
                try await scheduler.run(plan.graph, outputs: plan.outputs)
            }
            #expect(cores.spreadCount == spread, "\(scheduler.name)")
            for run in [alone, amidOthers] {
                let best = try ScoredCandidates(plan, PlanRun(result: run, isStopped: false), search.options)
                    .best
                scores.append(try #require(best.scores["accuracy"]).splits)
            }
        }
        #expect(Set(scores).count == 1)
    }

    /// A step reads the cores of the task that fits it; outside of a scheduler, those of the context.
    @Test func fitsHaveTheCoresOfTheirTask() async throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        for sharing in [false, true] {
            for count in [1, 3] {
                let search = GridSearch(Pipeline(CoreCounter(), SVC()), folds: 2, sharing: sharing)
                let found = try await search.fit(data, on: SerialScheduler(cores: count))
                #expect(try found.model["core-counter", as: CoreCounter.self]?.cores == count)
            }
        }
        let cores = Cores(limit: 5)
        let model = try cores.bound { try CoreCounter().fit(data.features, to: data.target) }
        #expect(model.cores == 5)
        let limited = try Pipeline(CoreCounter()).fit(data, in: FitContext(cores: 2))
        #expect(limited["core-counter", as: CoreCounter.self]?.cores == 2)
        #expect(limited["core-counter", as: CoreCounter.self]?.coresOfProducts == 2)
    }

    /// A search in which one task is ready at a time, most of them with much work.
    private static func plan() throws -> (search: GridSearch, plan: SearchPlan) {
        let digits = try Fixtures.dataSet("digits", target: "digit")
        let fold = (0..<digits.rowCount).map { $0 % 3 == 0 ? 0 : -1 }
        let search = GridSearch(
            Pipeline(StandardScaler(), PCA(nComponents: 20), SVC()), folds: PredefinedSplit(fold))
        return (search, try search.plan(digits))
    }

    /// Runs `body` while a task in another run of the scheduler waits for it to end.
    private static func whileATaskRuns<Value: Sendable>(
        on scheduler: any Scheduler, _ body: () async throws -> Value
    ) async throws -> Value {
        let waiting = Waiting()
        var graph = TaskGraph()
        let task = graph.insert(waiting, inputs: [])
        async let held = scheduler.run(graph, outputs: [task])
        while !waiting.flags.hasStarted.load(ordering: .acquiring) { await Task.yield() }
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        waiting.flags.end.signal()
        _ = try await held
        return try result.get()
    }
}

/// An operation that waits for a signal.
private struct Waiting: TaskOperation {
    final class Flags: Sendable {
        let hasStarted = Atomic(false)
        let end = DispatchSemaphore(value: 0)
    }

    let flags = Flags()
    let name = "waiting"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) -> any Sendable {
        flags.hasStarted.store(true, ordering: .releasing)
        flags.end.wait()
        return 0
    }
}

/// A transformer whose model is the number of cores of its fit.
private struct CoreCounter: Transformer {
    static let kind = "core-counter"
    static let summary = "Counts cores."
    static let parameters: [Parameter<Self>] = []

    struct Model: FittedTransformer {
        let cores: Int
        let coresOfProducts: Int
        let featureCount: Int
        var outputCount: Int { featureCount }

        func transform(_ x: Matrix) throws -> Matrix { x }
        func validate() throws {}
    }

    func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> Model {
        Model(cores: context.cores, coresOfProducts: Cores.current.available, featureCount: x.columns)
    }
}
