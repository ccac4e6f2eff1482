import TestOperations
import Testing

@testable import TaskGraph

/// How the state machine keeps a limit of memory, and in which order branches are begun.
@Suite("A limit of memory")
struct MemoryLedgerTests {
    /// A value that is there before a run.
    private struct Held: DataSource {
        let number: Int
        let name = "held"
        var value: any Sendable { number }

        func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(number) }
    }

    /// An addition that takes so many bytes.
    private struct Sized: TaskOperation {
        let number: Int
        var result = 0
        var work = 0
        var seconds = 1.0
        let name = "sized"

        func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(number) }

        func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
            TaskEstimate(seconds: seconds, bytes: result, workBytes: work)
        }

        func run(_ inputs: TaskInputs, in context: TaskContext) -> any Sendable { number }
    }

    /// Runs a graph on imaginary workers, whose tasks end in a random order; returns the tasks in the order of their start.
    private func drive(
        _ graph: TaskGraph, _ outputs: [TaskID], workers: Int, limit: Int, seed: UInt64,
        check: (_ held: Int, _ need: Int, _ others: Int) -> Void
    ) -> [TaskID] {
        var generator = SplitMix64(state: seed)
        let order = ExecutionOrder(of: graph, outputs: outputs)
        let costs = TaskCosts(of: graph)
        var state = ExecutionState(
            order, outputs: outputs, memoryLimit: limit, needs: order.memoryNeeds(costs))
        var (started, running, held) = ([TaskID](), [Position](), 0)
        while !state.isFinished {
            while running.count < workers, let task = state.next() {
                let estimate = costs[order.tasks[task.index]]
                let need = order.isSource(task) ? 0 : estimate.bytes + estimate.workBytes
                check(held, need, running.count)
                held += need
                started.append(order.tasks[task.index])
                running.append(task)
            }
            guard !running.isEmpty else { break }
            let ended = running.remove(at: Int.random(in: running.indices, using: &generator))
            var released: [Position] = []
            state.finish(ended, releasing: &released)
            state.drop(released)
            held -= order.isSource(ended) ? 0 : costs[order.tasks[ended.index]].workBytes
            for task in released where !order.isSource(task) {
                held -= costs[order.tasks[task.index]].bytes
            }
        }
        return started
    }

    @Test("is exceeded by a task only while nothing else runs, and every task runs")
    func limit() {
        var waited = 0
        for seed in 0..<2_000 as Range<UInt64> {
            var generator = SplitMix64(state: seed)
            var graph = TaskGraph()
            var tasks = (0..<2).map { graph.insert(Held(number: $0), inputs: []) }
            for index in 0..<Int.random(in: 1...40, using: &generator) {
                let inputs = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                    tasks[Int.random(in: tasks.indices, using: &generator)]
                }
                tasks.append(
                    graph.insert(
                        Sized(
                            number: index, result: Int.random(in: 0...100, using: &generator),
                            work: Int.random(in: 0...100, using: &generator)), inputs: inputs))
            }
            let limit = Int.random(in: 0...600, using: &generator)
            let workers = Int.random(in: 1...4, using: &generator)
            let outputs = tasks.suffix(3)
            let started = drive(graph, Array(outputs), workers: workers, limit: limit, seed: seed) {
                held, need, others in
                #expect(held + need <= limit || others == 0, "seed \(seed)")
                if others == 0, held + need > limit { waited += 1 }
            }
            #expect(Set(started).count == started.count)
            let order = ExecutionOrder(of: graph, outputs: Array(outputs))
            #expect(started.count == order.tasks.count, "seed \(seed)")
        }
        #expect(waited > 100, "the limits are too wide to tell anything")
    }

    /// Folds that are cut out of one table, each fitted to, scaled and fitted to again, and scored on rows of its own.
    private func folds(_ count: Int) -> (graph: TaskGraph, scores: [TaskID], cuts: [[TaskID]]) {
        var graph = TaskGraph()
        let features = graph.insert(Held(number: 1), inputs: [])
        let target = graph.insert(Held(number: 2), inputs: [])
        var (scores, cuts): ([TaskID], [[TaskID]]) = ([], [])
        for fold in 0..<count {
            let rows = graph.insert(Sized(number: 10 * fold + 100, result: 10), inputs: [features])
            let targets = graph.insert(Sized(number: 10 * fold + 101), inputs: [target])
            let test = graph.insert(Sized(number: 10 * fold + 102, result: 2), inputs: [features])
            let scaler = graph.insert(Sized(number: 10 * fold + 103), inputs: [rows])
            let scaled = graph.insert(Sized(number: 10 * fold + 104, result: 10), inputs: [scaler, rows])
            let fit = graph.insert(Sized(number: 10 * fold + 105), inputs: [scaled, targets])
            scores.append(graph.insert(Sized(number: 10 * fold + 106), inputs: [fit, test]))
            cuts.append([rows, targets, test])
        }
        return (graph, scores, cuts)
    }

    @Test("begins a fold only after the one before it, though the table is there for all", arguments: 2...6)
    func openings(count: Int) {
        let (graph, scores, cuts) = folds(count)
        let started = drive(graph, scores, workers: 1, limit: .max, seed: 1) { _, _, _ in }
        for fold in 1..<count {
            let end = started.firstIndex(of: scores[fold - 1])!
            #expect(cuts[fold].allSatisfy { end < started.firstIndex(of: $0)! })
        }
        #expect(graph.expectedPeakBytes(outputs: scores, workers: 1, memoryLimit: nil) == 20)
    }

    @Test("is what the expected peak keeps to")
    func expectedPeak() {
        let (graph, scores, _) = folds(6)
        #expect(graph.expectedPeakBytes(outputs: scores, workers: 3, memoryLimit: nil) > 40)
        // One task always runs: the scaled rows of a fold take 10, its rows to test 2.
        for limit in [22, 30, 45] {
            #expect(graph.expectedPeakBytes(outputs: scores, workers: 3, memoryLimit: limit) <= limit + 12)
        }
        #expect(graph.expectedPeakBytes(outputs: scores, workers: 3, memoryLimit: 0) >= 20)
    }

    @Test("lets a fit that waits for room go before rows that would take it")
    func waitingFit() {
        var graph = TaskGraph()
        let features = graph.insert(Held(number: 1), inputs: [])
        let moments = graph.insert(Sized(number: 2), inputs: [features])
        var fits: [TaskID] = []
        for fold in 0..<6 {
            let map = graph.insert(Sized(number: 10 * fold + 100), inputs: [moments])
            let rows = graph.insert(Sized(number: 10 * fold + 101, result: 10), inputs: [features, map])
            fits += (102...103).map { number in
                graph.insert(Sized(number: 10 * fold + number, work: 45), inputs: [rows])
            }
        }
        // Two workers begin two folds; a third would be one too many.
        let peak = graph.expectedPeakBytes(outputs: fits, workers: 2, memoryLimit: 50)
        #expect(peak == 65)
    }

    /// Kernels that one small task makes ready together, each read by a fit that also reads rows of its own.
    ///
    /// The limit is so far away that each kernel is a small part of it, whether all of them together exceed it or not.
    @Test("ends a branch with a large result before another one begins", arguments: [100, 1000])
    func largeResults(limit: Int) {
        let megabyte = 1 << 20
        var graph = TaskGraph()
        let features = graph.insert(Held(number: 1), inputs: [])
        let target = graph.insert(Held(number: 2), inputs: [])
        var fits: [TaskID] = []
        for fold in 0..<4 {
            let products = graph.insert(Sized(number: 100 * fold, result: 1), inputs: [features])
            let targets = graph.insert(Sized(number: 100 * fold + 1, result: 1, seconds: 9), inputs: [target])
            for kernel in 0..<8 {
                let number = 100 * fold + 10 * kernel + 10
                let gram = graph.insert(Sized(number: number, result: 3 * megabyte / 2), inputs: [products])
                fits.append(graph.insert(Sized(number: number + 1, work: megabyte), inputs: [gram, targets]))
            }
        }
        for seed in 0..<20 as Range<UInt64> {
            var most = 0
            let started = drive(
                graph, fits, workers: 2, limit: limit * megabyte, seed: seed
            ) { held, need, _ in most = max(most, held + need) }
            #expect(started.count == graph.count)
            // Each worker has a kernel and its fit, and some kernels wait for rows. All kernels take 48 MiB.
            #expect(most <= 12 * megabyte, "\(most)")
        }
    }
}
