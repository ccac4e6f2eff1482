/// The order in which one worker would best run the tasks that some outputs need, so that few results are
/// held at once.
///
/// # Policy
///
/// Depth first from the outputs, in the order in which they are given: a task comes right after the last of
/// its inputs, and everything an input needs comes right before that input. So a branch is reduced to one
/// result before the next branch is begun, and reducing a tree of n leaves holds O(log n) results.
///
/// Of the inputs of one task, the one whose computation must hold the most results goes first, for it then
/// runs while the results of the others are not there yet (Sethi and Ullman 1970, who number the registers of
/// an expression like this; the numbers are exact for trees, and for graphs with shared tasks a guide).
/// Inputs that are alike go in the order in which the task reads them.
///
/// The order is a *priority*: the state machine prefers, among the tasks it has just made ready, those that
/// come first, and returns to older ones only then. Thus the readers of a shared result run soon after it
/// even where the outputs they lead to stand far apart. This is in the spirit of Dask's `dask.order`, in
/// linear time.
///
/// The order depends on the graph and the outputs alone, so that it is the same for every scheduler.
public struct ExecutionOrder: Sendable {
    /// The tasks to run, most urgent first; inputs come before the tasks that read them.
    public let tasks: [TaskID]

    /// The positions of the inputs of each task, by its position, in the order in which it reads them.
    package let inputs: Adjacency

    /// The position of each task of the graph, by its index; `absent` for those that need not run.
    private let positions: [Int32]

    /// Whether the task at each position holds data.
    private let sources: [Bool]

    private static let absent: Int32 = -1

    /// Orders the tasks that `outputs` need.
    ///
    /// - Complexity: linear in the tasks and inputs of the graph, but for sorting the inputs of a task that
    ///   has many.
    public init(of graph: TaskGraph, outputs: [TaskID]) {
        let (needed, count) = graph.neededTasks(for: outputs)
        var visits = Self.visits(of: graph, needed: needed)
        var tasks: [TaskID] = []
        tasks.reserveCapacity(count)
        var inputs = Adjacency(listCount: count, itemCount: graph.inputIDs.count)
        /// Tasks to place; below those, ever lower, the tasks that wait for them.
        var stack: [TaskID] = []

        for output in outputs {
            stack.append(output)
            while let task = stack.popLast() {
                let visit = visits[task.index]
                switch visit.position {
                case Visit.unseen where !visit.inputs.isEmpty:
                    visits[task.index].position = Visit.opened
                    stack.append(task)
                    // What is pushed last is visited first: hence ascending demand, and backwards among
                    // equals.
                    let bottom = stack.count
                    for input in visit.inputs.reversed() {
                        let input = graph.inputIDs[input]
                        if visits[input.index].position == Visit.unseen { stack.append(input) }
                    }
                    stack.sort(from: bottom) { visits[$0.index].demand < visits[$1.index].demand }
                case Visit.unseen, Visit.opened:
                    visits[task.index].position = Int32(tasks.count)
                    tasks.append(task)
                    for input in visit.inputs {
                        inputs.append(Position(Int(visits[graph.inputIDs[input].index].position)))
                    }
                    inputs.endList()
                default:
                    // Pushed by several readers, and placed for the first that needed it.
                    continue
                }
            }
        }
        self.tasks = tasks
        self.inputs = inputs
        let isSource = graph.operations.map { $0 is any DataSource }
        sources = tasks.map { isSource[graph.operationID(of: $0).index] }
        positions = visits.map { $0.position < 0 ? Self.absent : $0.position }
    }

    /// Whether the task at a position holds data (see ``DataSource``).
    package func isSource(_ position: Position) -> Bool { sources[position.index] }

    /// Where a task stands in the order; nil if it need not run.
    package func position(of task: TaskID) -> Position? {
        let position = positions[task.index]
        return position == Self.absent ? nil : Position(Int(position))
    }
}

// MARK: - Visiting

/// What the search knows of a task, in one place: it jumps about in memory, and each place costs a wait.
private struct Visit {
    /// The search has not come to the task.
    static let unseen: Int32 = -2
    /// The task's inputs have been pushed; when it is met again all of them are placed.
    static let opened: Int32 = -1

    /// Where the task was placed, or `unseen` or `opened`.
    var position = unseen
    /// How many results must be held at once, at least, to compute the task on its own: its Sethi-Ullman
    /// number.
    var demand: Int32 = 1
    private let start: Int32
    private let count: Int32

    /// The range of the task's inputs in the graph's.
    var inputs: Range<Int> { Int(start)..<Int(start) + Int(count) }

    init(inputs: Range<Int>) {
        start = Int32(inputs.lowerBound)
        count = Int32(inputs.count)
    }
}

extension ExecutionOrder {
    /// What the search starts from: nothing is seen, and the demand of the tasks that are needed is known.
    ///
    /// While the i-th input is computed (most demanding first) the i results before it are held; while the
    /// task itself runs, all its inputs and its result are.
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
    /// Sorts the elements from `start` on, stably; few of them without the set-up that the standard sort
    /// needs.
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
