/// The preferred order of the tasks that some outputs need for one worker, which minimises the number of results in
/// memory.
///
/// # Policy
///
/// Depth first from the outputs, in the given order: a task directly follows the last of its inputs, and everything an
/// input needs directly precedes that input. A branch is thus reduced to one result before the next branch starts, and
/// reducing a tree of n leaves holds O(log n) results.
///
/// Of a task's inputs, the one whose computation holds the most results goes first, because it then runs before the
/// results of the others exist (Sethi and Ullman 1970, who number the registers of an expression in this way; the
/// numbers are exact for trees, and a heuristic for graphs with shared tasks). Inputs with equal numbers go in the
/// order in which the task reads them.
///
/// The order is a *priority*: among the tasks it has just made ready, the state machine prefers those that come first,
/// and returns to older ones only afterwards. The readers of a shared result thus run soon after it, even if their
/// outputs are far apart. This is similar to Dask's `dask.order`, in linear time.
///
/// The order depends only on the graph and the outputs, so it is the same for every scheduler.
///
/// In a session, tasks of earlier submissions may already have positions. They are *known*: the order does not contain
/// them and what only they need, and its own positions follow those of earlier submissions. A task whose result is part of
/// the graph is *given* (see ``TaskGraph/providing(_:)``): it has a position, but does not run.
package struct ExecutionOrder: Sendable {
    /// The tasks to run, in order of urgency; inputs come before the tasks that read them.
    package let tasks: [TaskID]

    /// The position of the first of ``tasks``.
    package let start: Int

    /// The positions of the inputs of each task, by its index in ``tasks``, in reading order.
    package let inputs: Adjacency

    /// The position of each task of the graph, by its index; `absent` for tasks that need not run.
    private let positions: [Int32]

    /// Whether each of ``tasks`` is a data source.
    private let sources: [Bool]

    /// The positions of the tasks whose results are part of the graph, ascending.
    package let given: [Position]

    private static let absent: Int32 = -1

    /// Creates the order of the tasks that `outputs` need.
    ///
    /// - Parameters:
    ///   - graph: The graph of the tasks.
    ///   - outputs: The tasks whose results are requested.
    ///   - start: The position of the first task.
    ///   - known: The tasks that need not run, because earlier submissions have them, and their positions, which are
    ///     less than `start`.
    /// - Complexity: Linear in the tasks and inputs of the graph, except for sorting the inputs of a task with many
    ///   inputs.
    package init(
        of graph: TaskGraph, outputs: [TaskID], from start: Int = 0, known: [TaskID: Position] = [:]
    ) {
        let (needed, count) = graph.neededTasks(for: outputs, without: known)
        var visits = Self.visits(of: graph, needed: needed)
        for (task, position) in known { visits[task.index].position = position.number }
        var tasks: [TaskID] = []
        tasks.reserveCapacity(count)
        var inputs = Adjacency(listCount: count, itemCount: graph.inputIDs.count)
        /// The tasks to place; below each of them, the tasks that wait for it.
        var stack: [TaskID] = []

        for output in outputs {
            stack.append(output)
            while let task = stack.popLast() {
                let visit = visits[task.index]
                switch visit.position {
                case Visit.unseen where !visit.inputs.isEmpty:
                    visits[task.index].position = Visit.opened
                    stack.append(task)
                    // The last pushed is visited first: hence ascending demand, and reversed reading order for equal
                    // demand.
                    let bottom = stack.count
                    for input in visit.inputs.reversed() {
                        let input = graph.inputIDs[input]
                        if visits[input.index].position == Visit.unseen { stack.append(input) }
                    }
                    stack.sort(from: bottom) { visits[$0.index].demand < visits[$1.index].demand }
                case Visit.unseen, Visit.opened:
                    visits[task.index].position = Int32(start + tasks.count)
                    tasks.append(task)
                    for input in visit.inputs {
                        inputs.append(Position(Int(visits[graph.inputIDs[input].index].position)))
                    }
                    inputs.endList()
                default:
                    // Pushed by several readers, and already placed for the first of them.
                    continue
                }
            }
        }
        self.tasks = tasks
        self.start = start
        self.inputs = inputs
        let isSource = graph.operations.map { $0 is any DataSource }
        sources = tasks.map { isSource[graph.operationID(of: $0).index] }
        given = Self.given(tasks, of: graph, from: start)
        positions = visits.map { $0.position < 0 ? Self.absent : $0.position }
    }

    private static func given(_ tasks: [TaskID], of graph: TaskGraph, from start: Int) -> [Position] {
        guard graph.operations.contains(where: { $0 is KnownValue }) else { return [] }
        return tasks.indices.filter { graph.isKnown(tasks[$0]) }.map { Position(start + $0) }
    }

    /// Returns whether the task at a position of the order is a data source (see ``DataSource``).
    package func isSource(_ position: Position) -> Bool { sources[position.index - start] }

    /// Returns the index in ``tasks`` of a task; nil if the order does not contain it.
    package func index(of task: TaskID) -> Int? {
        position(of: task).flatMap { $0.index < start ? nil : $0.index - start }
    }

    /// Returns the position of a task of the order, or of a known task; nil if it is not needed.
    package func position(of task: TaskID) -> Position? {
        let position = positions[task.index]
        return position == Self.absent ? nil : Position(Int(position))
    }
}

