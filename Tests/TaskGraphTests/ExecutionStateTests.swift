import TestOperations
import Testing

@testable import TaskGraph

/// Drives the state machine through random graphs as schedulers might, and compares it with what the graph
/// says.
@Suite("The execution state")
struct ExecutionStateTests {
    /// A run in which tasks are handed out to several imaginary workers, finish in any order, and fail as
    /// told.
    private struct Drive: ~Copyable {
        let graph: TaskGraph
        let outputs: [TaskID]
        let order: ExecutionOrder
        var state: ExecutionState
        var generator: SplitMix64
        var inputs: [[Position]] = []
        var readers: [[Position]] = []
        var running: [Position] = []
        var started: [Position] = []
        var ended: Set<Position> = []
        var released: [Position] = []

        init(seed: UInt64) {
            (graph, outputs) = randomGraph(seed: seed)
            order = ExecutionOrder(of: graph, outputs: outputs)
            state = ExecutionState(order, outputs: outputs)
            generator = SplitMix64(state: ~seed)
            for (index, task) in order.tasks.enumerated() {
                inputs.append(graph.inputs(of: task).compactMap { [order] in order.position(of: $0) })
                readers.append([])
                for input in inputs[index] { readers[input.index].append(Position(index)) }
            }
        }

        func inputs(of task: Position) -> [Position] { inputs[task.index] }

        /// Takes up to `count` tasks, checking that they may start.
        mutating func take(_ count: Int) {
            for _ in 0..<count {
                guard let task = state.next() else { return }
                #expect(!started.contains(task), "a task runs once")
                #expect(inputs(of: task).allSatisfy { state.state(of: $0) == .done }, "inputs are there")
                started.append(task)
                running.append(task)
            }
        }

