import DaskCluster
import Foundation
import Testing
import Trellis

@Suite("A search on a cluster", .serialized, .enabled(if: hasClusters), .timeLimit(.minutes(20)))
struct ClusterSearchTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The library with Trellis's own steps, beside the one with the tests' operations.
    static var runtime: PythonRuntime {
        var runtime = PythonRuntime.find()
        runtime.library = repository.appending(path: ".build/worker/libTrellisWorker.so").path
        return runtime
    }

    @Test("has the scores of one thread, to the bit", arguments: [true, false])
    func digits(merging: Bool) async throws {
        let data = try Table(csv: Self.repository.appending(path: "datasets/digits.csv").path)
            .dataset(target: "digit")
        var search = GridSearch(
            Pipeline(StandardScaler(), PCA(), SVC()),
            grid: ParameterGrid().varying(\PCA.nComponents, over: [8, 16]).varying(\SVC.c, over: [0.1, 10]),
            folds: StratifiedKFold(3), scoring: [.accuracy], trainScores: true)
        search.merging = merging
        let cluster = try await DaskScheduler.connect(
            to: .local(workers: 2), registry: .standard, runtime: Self.runtime)
        let here = try await search.fit(data, on: SerialScheduler())
        let there = try await search.fit(data, on: cluster)
        await cluster.close()
        #expect(Self.bits(here) == Self.bits(there))
        #expect(here.tasks.run == there.tasks.run)
        #expect(there.candidates.allSatisfy { $0.fitSeconds > 0 && $0.fitSecondsAlone >= $0.fitSeconds })
        #expect(try here.model.predict(data.features) == there.model.predict(data.features))
    }

    /// The library shares by default: summaries, maps, Gram matrices and paths all go between workers.
    @Test(
        "has every score of threads, to the bit, with sharing",
        arguments: ["svc", "logistic-regression", "ridge"])
    func sharing(last: String) async throws {
        let isRegression = last == "ridge"
        let data = try Table(
            csv: Self.repository.appending(path: "datasets/\(isRegression ? "diabetes" : "digits").csv").path
        ).dataset(
            target: isRegression ? "progression" : "digit",
            problem: isRegression ? .regression : .classification
        )
        let search =
            switch last {
            case "svc":
                Self.search(SVC(), 16) {
                    $0.varying(\SVC.c, over: [0.1, 10]).varying(\SVC.gamma, over: [0.01, 0.1])
                }
            case "ridge": Self.search(Ridge(), 4) { $0.varying(\Ridge.alpha, over: [0.1, 1, 10]) }
            default:
                Self.search(LogisticRegression(), 16) { $0.varying(\LogisticRegression.c, over: [0.1, 1]) }
            }
        let plan = try search.plan(data)
        // What is shared there.
        let paths = plan.countsByName.keys.filter { $0.hasPrefix("fit-path-\(last)") }
        #expect(!paths.isEmpty)
        #expect(plan.countsByName["map-moments"] != nil)
        let cluster = try await DaskScheduler.connect(
            to: .local(workers: 2), registry: .standard, runtime: Self.runtime)
        let here = try await search.fit(data, on: ThreadedScheduler(workers: 2))
        let there = try await search.fit(data, on: cluster)
        await cluster.close()
        #expect(Self.bits(here) == Self.bits(there))
        #expect(Self.bits(here).count == here.candidates.count * 3 * 2 * (isRegression ? 1 : 2))
        #expect(here.candidates.flatMap(\.failures).isEmpty)
        #expect(here.tasks.run == there.tasks.run)
    }

    @Test("over a table has every score of threads, to the bit", arguments: [true, false])
    func tables(sharing: Bool) async throws {
        let data = try Table(csv: Self.repository.appending(path: "datasets/cars.csv").path)
            .dataset(target: "mpg", dropMissingTarget: true)
        let pipeline = try Pipeline(
            text: """
                columns(numeric: simple-imputer | standard-scaler; names[name]: target-encoder; \
                categorical: one-hot-encoder; dates: datetime-encoder) | standard-scaler | ridge
                """)
        var search = GridSearch(
            pipeline,
            grid: try ParameterGrid(
                text: ["columns.names.target-encoder.smooth=auto,10", "ridge.alpha=0.1,10"], over: pipeline),
            folds: KFold(3), trainScores: true)
        search.sharing = sharing
        #expect(try search.plan(data).countsByName["cross-fit-target-encoder"] != nil)
        let cluster = try await DaskScheduler.connect(
            to: .local(workers: 2), registry: .standard, runtime: Self.runtime)
        let here = try await search.fit(data, on: ThreadedScheduler(workers: 2))
        let there = try await search.fit(data, on: cluster)
        await cluster.close()
        #expect(Self.bits(here) == Self.bits(there))
        #expect(Self.bits(here).count == 4 * 3 * 2)
        #expect(here.candidates.flatMap(\.failures).isEmpty)
        #expect(here.tasks.run == there.tasks.run)
        #expect(try here.model.predict(data.features) == there.model.predict(data.features))
    }

    private static func search(
        _ last: any Estimator, _ components: Int, _ grid: (ParameterGrid) -> ParameterGrid
    ) -> GridSearch {
        let isRegression = last is Ridge
        let folds: any Splitter = isRegression ? KFold(3) : StratifiedKFold(3)
        return GridSearch(
            Pipeline(steps: [
                ("standard-scaler", StandardScaler()), ("pca", PCA()), (type(of: last).kind, last),
            ]),
            grid: grid(
                ParameterGrid().varying(\PCA.nComponents, over: [.count(components / 2), .count(components)])),
            folds: folds,
            scoring: isRegression ? [.r2] : [.accuracy, .f1Macro], trainScores: true)
    }

    @Test("has the scores of one thread over connections that are encrypted")
    func encryption() async throws {
        let data = try Table(csv: Self.repository.appending(path: "datasets/iris.csv").path)
            .dataset(target: "species")
        let search = GridSearch(
            Pipeline(StandardScaler(), SVC()), grid: ParameterGrid().varying(\SVC.c, over: [0.1, 1, 10]))
        let processes = try TestCluster(isEncrypted: true)
        #expect(processes.address.hasPrefix("tls://"))
        try processes.addWorker("--no-nanny")
        let cluster = try await processes.connect(workers: 1, registry: .standard, runtime: Self.runtime)
        let here = try await search.fit(data, on: SerialScheduler())
        let there = try await search.fit(data, on: cluster)
        await cluster.close()
        #expect(Self.bits(here) == Self.bits(there) && !Self.bits(here).isEmpty)
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
            .dataset(target: "species")
        let search = GridSearch(
            Pipeline(PCA(), SVC()), grid: ParameterGrid().varying(\PCA.nComponents, over: [2, 500]),
            folds: StratifiedKFold(3))
        let cluster = try await DaskScheduler.connect(
            to: .local(workers: 1), registry: .standard, runtime: Self.runtime)
        let here = try await search.fit(data, on: SerialScheduler())
        let there = try await search.fit(data, on: cluster)
        await cluster.close()
        #expect(here.candidates.map(\.failures) == there.candidates.map(\.failures))
        #expect(!here.candidates[1].failures.isEmpty)
    }
}