// MARK: - Visiting

/// The search state of a task, in one place to limit cache misses.
private struct Visit {
    /// The search has not reached the task.
    static let unseen: Int32 = -2
    /// The task's inputs have been pushed; all are placed when the search returns to it.
    static let opened: Int32 = -1

    /// The position of the task, or `unseen` or `opened`.
    var position = unseen
    /// The minimum number of results in memory to compute the task alone: its Sethi–Ullman number.
    var demand: Int32 = 1
    private let start: Int32
    private let count: Int32

    /// The range of the task's inputs among the graph's.
    var inputs: Range<Int> { Int(start)..<Int(start) + Int(count) }

    init(inputs: Range<Int>) {
        start = Int32(inputs.lowerBound)
        count = Int32(inputs.count)
    }
}

extension ExecutionOrder {
    /// Returns the initial state of the search: all tasks are unseen, with the demand of each needed task.
    ///
    /// While the i-th input is computed (in descending order of demand), the i results before it are in memory. While
    /// the task itself runs, all its inputs and its result are.
    private static func visits(of graph: TaskGraph, needed: [Bool]) -> [Visit] {
        var visits: [Visit] = []
        visits.reserveCapacity(graph.count)
        var demands: [Int32] = []
        for index in needed.indices {
            var visit = Visit(inputs: graph.inputRange(of: index))
            if needed[index], visit.inputs.count == 1 {
                visit.demand = max(2, visits[graph.inputIDs[visit.inputs.lowerBound].index].demand)
            } else if needed[index], visit.inputs.count > 1 {
                demands.removeAll(keepingCapacity: true)
                for input in visit.inputs { demands.append(visits[graph.inputIDs[input].index].demand) }
                demands.sort(from: 0, by: >)
                visit.demand = Int32(demands.count) + 1
                for (held, own) in demands.enumerated() {
                    visit.demand = max(visit.demand, own + Int32(held))
                }
            }
            visits.append(visit)
        }
        return visits
    }
}

extension Array {
    /// Sorts the elements from `start` on, stably.
    ///
    /// Short ranges avoid the set-up cost of the standard sort.
    @inline(__always)
    fileprivate mutating func sort(from start: Int, by precedes: (Element, Element) -> Bool) {
        guard count - start <= 8 else { return self[start...].sort(by: precedes) }
        for sorted in start..<count {
            let element = self[sorted]
            var place = sorted
            while place > start, precedes(element, self[place - 1]) {
                self[place] = self[place - 1]
                place -= 1
            }
            self[place] = element
        }
    }
}
