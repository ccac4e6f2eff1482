import TestOperations
import Testing

@testable import TaskGraph

/// An operation that holds a number.
private struct Held: DataSource {
    let number: Int
    let name = "held"
    var value: any Sendable { number }
    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(number) }
}

/// A graph, its outputs and its costs.
private struct Problem {
    var graph = TaskGraph()
    var outputs: [TaskID] = []
    var costs: [Double] = []

    /// Adds a task that takes so many seconds.
    mutating func add(_ seconds: Double, _ inputs: [TaskID] = []) -> TaskID {
        costs.append(seconds)
        return graph.insert(Add(number: graph.count), inputs: inputs)
    }

    mutating func addSource() -> TaskID {
        costs.append(0)
        return graph.insert(Held(number: graph.count), inputs: [])
    }

    func fused(workers: Int = 2, target: Double = 0.05) -> FusedGraph {
        var costs = TaskCosts(of: graph)
        for task in graph.tasks {
            costs[task].seconds = self.costs[task.index]
            costs[task].bytes = 100
        }
        return graph.fused(outputs: outputs, workers: workers, targetSeconds: target, costs: costs)
    }

    /// A random graph: near or far inputs, cheap or dear tasks, some sources.
    init(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        let count = Int.random(in: 1...300, using: &generator)
        let reach = Int.random(in: 1...count, using: &generator)
        let dearest = [0.0005, 0.005, 0.05, 0.5][Int(seed % 4)]
        for index in 0..<count {
            if Int.random(in: 0..<20, using: &generator) == 0 {
                _ = addSource()
                continue
            }
            let inputs = (0..<(index == 0 ? 0 : Int.random(in: 0...3, using: &generator))).map { _ in
                TaskID(index: Int.random(in: max(0, index - reach)..<index, using: &generator))
            }
            _ = add(Double.random(in: 0...dearest, using: &generator), inputs)
        }
        outputs = (0..<Int.random(in: 1...10, using: &generator)).map { _ in
            TaskID(index: Int.random(in: 0..<count, using: &generator))
        }
    }

    init() {}
}

extension FusedGraph {
    /// The levels of the pieces: how many lie at most on a way to each.
    fileprivate var levels: [Int] {
        var pieceOf: [TaskID: Int] = [:]
        var levels: [Int] = []
        for (index, piece) in pieces.enumerated() {
            let before = piece.inputs.compactMap { pieceOf[$0] }.map { levels[$0] + 1 }
            levels.append(before.max() ?? 0)
            for task in piece.tasks { pieceOf[task] = index }
        }
        return levels
    }
}

@Suite("Fusing: cutting a graph into pieces")
struct FusingTests {
    @Test("puts every task that is needed in one piece, in an order that can run", arguments: 0..<400)
    func partition(seed: Int) {
        let problem = Problem(seed: UInt64(seed))
        let (graph, fused) = (problem.graph, problem.fused())
        let needed = graph.tasksNeeded(for: problem.outputs)
        let isSource = { (task: TaskID) in graph.operation(of: task) is any DataSource }
        #expect(fused.pieces.flatMap(\.tasks).sorted() == needed.filter { !isSource($0) })
        #expect(Set(fused.sources) == Set(needed.filter(isSource)))

        var available = Set(fused.sources)
        for piece in fused.pieces {
            #expect(Set(piece.inputs).count == piece.inputs.count)
            // Every input was made by an earlier piece, which lists it as an output.
            #expect(available.isSuperset(of: piece.inputs))
            var known = Set(piece.inputs)
            for task in piece.tasks {
                #expect(known.isSuperset(of: graph.inputs(of: task)))
                known.insert(task)
            }
            #expect(Set(piece.tasks).isSuperset(of: piece.outputs))
            #expect(!piece.outputs.isEmpty)
            available.formUnion(piece.outputs)
        }
        #expect(available.isSuperset(of: problem.outputs))
        let read = Set(fused.pieces.flatMap(\.inputs)).union(problem.outputs)
        #expect(fused.pieces.allSatisfy { read.isSuperset(of: $0.outputs) })
    }

    @Test("leaves small pieces only where no rule puts them together", arguments: 0..<400)
    func sizes(seed: Int) {
        let problem = Problem(seed: UInt64(seed))
        let fused = problem.fused(workers: 1)
        let total = fused.pieces.reduce(0) { $0 + $1.seconds }
        let target = min(0.05, max(0.005, (total * 0.001).squareRoot(), total / 2))
        let levels = fused.levels
        // No two pieces below the target read the same pieces and are read by the same.
        var pieceOf: [TaskID: Int] = [:]
        for (index, piece) in fused.pieces.enumerated() {
            for task in piece.tasks { pieceOf[task] = index }
        }
        let before = fused.pieces.map { Set($0.inputs.compactMap { pieceOf[$0] }) }
        var after = [Set<Int>](repeating: [], count: before.count)
        for (index, before) in before.enumerated() { for piece in before { after[piece].insert(index) } }
        // At most one piece of a level is tiny with little work behind it.
        let isBorder = after.map { after in
            after.reduce(0) { $0 + fused.pieces[$1].seconds / Double(before[$1].count) } >= target
                * (1 - 1e-9)
        }
        var tiny: [Int: Int] = [:]
        for (index, piece) in fused.pieces.enumerated() where piece.seconds < target / 10 && !isBorder[index]
        {
            tiny[levels[index], default: 0] += 1
        }
        #expect(tiny.values.allSatisfy { $0 == 1 })
        let small = fused.pieces.indices.filter { fused.pieces[$0].seconds < target }
        #expect(Set(small.map { [before[$0], after[$0]] }).count == small.count)
        // Consecutive levels that are small in all, with little work behind them, are one.
        var sums = [Double](repeating: 0, count: (levels.max() ?? -1) + 1)
        for (index, level) in levels.enumerated() {
            sums[level] += isBorder[index] ? .infinity : fused.pieces[index].seconds
        }
        for (lower, upper) in zip(sums, sums.dropFirst()) {
            #expect(lower + upper > target * (1 - 1e-9))
        }
    }

