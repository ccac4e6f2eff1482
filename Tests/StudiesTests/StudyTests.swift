import Foundation
import Synchronization
import Testing
import Trellis

@testable import Studies

/// What a study keeps, and what a search with one computes.
@Suite(.timeLimit(.minutes(20))) struct StudyTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "study-\(UUID().uuidString)")
    private var path: String { folder.appending(path: "test.study").path() }

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    /// Two classes of 60 rows, which overlap.
    private static func data(offset: Double = 0) throws -> Dataset {
        let columns: [[Double]] = [
            (0..<120).map { Double($0 % 7) - 3 + offset }, (0..<120).map { Double($0 * $0 % 11) - 5 },
            (0..<120).map { Double($0 * 7 % 13 + $0 % 2 * 3) },
        ]
        let classes: [String] = (0..<120).map { $0 % 2 == 0 ? "a" : "b" }
        return try Dataset(
            features: Table(
                columns: columns.enumerated().map { Column("x\($0)", $1) }, name: "test"
            ).matrix(including: ["x0", "x1", "x2"]), target: .labels(Labels(classes)))
    }

    private static let grid = ParameterGrid()
        .varying(\PCA.nComponents, over: [1, 2, 3]).varying(\SVC.c, over: [0.1, 1, 10])

    private func search(_ grid: ParameterGrid = grid, folds: Int = 4) throws -> GridSearch {
        var search = GridSearch(Pipeline(StandardScaler(), PCA(), SVC()), grid: grid, folds: folds)
        search.store = try Study(path: path)
        return search
    }

    /// Runs a search, and returns its results with the number of fits and predictions that ran.
    private func run(_ search: GridSearch, on data: Dataset) async throws -> (SearchResults, ran: Int) {
        let counter = Counter()
        let found = try await search.fit(data, on: ThreadedScheduler(workers: 2), onEvent: counter.receive)
        return (found, counter.count)
    }

    @Test func theSameSearchComputesNothing() async throws {
        let data = try Self.data()
        var plain = try search()
        plain.store = nil
        let (expected, all) = try await run(plain, on: data)
        let (first, firstRan) = try await run(search(), on: data)
        #expect(first.candidates.map(\.scores) == expected.candidates.map(\.scores))
        #expect(firstRan == all)
        let (second, ran) = try await run(search(), on: data)
        #expect(ran == 0 && second.tasks.run == 0)
        #expect(second.candidates.map(\.scores) == expected.candidates.map(\.scores))
        #expect(second.candidates.map(\.rank) == expected.candidates.map(\.rank))
        #expect(second.best.index == expected.best.index)
        #expect(try second.model.predict(data.features).texts == expected.model.predict(data.features).texts)
    }

    @Test func anExtendedGridComputesWhatIsNew() async throws {
        let data = try Self.data()
        _ = try await run(search(), on: data)
        let larger = ParameterGrid()
            .varying(\PCA.nComponents, over: [1, 2, 3]).varying(\SVC.c, over: [0.1, 0.5, 1, 10])
        let (found, _) = try await run(search(larger), on: data)
        // One new value of C for three numbers of components.
        let fits = found.candidates.count { $0.fitSeconds > 0 }
        #expect(fits == 3)
        var plain = try search(larger)
        plain.store = nil
        let (expected, _) = try await run(plain, on: data)
        #expect(found.candidates.map(\.parameters) == expected.candidates.map(\.parameters))
        #expect(found.candidates.map(\.scores) == expected.candidates.map(\.scores))
        #expect(try await run(search(larger), on: data).ran == 0)
    }

    @Test func otherDataFoldsAndParametersAreOtherScores() async throws {
        let data = try Self.data()
        let (_, ran) = try await run(search(), on: data)
        #expect(try await run(search(folds: 3), on: data).ran > 0)
        #expect(try await run(search(), on: Self.data(offset: 1)).ran == ran)
        var other = try search()
        other.pipeline = Pipeline(StandardScaler(withStd: false), PCA(), SVC())
        #expect(try await run(other, on: data).ran > 0)
        other.pipeline = Pipeline(StandardScaler(), PCA(), SVC())
        #expect(try await run(other, on: data).ran == 0)
        other.scoring = ["f1_macro"]
        #expect(try await run(other, on: data).ran > 0)
        other.trainScores = true
        #expect(try await run(other, on: data).ran > 0)
        #expect(try await run(other, on: data).ran == 0)
    }

    @Test func aStoppedSearchGoesOnWhereItEnded() async throws {
        let data = try Self.data()
        var plain = try search()
        plain.store = nil
        let (expected, all) = try await run(plain, on: data)
        var total = 0
        for tasks in [60, 40, 20, 1_000_000] {
            let stop = SearchStop()
            let counter = Counter(stopping: stop, after: tasks)
            let search = try search()
            let found = try? await search.fit(
                data, on: SerialScheduler(), until: stop, onEvent: counter.receive)
            total += counter.count
            guard let found, !found.isStopped else { continue }
            #expect(found.candidates.map(\.scores) == expected.candidates.map(\.scores))
        }
        // Scores are computed once; what they are computed from may be computed again.
        #expect(total > all)
        let problems = try Study(path: path).problems()
        #expect(problems.count == 1)
        #expect(try #require(problems.first).candidates.allSatisfy { $0.evaluatedSplits == 4 })
    }

    @Test func aStrategyFindsTheSameCandidatesAgain() async throws {
        let data = try Self.data()
        let space = ParameterGrid().varying(\SVC.c, over: .logUniform(0.01, 100))
        var search = AdaptiveSearch(Pipeline(StandardScaler(), SVC()), over: space, by: .tpe(20), seed: 3)
        let expected = try await search.fit(data, on: SerialScheduler())
        search.store = try Study(path: path)
        let stop = SearchStop()
        _ = try await search.fit(data, on: SerialScheduler(), until: stop) {
            if case .evaluated(let progress) = $0, progress.evaluated >= 12 { stop.stop() }
        }
        let counter = Counter()
        let found = try await search.fit(data, on: SerialScheduler(), onEvent: counter.receive)
        #expect(found.candidates.map(\.parameters) == expected.candidates.map(\.parameters))
        #expect(found.candidates.map(\.scores) == expected.candidates.map(\.scores))
        #expect(found.candidates.prefix(12).allSatisfy { $0.fitSeconds == 0 })
    }

    @Test func failuresAreKept() async throws {
        let data = try Self.data()
        let grid = ParameterGrid().varying(\PCA.nComponents, over: [1, 9])
        let (first, _) = try await run(search(grid), on: data)
        let (second, ran) = try await run(search(grid), on: data)
        #expect(ran == 0)
        #expect(second.candidates[1].error == first.candidates[1].error)
        #expect(second.candidates[1].score.isNaN && second.candidates[1].failures.count == 4)
        #expect(try Study(path: path).prune(problem: nil) == 4)
        #expect(try await run(search(grid), on: data).ran > 0)
    }

    @Test func contentsAreListedMergedAndPruned() async throws {
        let data = try Self.data()
        _ = try await run(search(), on: data)
        _ = try await run(search(folds: 3), on: data)
        let other = folder.appending(path: "other.study").path()
        var second = try search(ParameterGrid().varying(\SVC.c, over: [7]))
        second.store = try Study(path: other)
        let (seven, _) = try await run(second, on: data)
        let study = try Study(path: path)
        try study.merge(Study(path: other))
        var problems = try study.problems()
        #expect(problems.map(\.folds) == ["3 folds", "4 folds"])
        #expect(problems.map(\.candidates.count) == [9, 10])
        #expect(problems[1].rows == 120 && problems[1].features == 3 && problems[1].scorers == ["accuracy"])
        let merged = try #require(problems[1].candidates.first { $0.parameters == "svc.C=7.0" })
        #expect(merged.scores["accuracy"] == seven.candidates[0].scores["accuracy"]?.splits)
        let means = problems[1].candidates.map { $0.mean("accuracy") }
        #expect(means == means.sorted(by: >))
        #expect(try study.prune(problem: 1) == 27)
        problems = try study.problems()
        #expect(problems.map(\.folds) == ["4 folds"] && problems[0].candidates.count == 10)
        #expect(throws: StudyError.noProblem(path: path, number: 2, count: 1)) { try study.prune(problem: 2) }
        #expect(try await run(search(), on: data).ran == 0)
    }

    @Test func foreignDamagedAndNewerFilesAreLeftAsTheyAre() async throws {
        _ = try await run(search(), on: Self.data())
        let whole = try Data(contentsOf: URL(filePath: path))
        var damaged = whole
        for index in whole.count / 4..<whole.count / 2 { damaged[index] = 0xA5 }
        var newer = whole
        newer.replaceSubrange(60..<64, with: [0, 0, 0, 9])  // SQLite's user version
        let foreign = try Database(path: folder.appending(path: "foreign").path())
        try foreign.rows("CREATE TABLE t (x)")
        let contents: [(String, Data)] = [
            ("not a study", Data("problem,rows\n1,2\n".utf8)),
            ("not a study", try Data(contentsOf: folder.appending(path: "foreign"))),
            ("damaged", damaged), ("damaged", whole.prefix(whole.count / 2)), ("format 9", newer),
        ]
        for (message, data) in contents {
            let file = folder.appending(path: "\(UUID().uuidString)")
            try data.write(to: file)
            do {
                _ = try Study(path: file.path())
                Issue.record("opened: \(message)")
            } catch {
                #expect("\(error)".hasPrefix("\(file.path()): "))
                #expect("\(error)".contains(message), "\(error)")
            }
            #expect(try Data(contentsOf: file) == data)
        }
        #expect(throws: StudyError.self) { try Study(path: folder.path()) }
        #expect(throws: StudyError.self) { try Study(path: "/nowhere/at/all.study") }
    }
}

/// Counts the tasks of a search without its refit, and stops it.
private final class Counter: Sendable {
    private let ended = Atomic<Int>(0)
    private let isRefitting = Atomic<Bool>(false)
    private let stop: SearchStop?
    private let limit: Int

    init(stopping stop: SearchStop? = nil, after limit: Int = .max) {
        (self.stop, self.limit) = (stop, limit)
    }

    var count: Int { ended.load(ordering: .relaxed) }

    func receive(_ event: SearchEvent) {
        if case .refitting = event { isRefitting.store(true, ordering: .relaxed) }
        guard case .run(.finished) = event, !isRefitting.load(ordering: .relaxed) else { return }
        if ended.add(1, ordering: .relaxed).newValue == limit { stop?.stop() }
    }
}
