import TestOperations
import Testing

@testable import TaskGraph

/// Drives the state machine through submissions that come, end, are cancelled and are forgotten while tasks run.
@Suite("The execution state of several submissions")
struct GrowingStateTests {
    /// The submissions of parts of one random graph, whose tasks add numbers.
    private struct Drive: ~Copyable {
        let graph: TaskGraph
        let failing: Set<TaskID>
        /// The values of the tasks if none failed.
        var expected: [Int] = []
        var generator: SplitMix64
        var state: ExecutionState
        /// By position: the task, and its value while it is in memory.
        var tasks: [TaskID] = []
        var values: [Position: Int] = [:]
        var inputs: [[Position]] = []
        var running: [Position] = []
        var known: [TaskID: Position] = [:]
        var submissions: [Int: [TaskID]] = [:]
        var ended: Set<Int> = []

        init(seed: UInt64, failing share: Double, memoryLimit: Int?) {
            graph = randomGraph(seed: seed).graph
            var generator = SplitMix64(state: ~seed)
            failing = Set(graph.tasks.filter { _ in Double.random(in: 0..<1, using: &generator) < share })
            self.generator = generator
            state = ExecutionState(memoryLimit: memoryLimit)
            for task in graph.tasks {
                expected.append(graph.inputs(of: task).reduce(task.index) { $0 &+ expected[$1.index] })
            }
        }

        mutating func submit() {
            let all = Array(graph.tasks)
            let outputs = (0..<Int.random(in: 0...4, using: &generator)).compactMap { _ in
                all.randomElement(using: &generator)
            }
            let shared = graph.knownTasks(neededBy: outputs) { task in
                known[task].flatMap { state.isKnown($0) ? $0 : nil }
            }
            let given = givenResults()
            let graph = graph.providing(given)
            let order = ExecutionOrder(of: graph, outputs: outputs, from: state.taskCount, known: shared)
            #expect(Set(order.tasks).isDisjoint(with: shared.keys))
            let needs = order.tasks.map { task in
                graph.isKnown(task)
                    ? MemoryLedger.Need(result: 0, work: 0) : MemoryLedger.Need(result: 2, work: 1)
            }
            for position in order.given {
                values[position] = expected[order.tasks[position.index - order.start].index]
            }
            var released: [Position] = []
            let number = state.add(
                order, outputs: outputs, priority: Int.random(in: 0...1, using: &generator),
                inOrder: Bool.random(using: &generator), needs: needs, releasing: &released)
            submissions[number] = outputs
            for (index, task) in order.tasks.enumerated() {
                known[task] = Position(order.start + index)
                tasks.append(task)
                inputs.append(
                    order.inputs.range(of: index).map { order.inputs.item(at: $0) })
            }
            drop(released)
        }

        /// Results of some tasks that do not fail, as a store has them.
        private mutating func givenResults() -> [TaskID: any Sendable] {
            guard Bool.random(using: &generator) else { return [:] }
            var given: [TaskID: any Sendable] = [:]
            for task in graph.tasks where Int.random(in: 0..<5, using: &generator) == 0 {
                if failing.isDisjoint(with: graph.tasksNeeded(for: [task])) {
                    given[task] = expected[task.index]
                }
            }
            return given
        }

        mutating func start() {
            guard let task = state.next() else { return }
            let arguments = inputs[task.index].map { values[$0] }
            #expect(!arguments.contains(nil), "the results of the inputs are in memory")
            running.append(task)
        }

        mutating func end() {
            guard let place = running.indices.randomElement(using: &generator) else { return }
            let task = running.remove(at: place)
            var released: [Position] = []
            if failing.contains(tasks[task.index]) {
                let failure = TaskFailure(
                    origin: graph.key(of: tasks[task.index]), operation: "add", message: "no")
                state.fail(task, with: failure, releasing: &released)
            } else {
                values[task] = inputs[task.index].reduce(tasks[task.index].index) { $0 &+ (values[$1] ?? 0) }
                state.finish(task, releasing: &released)
            }
            drop(released)
        }

        mutating func leave() {
            guard let number = submissions.keys.sorted().randomElement(using: &generator) else { return }
            submissions[number] = nil
            var released: [Position] = []
            if ended.contains(number) {
                state.release(number, releasing: &released)
            } else {
                state.cancel(number, releasing: &released)
                while let task = running.popLast() {
                    if Bool.random(using: &generator) {
                        running.append(task)
                        break
                    }
                    state.giveBack(task, releasing: &released)
                }
            }
            drop(released)
        }