    @Test("makes one piece of a chain of small tasks, and leaves large ones alone")
    func chains() {
        var small = Problem()
        var last = small.add(0.001)
        for _ in 0..<200 { last = small.add(0.001, [last]) }
        small.outputs = [last]
        #expect(small.fused().pieces.map(\.tasks.count) == [201])

        var large = Problem()
        last = large.add(0.2)
        for _ in 0..<5 { last = large.add(0.2, [last]) }
        large.outputs = [large.add(0.001, [last])]
        // The last one is not worth a piece.
        #expect(large.fused().pieces.map(\.tasks.count) == [1, 1, 1, 1, 1, 2])
    }

    @Test(
        "groups small branches up to the target, and keeps enough for the workers", arguments: [1, 2, 8, 32])
    func fans(workers: Int) {
        var problem = Problem()
        let prefix = problem.add(0.06)
        problem.outputs = (0..<403).map { _ in problem.add(0.004, [problem.add(0.006, [prefix])]) }
        let pieces = problem.fused(workers: workers).pieces
        #expect(pieces[0].tasks == [prefix])
        let target = min(0.05, 4.09 / Double(2 * workers))
        #expect(
            pieces.dropFirst().allSatisfy { $0.seconds > target - 1e-9 && $0.seconds < 2 * target + 0.02 })
        #expect(pieces.count > 2 * workers)
        // A branch is never cut.
        #expect(pieces.allSatisfy { $0.inputs.isEmpty || $0.inputs == [prefix] })
    }

    @Test(
        "makes pieces that are worth it, and no more than the scheduler can hand out to so many workers",
        arguments: [
            // A second a piece at most; of a hundredth of a worker's share; 2 ms a worker; and then so much that
            // there are four times as many pieces as each has milliseconds.
            (1, 0.01, 200), (2, 0.01, 200), (20, 0.01, 2000), (100, 0.01, 1000), (200, 0.01, 894),
            (500, 0.01, 894), (5000, 0.01, 894),
            // With less work 50 ms.
            (2, 0.0001, 40), (20, 0.0001, 44),
        ])
    func sizes(workers: Int, seconds: Double, expected: Int) {
        var problem = Problem()
        problem.outputs = (0..<20_000).map { _ in problem.add(seconds) }
        var costs = TaskCosts(of: problem.graph)
        for task in problem.graph.tasks { costs[task].seconds = seconds }
        let pieces = problem.graph.fused(outputs: problem.outputs, workers: workers, costs: costs).pieces
        #expect(pieces.count <= expected)
        #expect(pieces.count >= expected * 9 / 10)
    }

    @Test("keeps a prefix apart that another search has too, under the same key")
    func sharedPrefix() throws {
        func search(_ costs: [Double]) -> Problem {
            var problem = Problem()
            let data = problem.addSource()
            let scaled = problem.add(0.01, [problem.add(0.02, [data]), data])
            for (index, cost) in costs.enumerated() {
                problem.costs.append(cost)
                problem.outputs.append(
                    problem.graph.insert(Add(number: 1000 + index + costs.count), inputs: [scaled]))
            }
            return problem
        }
        let one = search([0.1, 0.2, 0.3]).fused()
        let other = search([0.04, 0.04, 0.04, 0.04, 0.04]).fused()
        #expect(one.pieces[0].tasks.count == 2)
        #expect(one.pieces[0].key == other.pieces[0].key)
        #expect(Set(one.pieces.map(\.key)).intersection(other.pieces.map(\.key)).count == 1)
    }

    @Test("gives a piece the same key whatever order its tasks run in")
    func keys() {
        var problem = Problem()
        problem.outputs = (0..<4).map { _ in problem.add(0.001) }
        var reversed = problem
        reversed.outputs.reverse()
        let (one, other) = (problem.fused(workers: 1).pieces, reversed.fused(workers: 1).pieces)
        #expect(one.map(\.tasks) != other.map(\.tasks))
        #expect(one.count == 1 && one.map(\.key) == other.map(\.key))
    }

    @Test("lets the leaves of a tree run at the same time")
    func reduction() {
        var problem = Problem()
        var level = (0..<16).map { _ in problem.add(0.06) }
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: 2).map {
                problem.add(0.0001, [level[$0], level[$0 + 1]])
            }
        }
        problem.outputs = level
        let pieces = problem.fused(workers: 16).pieces
        #expect(pieces.count { $0.inputs.isEmpty && $0.seconds >= 0.06 } == 16)
        #expect(pieces.count == 17)
    }

    @Test("does not keep a task apart that takes less time than moving what it reads")
    func largeValues() {
        var problem = Problem()
        let table = problem.add(0.2)
        let small = (0..<3).map { _ in problem.add(0.06, [table]) }
        problem.outputs = small
        var costs = TaskCosts(of: problem.graph)
        for task in problem.graph.tasks { costs[task].seconds = problem.costs[task.index] }
        costs[small[0]].seconds = 0.02
        let apart = problem.graph.fused(outputs: problem.outputs, workers: 2, costs: costs)
        #expect(apart.pieces.count == 4)
        costs[table].bytes = 30_000_000
        let together = problem.graph.fused(outputs: problem.outputs, workers: 2, costs: costs)
        #expect(together.pieces[0].tasks == [table, small[0]])
    }

    @Test("keeps a large result with the chain that reads it", arguments: [100, 100_000_000])
    func largeResultsOfBranches(bytes: Int) {
        var problem = Problem()
        let table = problem.add(0.001)
        // As Gram matrices are: each is read by a fit and by a prediction, which needs the fit as well.
        let matrices = (0..<10).map { _ in problem.add(0.2, [table]) }
        problem.outputs = matrices.map { matrix in
            problem.add(0.01, [problem.add(0.5, [matrix]), matrix])
        }
        var costs = TaskCosts(of: problem.graph)
        for task in problem.graph.tasks { costs[task].seconds = problem.costs[task.index] }
        for matrix in matrices { costs[matrix].bytes = bytes }
        let pieces = problem.graph.fused(outputs: problem.outputs, workers: 2, costs: costs).pieces
        let together = pieces.count { $0.tasks.count == 3 && $0.seconds > 0.7 }
        #expect(together == (bytes == 100 ? 0 : 10))
    }

    @Test("keeps large results apart from a prefix, and from each other where readers share an input")
    func largeResultsWithASharedInput() {
        var problem = Problem()
        let table = problem.add(0.001)
        let labels = problem.add(0.00001)
        let matrices = (0..<10).map { _ in problem.add(0.05, [table]) }
        problem.outputs = matrices.map { matrix in
            problem.add(0.01, [problem.add(2, [matrix, labels]), matrix])
        }
        var costs = TaskCosts(of: problem.graph)
        for task in problem.graph.tasks { costs[task].seconds = problem.costs[task.index] }
        for matrix in matrices { costs[matrix].bytes = 100_000_000 }
        let pieces = problem.graph.fused(outputs: problem.outputs, workers: 2, costs: costs).pieces
        #expect(pieces.count { $0.tasks.count == 3 && $0.seconds > 2 } == 10)
    }

    @Test("cuts 200,000 tasks, one of which reads all others")
    func large() {
        var problem = Problem()
        var generator = SplitMix64(state: 5)
        let hub = problem.add(0.001)
        for index in 1..<200_000 {
            let near = TaskID(index: Int.random(in: max(0, index - 1000)..<index, using: &generator))
            _ = problem.add(0.001, [hub, near])
        }
        problem.outputs = [problem.add(0.001, Array(problem.graph.tasks))]
        let pieces = problem.fused().pieces
        #expect(pieces.reduce(0) { $0 + $1.tasks.count } == 200_001)
        #expect(pieces.count < 200_001 / 10)
    }

    @Test("of nothing, and of data alone, has no pieces")
    func nothing() {
        #expect(Problem().fused().pieces.isEmpty)
        var problem = Problem()
        problem.outputs = [problem.addSource()]
        #expect(problem.fused().pieces.isEmpty)
        #expect(problem.fused().sources == problem.outputs)
    }
}

@Suite("Costs")
struct CostTests {
    @Test("are corrected by what was measured, by name")
    func measured() {
        var graph = TaskGraph()
        let task = graph.insert(Add(number: 1), inputs: [])
        let other = graph.insert(Add(name: "other"), inputs: [])
        var measured = MeasuredCosts()
        measured.record(operation: "add", seconds: 0.5, estimated: 0.1)
        measured.record(operation: "add", seconds: 0.1, estimated: 0.1)
        measured.record(operation: "add", seconds: .nan, estimated: 0.1)
        measured.record(operation: "add", seconds: 1, estimated: 0)
        let costs = TaskCosts(of: graph, measured: measured)
        #expect(abs(costs[task].seconds - 3e-3) < 1e-12)
        #expect(costs[other].seconds == 1e-3)
    }

    @Test("that an operation makes no sense of are none")
    func nonsense() {
        var graph = TaskGraph()
        let task = graph.insert(Add(number: 1), inputs: [])
        var costs = TaskCosts(of: graph)
        for seconds in [Double.nan, .infinity, -1] {
            costs[task].seconds = seconds
            #expect(costs[task].seconds == 0)
        }
    }
}
