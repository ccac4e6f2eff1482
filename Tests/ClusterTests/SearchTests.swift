import DaskCluster
import Foundation
import Testing
import Trellis

@Suite("A search on a cluster", .serialized, .enabled(if: hasClusters), .timeLimit(.minutes(3)))
struct ClusterSearchTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The library with Trellis's own steps, beside the one with the tests' operations.
    private static var runtime: PythonRuntime {
        var runtime = PythonRuntime.find()
        runtime.library = repository.appending(path: ".build/worker/libTrellisWorker.so").path
        return runtime
    }

    @Test("has the scores of one thread, to the bit", arguments: [true, false])
    func digits(merging: Bool) async throws {
        let data = try Table(csv: Self.repository.appending(path: "datasets/digits.csv").path)
            .supervised(target: "digit")
        var search = GridSearch(
            Pipeline(StandardScaler(), PCA(), SVC()),
            grid: ParameterGrid().varying(\PCA.nComponents, over: [8, 16]).varying(\SVC.c, over: [0.1, 10]),
            folds: StratifiedKFold(3), scoring: [.accuracy], trainScores: true)
        search.merging = merging
        let cluster = try await DaskScheduler.connect(
            to: .local(workers: 2), library: .standard, runtime: Self.runtime)
        let here = try await search.fit(data, on: SerialScheduler())
        let there = try await search.fit(data, on: cluster)
        await cluster.close()
        #expect(Self.bits(here) == Self.bits(there))
        #expect(here.tasks.run == there.tasks.run)
        #expect(try here.model.predict(data.features) == there.model.predict(data.features))
    }

    private static func bits(_ results: SearchResults) -> [UInt64] {
        results.candidates.flatMap { candidate in
            [candidate.scores, candidate.trainScores].flatMap { scores in
                scores.sorted { $0.key < $1.key }.flatMap { $0.value.splits.map(\.bitPattern) }
            }
        }
    }

    @Test("fails the candidates that cannot be fitted, with the message and key of one thread")
    func failures() async throws {
        let data = try Table(csv: Self.repository.appending(path: "datasets/iris.csv").path)
            .supervised(target: "species")
        let search = GridSearch(
            Pipeline(PCA(), SVC()), grid: ParameterGrid().varying(\PCA.nComponents, over: [2, 500]),
            folds: StratifiedKFold(3))
        let cluster = try await DaskScheduler.connect(
            to: .local(workers: 1), library: .standard, runtime: Self.runtime)
        let here = try await search.fit(data, on: SerialScheduler())
        let there = try await search.fit(data, on: cluster)
        await cluster.close()
        #expect(here.candidates.map(\.failures) == there.candidates.map(\.failures))
        #expect(!here.candidates[1].failures.isEmpty)
    }
}