        /// Ends a random running task, checking that exactly what nobody reads any more is released.
        mutating func end(failing: Set<Position> = []) {
            let task = running.remove(at: Int.random(in: running.indices, using: &generator))
            var now: [Position] = []
            if failing.contains(task) {
                let failure = TaskFailure(
                    origin: graph.key(of: order.tasks[task.index]), operation: "add", message: "no")
                state.fail(task, with: failure, releasing: &now)
            } else {
                state.finish(task, releasing: &now)
            }
            ended.insert(task)
            released += now
            for index in order.tasks.indices {
                let each = Position(index)
                let hadResult = ended.contains(each) && !failing.contains(each)
                let isRead = readers[index].contains {
                    state.state(of: $0).rawValue < TaskState.done.rawValue
                }
                let isWanted = outputs.contains(order.tasks[index])
                #expect(
                    (state.state(of: each) == .released)
                        == (hadResult && !isRead && !isWanted && !state.isCancelled))
            }
            #expect(Set(released).count == released.count, "a result is released once")
            #expect(released.allSatisfy { state.state(of: $0) == .released })
        }
    }

    @Test("runs each task once, after its inputs, and releases each result after its last reader")
    func invariants() {
        for seed in 0..<3_000 as Range<UInt64> {
            var drive = Drive(seed: seed)
            while !drive.state.isFinished {
                drive.take(Int.random(in: 0...3, using: &drive.generator))
                #expect(drive.state.running == drive.running.count)
                if drive.running.isEmpty { drive.take(1) } else { drive.end() }
            }
            #expect(drive.running.isEmpty && drive.state.readyCount == 0)
            #expect(drive.ended.count == drive.order.tasks.count && drive.state.tasksRun == drive.ended.count)
            for (index, task) in drive.order.tasks.enumerated() {
                let isWanted = drive.outputs.contains(task)
                #expect(drive.state.isWanted(Position(index)) == isWanted)
                #expect(drive.state.state(of: Position(index)) == (isWanted ? .done : .released))
                #expect(drive.state.failure(of: Position(index)) == nil)
            }
        }
    }

    @Test(
        """
        lets failures reach the descendants and no others, the most urgent origin named in any order of events, and \
        passes over what nobody can use
        """
    )
    func failures() {
        var passedOver = 0
        for seed in 0..<3_000 as Range<UInt64> {
            var drive = Drive(seed: seed)
            let failing = Set(
                drive.order.tasks.indices.filter { _ in Int.random(in: 0..<6, using: &drive.generator) == 0 }
                    .map { Position($0) })
            while !drive.state.isFinished {
                drive.take(Int.random(in: 0...4, using: &drive.generator))
                if Bool.random(using: &drive.generator), let task = drive.running.popLast() {
                    drive.started.removeAll { $0 == task }
                    drive.state.giveBack(task, releasing: &drive.released)
                }
                if drive.running.isEmpty { drive.take(1) } else { drive.end(failing: failing) }
            }
            #expect(drive.state.readyCount == 0 && !drive.state.hasNext)
            // Computed anew: the origin of each task that fails, in topological order.
            var origins: [Position: Position] = [:]
            for index in drive.order.tasks.indices {
                let task = Position(index)
                let inherited = drive.inputs(of: task).compactMap { origins[$0] }.min()
                origins[task] = inherited ?? (failing.contains(task) ? task : nil)
            }
            for index in drive.order.tasks.indices {
                let task = Position(index)
                let inherited = drive.inputs(of: task).compactMap { origins[$0] }.min()
                if drive.state.state(of: task) == .cancelled {
                    passedOver += 1
                    // Whoever reads it has failed or was passed over, for a task that is more urgent.
                    #expect(!drive.state.isWanted(task) && !drive.ended.contains(task))
                    #expect(
                        drive.readers[index].allSatisfy { reader in
                            switch drive.state.state(of: reader) {
                            case .failed: origins[reader].map { $0 < task } == true
                            case .cancelled: true
                            default: false
                            }
                        })
                    continue
                }
                #expect((drive.state.state(of: task) == .failed) == (origins[task] != nil))
                #expect(
                    drive.state.failure(of: task)?.origin
                        == origins[task].map { drive.graph.key(of: drive.order.tasks[$0.index]) })
                #expect(drive.ended.contains(task) == (inherited == nil))
            }
        }
        #expect(passedOver > 1_000)
    }

    @Test("ends a run whose only output can no longer be had")
    func endsEarly() throws {
        for memoryLimit in [nil, 8] {
            var graph = TaskGraph()
            let leaves = (0..<100).map { graph.insert(Add(number: $0), inputs: []) }
            let chunks = leaves.map { graph.insert(Add(number: -1), inputs: [$0]) }
            let total = graph.insert(Add(), inputs: chunks)
            let order = ExecutionOrder(of: graph, outputs: [total])
            var state = ExecutionState(
                order, outputs: [total], memoryLimit: memoryLimit,
                needs: order.memoryNeeds(TaskCosts(of: graph)))
            var released: [Position] = []
            var ran = 0
            while let task = state.next() {
                ran += 1
                if order.tasks[task.index] == chunks[2] {
                    let failure = TaskFailure(
                        origin: graph.key(of: chunks[2]), operation: "add", message: "no")
                    state.fail(task, with: failure, releasing: &released)
                } else {
                    state.finish(task, releasing: &released)
                }
                state.drop(released)
                released = []
            }
            let isFinished = state.isFinished
            #expect(isFinished)
            #expect(ran < 20)
            let failed = try #require(order.position(of: total))
            #expect(state.failure(of: failed)?.origin == graph.key(of: chunks[2]))
        }
    }

    @Test("starts nothing after it is cancelled, and is finished when what was running has ended")
    func cancelling() {
        for seed in 0..<2_000 as Range<UInt64> {
            var drive = Drive(seed: seed)
            for _ in 0..<Int.random(in: 0...20, using: &drive.generator) where !drive.state.isFinished {
                drive.take(2)
                if !drive.running.isEmpty, Bool.random(using: &drive.generator) { drive.end() }
            }
            let before = (0..<drive.order.tasks.count).map { drive.state.state(of: Position($0)) }
            drive.state.cancel()
            #expect(drive.state.next() == nil && drive.state.readyCount == 0)
            // One that was handed out and not begun is given back; it must not run either.
            if let unstarted = drive.running.popLast() {
                var released: [Position] = []
                drive.state.giveBack(unstarted, releasing: &released)
                #expect(drive.state.state(of: unstarted) == .cancelled)
            }
            var released: [Position] = []
            for task in drive.running {
                #expect(drive.state.unfinishedCount > 0)
                drive.state.finish(task, releasing: &released)
            }
            #expect(drive.state.isFinished && drive.state.next() == nil)
            for (index, old) in before.enumerated() where old == .waiting || old == .ready {
                #expect(drive.state.state(of: Position(index)) == .cancelled)
            }
        }
    }

    @Test(
        "completes outputs in order if it is asked to, and otherwise branch by branch",
        arguments: [true, false])
    func orderOfOutputs(inOrder: Bool) {
        var graph = TaskGraph()
        let source = graph.insert(TestData(number: 0), inputs: [])
        let branches = (0..<3).map { graph.insert(TestOperation(.mix, $0), inputs: [source]) }
        // Each output reads one of three branches; consecutive ones read different branches.
        let outputs = (0..<30).map { graph.insert(TestOperation(.mix, 100 + $0), inputs: [branches[$0 % 3]]) }
        var state = ExecutionState()
        let order = ExecutionOrder(of: graph, outputs: outputs)
        var released: [Position] = []
        state.add(order, outputs: outputs, inOrder: inOrder, releasing: &released)
        var ended: [TaskID] = []
        while let next = state.next() {
            state.finish(next, releasing: &released)
            if outputs.contains(order.tasks[next.index]) { ended.append(order.tasks[next.index]) }
        }
        let byBranch = (0..<3).flatMap { branch in
            outputs.indices.filter { $0 % 3 == branch }.map { outputs[$0] }
        }
        #expect(ended == (inOrder ? outputs : byBranch))
    }

    @Test("hands a task that was given back out again, in the same order")
    func givingBack() {
        for seed in 0..<1_000 as Range<UInt64> {
            var one = Drive(seed: seed)
            var other = Drive(seed: seed)
            var released: [Position] = []
            while !one.state.isFinished {
                var taken: [Position] = []
                while taken.count < 3, let task = one.state.next() { taken.append(task) }
                for task in taken.reversed() { one.state.giveBack(task, releasing: &released) }
                #expect(one.state.running == 0)
                let next = one.state.next()
                #expect(next == other.state.next())
                guard let next else { break }
                one.state.finish(next, releasing: &released)
                other.state.finish(next, releasing: &released)
            }
            #expect(other.state.unfinishedCount == 0)
        }
    }

    /// The results that one worker holds at most.
    private func peak(_ graph: TaskGraph, outputs: [TaskID]) -> Int {
        var state = ExecutionState(ExecutionOrder(of: graph, outputs: outputs), outputs: outputs)
        var (held, most) = (0, 0)
        while let task = state.next() {
            held += 1
            most = max(most, held)
            var released: [Position] = []
            state.finish(task, releasing: &released)
            held -= released.count
        }
        return most
    }

    @Test("holds few results while it reduces a tree", arguments: [1, 2, 5, 10, 14])
    func treeReduction(depth: Int) {
        var graph = TaskGraph()
        var level = (0..<1 << depth).map { graph.insert(Add(number: $0), inputs: []) }
        let add = graph.register(Add(number: -1))
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: 2).map {
                graph.insert(add, inputs: level[$0], level[$0 + 1])
            }
        }
        // One result for each level that waits for its other half, and the two that are being joined to a
        // third.
        #expect(peak(graph, outputs: level) == depth + 2)
    }

    @Test("reads a shared result while it is there, though the outputs it leads to stand far apart")
    func sharedResults() {
        var graph = TaskGraph()
        let data = graph.insert(Add(number: -1), inputs: [])
        var outputs: [[TaskID]] = Array(repeating: [], count: 100)
        for prefix in 0..<50 {
            let transformed = graph.insert(Add(number: prefix), inputs: [data])
            for suffix in 0..<100 {
                let fitted = graph.insert(Add(number: 1_000 + suffix), inputs: [transformed])
                outputs[suffix].append(graph.insert(Add(number: 2_000), inputs: [fitted]))
            }
        }
        let outputSet = outputs.flatMap { $0 }
        // All outputs, and beside them the data, one shared result and the one being read.
        #expect(peak(graph, outputs: outputSet) <= outputSet.count + 3)
    }

    @Test("hands out what a task made ready before what was ready, most urgent first")
    func priority() {
        var graph = TaskGraph()
        let source = graph.insert(Add(number: 0), inputs: [])
        let readers = (1...3).map { graph.insert(Add(number: $0), inputs: [source]) }
        let other = graph.insert(Add(number: 4), inputs: [])
        let outputs = readers + [other]
        let order = ExecutionOrder(of: graph, outputs: outputs)
        var state = ExecutionState(order, outputs: outputs)
        var ran: [TaskID] = []
        while let task = state.next() {
            ran.append(order.tasks[task.index])
            var released: [Position] = []
            state.finish(task, releasing: &released)
        }
        #expect(ran == [source] + readers + [other])
    }

    @Test("holds two results along a chain")
    func chain() {
        var graph = TaskGraph()
        var last = graph.insert(Add(), inputs: [])
        for number in 1..<1_000 { last = graph.insert(Add(number: number), inputs: [last]) }
        #expect(peak(graph, outputs: [last]) == 2)
    }
}
