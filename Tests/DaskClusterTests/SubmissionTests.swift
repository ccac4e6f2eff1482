import TaskGraph
import TestOperations
import Testing

@testable import DaskCluster

@Suite("A submission")
struct SubmissionTests {
    /// Random graphs that are converted to Dask tasks and computed like in Dask have the correct results.
    @Test("computes what the graph does, with every task before those that read it")
    func randomGraphs() throws {
        for seed in 0..<200 as Range<UInt64> {
            let expected = RandomRun(seed: seed, taskCount: Int(1 + seed % 120), failing: seed % 2 == 1)
            // Pieces of a few tasks each.
            let graph = expected.graph
            let pieces = graph.fused(
                outputs: expected.outputs, workers: 4, targetSeconds: 3e-6, costs: TaskCosts(of: graph))
            let submission = try ClusterGraph(
                pieces, of: graph, outputs: expected.outputs, registry: .forTests)
            let results = try Self.compute(submission)
            #expect(Set(submission.wanted.values.joined()) == Set(expected.outputs), "seed \(seed)")
            for (key, tasks) in submission.wanted {
                let values = try #require(results[key])
                #expect(values.count == tasks.count)
                for (task, value) in zip(tasks, values) {
                    #expect(value as? Int == expected.values[task.index], "seed \(seed)")
                    #expect((value is FailedTask) == (expected.values[task.index] == nil), "seed \(seed)")
                }
            }
            let members = submission.members.values.joined()
            #expect(members.count == expected.taskCount && Set(members).count == expected.taskCount)
        }
    }

    /// What Dask does with the tasks.
    private static func compute(_ submission: ClusterGraph) throws -> [String: [any Sendable]] {
        var results: [String: [any Sendable]] = [:]
        for task in submission.tasks {
            #expect(results[task.key] == nil, "\(task.key) is there twice")
            switch task.kind {
            case .value:
                let encoded = submission.buffers[try #require(task.meta)]
                results[task.key] = [
                    try encoded.withUnsafeBytes {
                        try OperationRegistry.forTests.decode(meta: $0, frames: [])
                    }
                ]
            case .file: Issue.record("nobody asked for \(task.key) to be in a file")
            case .pick:
                let piece = try #require(task.of)
                let all = try #require(results[piece])
                results[task.key] = try #require(task.places).map { all[$0] }
            case .piece:
                let inputs = try zip(#require(task.inputs), #require(task.places)).map { key, place in
                    try #require(results[key])[place]
                }
                let graph = submission.buffers[try #require(task.graph)]
                let subgraph = try graph.withUnsafeBytes { try OperationRegistry.forTests.decodeSubgraph($0) }
                results[task.key] = try subgraph.run(on: inputs).outputs
                #expect(results[task.key]?.count == task.outputs)
            }
        }
        return results
    }

    /// A prefix that two branches read, each long enough to be a piece.
    private func branches(_ numbers: [Int]) -> (graph: TaskGraph, prefix: TaskID, leaves: [TaskID]) {
        var graph = TaskGraph()
        let data = graph.insert(TestData(number: 5), inputs: [])
        let prefix = graph.insert(TestOperation(.pause, 400), inputs: [data])
        let leaves = numbers.map { graph.insert(TestOperation(.pause, 400 + $0), inputs: [prefix]) }
        return (graph, prefix, leaves)
    }

    @Test("uses the same keys for common parts of two graphs, and for nothing else")
    func sharedKeys() throws {
        let keys = try [[1, 2], [2, 3]].map { numbers in
            let (graph, prefix, leaves) = branches(numbers)
            let pieces = graph.fused(outputs: leaves, workers: 2, costs: TaskCosts(of: graph))
            let submission = try ClusterGraph(pieces, of: graph, outputs: leaves, registry: .forTests)
            #expect(submission.members.values.contains([prefix]))
            return Set(submission.tasks.map(\.key))
        }
        // The data, the prefix, and the branch of 2.
        #expect(keys[0].intersection(keys[1]).count == 3)
        #expect(keys[0].count == 4)
        #expect(keys[0].allSatisfy { $0.contains(/^(pause|test-data)-[0-9a-f]{32}$/) })
    }

    /// Graphs that have tasks in common, cut into pieces of several sizes.
    @Test("gives each key one meaning, independent of the pieces")
    func keysOfOtherCuts() throws {
        var (taskCount, keyCount) = (0, 0)
        for seed in 0..<40 as Range<UInt64> {
            let run = RandomRun(seed: seed, taskCount: Int(20 + seed), failing: false)
            let half = Array(run.outputs.prefix(1 + run.outputs.count / 2))
            var meanings: [String: Meaning] = [:]
            for outputs in [run.outputs, half] {
                for seconds in [1e-6, 2e-6, 3e-6, 1e-5] {
                    let pieces = run.graph.fused(
                        outputs: outputs, workers: 4, targetSeconds: seconds, costs: TaskCosts(of: run.graph))
                    let submission = try ClusterGraph(
                        pieces, of: run.graph, outputs: outputs, registry: .forTests)
                    for task in submission.tasks {
                        let meaning = Meaning(task, submission.members[task.key] ?? [])
                        #expect((meanings[task.key] ?? meaning) == meaning, "seed \(seed), \(task.key)")
                        meanings[task.key] = meaning
                        taskCount += 1
                    }
                }
            }
            keyCount += meanings.count
        }
        // What is cut alike is there once.
        #expect(keyCount < taskCount)
    }

    /// The definition of a Dask task.
    private struct Meaning: Equatable {
        var task: ClusterTask
        var members: [TaskID]

        init(_ task: ClusterTask, _ members: [TaskID]) {
            (self.task, self.members) = (task, members)
            // Where its bytes are in the frame.
            (self.task.graph, self.task.meta, self.task.frames) = (nil, nil, nil)
        }
    }

    @Test("asks for what the tasks of a piece ask for, and for no more")
    func resources() throws {
        var graph = TaskGraph()
        let plain = graph.insert(TestOperation(.pause, 400), inputs: [])
        let special = graph.insert(TestOperation(.special, 401), inputs: [])
        let pieces = graph.fused(outputs: [plain, special], workers: 2, costs: TaskCosts(of: graph))
        let submission = try ClusterGraph(pieces, of: graph, outputs: [plain, special], registry: .forTests)
        let asked = submission.tasks.map { (submission.members[$0.key], $0.resources) }
        #expect(asked.count == 2)
        for (members, resources) in asked {
            #expect(resources == (members == [special] ? ["special": 1] : nil))
        }
    }

    @Test("rejects an operation that is not in the library by its name")
    func unknownOperation() {
        var graph = TaskGraph()
        let task = graph.insert(TestOperation(.mix, 1), inputs: [])
        let pieces = graph.fused(outputs: [task], workers: 1, costs: TaskCosts(of: graph))
        #expect(throws: WireError.unknownOperation(name: "mix")) {
            try ClusterGraph(pieces, of: graph, outputs: [task], registry: OperationRegistry())
        }
    }
}
