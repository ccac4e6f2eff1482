/// The order in which one worker would best run the tasks that some outputs need, so that few results are held at once.
///
/// # Policy
///
/// Depth first from the outputs, in the order in which they are given: a task comes right after the last of its inputs,
/// and everything an input needs comes right before that input. So a branch is reduced to one result before the
/// next branch is begun, and reducing a tree of n leaves holds O(log n) results.
///
/// Of the inputs of one task, the one whose computation must hold the most results goes first, for it then runs while
/// the results of the others are not there yet (Sethi and Ullman 1970, who number the registers of an expression like
/// this; the numbers are exact for trees, and for graphs with shared tasks a guide). Inputs that are alike go in
/// the order in which the task reads them.
///
/// The order is a *priority*: the state machine prefers, among the tasks it has just made ready, those that come first,
/// and returns to older ones only then. Thus the readers of a shared result run soon after it even where the
/// outputs they lead to stand far apart. This is in the spirit of Dask's `dask.order`, in linear time.
///
/// The order depends on the graph and the outputs alone, so that it is the same for every scheduler.
public struct ExecutionOrder: Sendable {
    /// The tasks to run, most urgent first; inputs come before the tasks that read them.
    public let tasks: [TaskID]

    /// The position of each task of the graph, by its index; `absent` for those that need not run.
    private let positions: [Int32]

    private static let absent: Int32 = -1

    /// Orders the tasks that `outputs` need.
    ///
    /// - Complexity: linear in the tasks and inputs of the graph, but for sorting the inputs of a task that has many.
    public init(of graph: TaskGraph, outputs: [TaskID]) {
        let (needed, count) = graph.neededTasks(for: outputs)
        let demand = Self.demand(of: graph, needed: needed)

        var tasks: [TaskID] = []
        tasks.reserveCapacity(count)
        var positions = [Int32](repeating: Self.absent, count: graph.count)
        /// Tasks whose inputs have been pushed: met again, they are next in the order.
        var opened = [Bool](repeating: false, count: graph.count)
        var stack: [TaskID] = []
        var inputs: [TaskID] = []

        for output in outputs {
            stack.append(output)
            while let task = stack.popLast() {
                let index = task.index
                // A task with several readers is pushed by each; the first that is popped counts.
                guard positions[index] == Self.absent else { continue }
                let range = graph.inputRange(of: index)
                if opened[index] || range.isEmpty {
                    positions[index] = Int32(tasks.count)
                    tasks.append(task)
                    continue
                }
                opened[index] = true
                stack.append(task)
                if range.count == 1 {
                    stack.append(graph.inputIDs[range.lowerBound])
                } else {
                    // What is pushed last is visited first, hence ascending demand, and backwards among equals.
                    inputs.replaceSubrange(0..., with: graph.inputIDs[range].reversed())
                    inputs.sortByInsertionIfFew { demand[$0.index] < demand[$1.index] }
                    stack.append(contentsOf: inputs)
                }
            }
        }
        self.tasks = tasks
        self.positions = positions
    }

    /// How many results must be held at once, at least, to compute each task on its own: its Sethi-Ullman number.
    ///
    /// While the i-th input is computed (most demanding first) the i results before it are held; while the task itself
    /// runs, all inputs and the result are.
    private static func demand(of graph: TaskGraph, needed: [Bool]) -> [Int32] {
        var demand = [Int32](repeating: 1, count: graph.count)
        var inputs: [Int32] = []
        for index in needed.indices where needed[index] {
            let range = graph.inputRange(of: index)
            switch range.count {
            case 0: break
            case 1: demand[index] = max(demand[graph.inputIDs[range.lowerBound].index], 2)
            default:
                inputs.removeAll(keepingCapacity: true)
                for input in graph.inputIDs[range] { inputs.append(demand[input.index]) }
                inputs.sortByInsertionIfFew(by: >)
                var most = Int32(inputs.count) + 1
                for (held, own) in inputs.enumerated() { most = max(most, own + Int32(held)) }
                demand[index] = most
            }
        }
        return demand
    }

    /// Where a task stands in the order; nil if it need not run.
    package func position(of task: TaskID) -> Position? {
        let position = positions[task.index]
        return position == Self.absent ? nil : Position(Int(position))
    }
}

extension Array {
    /// Sorts stably; the standard sort, which is stable too, costs more than the few inputs of most tasks are worth.
    fileprivate mutating func sortByInsertionIfFew(by precedes: (Element, Element) -> Bool) {
        guard count <= 8 else { return sort(by: precedes) }
        for sorted in indices.dropFirst() {
            let element = self[sorted]
            var place = sorted
            while place > 0, precedes(element, self[place - 1]) {
                self[place] = self[place - 1]
                place -= 1
            }
            self[place] = element
        }
    }
}
