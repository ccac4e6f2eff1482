/// What the results that a run holds take, and the tasks that it runs, by estimates; and the most that may be.
///
/// A task counts with its result and its work space from its start to its end, and with its result until that is
/// destroyed. Data that are there before the run begins are not counted.
package struct MemoryLedger: Sendable {
    /// The bytes that results and running tasks may take.
    package let limit: Int

    /// The bytes that they take now.
    package private(set) var held = 0

    /// The bytes of results that nobody reads any more and that are still to be destroyed.
    package private(set) var released = 0

    /// The most that they took so far.
    package private(set) var peak = 0

    private let needs: [Need]

    /// The bytes of a task's result, and of what it works with beyond its inputs and its result.
    package struct Need: Sendable {
        let result: Int
        let work: Int

        /// A need of so many bytes.
        package init(result: Int, work: Int) {
            self.result = result
            self.work = work
        }
    }

    /// A ledger of tasks with the given needs, by position.
    package init(_ needs: [Need], limit: Int) {
        self.needs = needs
        self.limit = limit
    }

    /// The bytes that a task adds when it starts.
    func need(of task: Position) -> Int { needs[task.index].result + needs[task.index].work }

    /// The bytes of a task's result.
    func result(of task: Position) -> Int { needs[task.index].result }

    /// Whether a task can start without exceeding the limit.
    package func admits(_ task: Position) -> Bool { need(of: task) <= limit - held }

    /// A ledger of the tasks of an order, by what their operations estimate; nil if the limit could not be exceeded even
    /// by all of them together.
    ///
    /// Linear in the tasks and inputs of the graph.
    package init?(of graph: TaskGraph, _ order: ExecutionOrder, limit: Int?) {
        guard let limit else { return nil }
        self.init(TaskCosts(of: graph), order, limit: limit)
        guard needs.reduce(0, { $0 + $1.result + $1.work }) > limit else { return nil }
    }

    /// A ledger of the tasks of an order, by what they are likely to take.
    init(_ costs: TaskCosts, _ order: ExecutionOrder, limit: Int) {
        let needs = order.tasks.enumerated().map { position, task in
            let isThere = order.isSource(Position(position))
            return isThere
                ? Need(result: 0, work: 0) : Need(result: costs[task].bytes, work: costs[task].workBytes)
        }
        self.init(needs, limit: limit)
    }

    /// Whether a task takes so little that it may start before one that has to wait: it begins no branch to speak of.
    func isSmall(_ task: Position) -> Bool { !isNotable(need(of: task)) }

    /// Whether so many bytes are more than next to nothing: a 64th of the limit.
    func isNotable(_ bytes: Int) -> Bool { bytes > limit / 64 }

    mutating func start(_ task: Position) {
        held += needs[task.index].result + needs[task.index].work
        peak = max(peak, held)
    }

    mutating func finish(_ task: Position) { held -= needs[task.index].work }

    mutating func release(_ task: Position) { released += needs[task.index].result }

    mutating func drop(_ task: Position) {
        released -= needs[task.index].result
        held -= needs[task.index].result
    }

    /// Takes back what ``start(_:)`` added, of a task that has no result.
    mutating func giveBack(_ task: Position) { held -= needs[task.index].result + needs[task.index].work }
}
