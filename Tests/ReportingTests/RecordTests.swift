import Testing
import Trellis

@testable import Reporting

/// What a recorder makes of the events of a search.
@Suite struct RecordTests {
    @Test func theCriticalPathIsTheLongestChain() throws {
        let add = delayed("path-add") { (a: Int, b: Int) in a + b }
        let double = delayed("path-double") { (a: Int) in 2 * a }
        let (graph, output) = add(add(1, 2), double(Delayed(2))).graph
        var seconds = [Double](repeating: 0, count: graph.count)
        let twice = try #require(graph.tasks.first { graph.name(of: $0) == "path-double" })
        seconds[twice.index] = 5
        for task in graph.tasks where graph.name(of: task) == "path-add" { seconds[task.index] = 2 }
        let path = CriticalPath(of: graph, seconds: seconds)
        #expect(path.tasks.map { graph.name(of: $0) } == ["path-double", "path-add"])
        #expect(path.tasks.last == output)
        seconds[twice.index] = 1
        let other = CriticalPath(of: graph, seconds: seconds)
        #expect(other.tasks.map { graph.name(of: $0) } == ["path-add", "path-add"])
        #expect(CriticalPath(of: TaskGraph(), seconds: []).tasks.isEmpty)
    }

    @Test func tasksSayWhatTheyCompute() async throws {
        let recorder = TaskRecorder()
        let search = GridSearch(
            Pipeline(StandardScaler(), PCA(), LogisticRegression()),
            grid: ParameterGrid().varying(\PCA.nComponents, over: [1, 2])
                .varying(\LogisticRegression.c, over: [0.1, 1]),
            options: SearchOptions(folds: StratifiedKFold(3), sharing: false))
        let data = try Samples.data()
        _ = try await search.fit(data, on: ThreadedScheduler(workers: 2)) { recorder.receive($0) }
        let record = recorder.record
        let fits = record.spans.filter { $0.kind == "fit-pca" }
        // Two numbers of components on three splits, and the refit.
        #expect(fits.count == 7)
        #expect(fits.count { $0.label.hasPrefix("pca.n_components=1; 2 candidates; split ") } == 3)
        #expect(fits.count { $0.label.contains("candidate") } == 6)
        #expect(fits.allSatisfy { $0.label.contains("result of about ") })
        let scalers = record.spans.filter { $0.kind == "fit-standard-scaler" && $0.label.contains("split") }
        #expect(scalers.count == 3 && scalers.allSatisfy { $0.label.hasPrefix("4 candidates; split ") })
        // Each task of the path begins after the one before has ended.
        let path = record.criticalPath
        #expect(!path.isEmpty)
        for (one, next) in zip(path, path.dropFirst()) { #expect(one.end <= next.start + 1e-6) }
        #expect(Set(path).isSubset(of: Set(record.spans)))
        // However short the run is, its memory has a beginning and an end.
        #expect(record.memory.count >= 2 && record.memory.allSatisfy { $0.bytes > 0 })
        #expect(record.memory.last?.time == record.spans.map(\.end).max())
    }

    @Test func memoryHasFewSamples() {
        var memory = MemorySamples(every: 1)
        for step in 0..<20_000 { memory.sample(at: Double(step)) }
        #expect(memory.samples.count <= 500 && memory.samples.count > 100)
        #expect(memory.samples.first?.time == 0)
        #expect(memory.samples.map(\.time) == memory.samples.map(\.time).sorted())
        var rare = MemorySamples(every: 10)
        for step in 0..<100 { rare.sample(at: Double(step)) }
        #expect(rare.samples.map(\.time) == stride(from: 0, to: 100, by: 10).map { Double($0) })
    }
}