        private mutating func drop(_ released: [Position]) {
            for task in released {
                #expect(values.removeValue(forKey: task) != nil, "a result is released once")
            }
            state.drop(released)
            takeEnded()
        }

        private mutating func takeEnded() {
            for number in state.takeEnded() {
                #expect(ended.insert(number).inserted, "a submission ends once")
            }
        }

        mutating func forget() {
            guard state.isFinished else { return }
            let kept = state.forgetReleased()
            #expect(Set(kept.submissions.keys).isSuperset(of: submissions.keys))
            tasks = kept.tasks.sorted { $0.value < $1.value }.map { tasks[$0.key.index] }
            inputs = tasks.map { _ in [] }
            values = Dictionary(
                uniqueKeysWithValues: values.map { old, value in (kept.tasks[old] ?? Position(-1), value) })
            known = known.compactMapValues { kept.tasks[$0] }
            submissions = Dictionary(
                uniqueKeysWithValues: submissions.map { (kept.submissions[$0] ?? -1, $1) })
            ended = Set(ended.compactMap { kept.submissions[$0] })
        }

        /// Checks the outputs of the submissions that ended and were not cancelled.
        func check(_ seed: UInt64) {
            for (number, outputs) in submissions where ended.contains(number) {
                for output in outputs {
                    guard let position = known[output] else {
                        Issue.record("an output that is held is forgotten, seed \(seed)")
                        continue
                    }
                    let failed = failing.intersection(graph.tasksNeeded(for: [output]))
                    if failed.isEmpty {
                        #expect(values[position] == expected[output.index], "seed \(seed)")
                    } else {
                        let origins = failed.map { graph.key(of: $0) }
                        #expect(
                            state.failure(of: position).map { origins.contains($0.origin) } == true,
                            "seed \(seed)")
                    }
                }
            }
        }
    }

    @Test("does not start what was discarded before the order of tasks changed")
    func discardedBeforeOrder() {
        var ready = ReadyTasks()
        for number in [2, 0, 1] { ready.push(Position(number)) }
        ready.discard(Position(0))
        ready.startInOrder()
        #expect((0..<3).map { _ in ready.popFirst()?.index } == [1, 2, nil])
    }

    @Test(
        "gives each submission its results, whatever else comes, ends, is cancelled and is forgotten",
        arguments: [nil, 20], [0, 0.1])
    func randomSubmissions(memoryLimit: Int?, failing: Double) {
        var (submissionsEnded, forgotten) = (0, 0)
        for seed in 0..<2_000 as Range<UInt64> {
            var drive = Drive(seed: seed % 500, failing: failing, memoryLimit: memoryLimit)
            drive.generator = SplitMix64(state: seed)
            for _ in 0..<60 {
                switch Int.random(in: 0..<12, using: &drive.generator) {
                case 0: drive.submit()
                case 1: drive.leave()
                case 2:
                    let before = drive.state.taskCount
                    drive.forget()
                    if drive.state.taskCount < before { forgotten += 1 }
                case 3...7: drive.start()
                default: drive.end()
                }
                let unfinished = drive.state.nodes.dropLast().count {
                    $0.state.rawValue <= TaskState.running.rawValue
                }
                if unfinished != drive.state.unfinishedCount {
                    Issue.record("\(unfinished) tasks have not ended, seed \(seed)")
                }
            }
            while !drive.state.isFinished {
                drive.start()
                drive.end()
            }
            #expect(drive.running.isEmpty && drive.state.readyCount == 0)
            #expect(drive.submissions.keys.allSatisfy(drive.ended.contains), "seed \(seed)")
            drive.check(seed)
            // What is in memory is held.
            let unwanted = drive.values.keys.filter { !drive.state.isWanted($0) }
            #expect(unwanted.isEmpty, "seed \(seed)")
            submissionsEnded += drive.submissions.count
            for number in drive.submissions.keys.sorted() {
                var released: [Position] = []
                drive.state.release(number, releasing: &released)
                for task in released { drive.values[task] = nil }
            }
            #expect(drive.values.isEmpty, "seed \(seed)")
        }
        #expect(submissionsEnded > 1_000 && forgotten > 100)
    }
}
