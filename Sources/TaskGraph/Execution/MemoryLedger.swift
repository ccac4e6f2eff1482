/// The estimated memory use of a run's results and running tasks, and its limit.
///
/// A task counts with its result and its work space while it runs, and with its result until that is destroyed. Data
/// sources are not counted.
package struct MemoryLedger: Sendable {
    /// The maximum bytes of results and running tasks.
    package let limit: Int

    /// The bytes currently in use.
    package private(set) var held = 0

    /// The bytes of results without remaining readers that are not yet destroyed.
    package private(set) var released = 0

    /// The maximum of ``held`` so far.
    package private(set) var peak = 0

    private let needs: [Need]

    /// The bytes of a task's result, and of its work space in addition to its inputs and its result.
    package struct Need: Sendable {
        let result: Int
        let work: Int

        /// Creates a need of the given bytes.
        package init(result: Int, work: Int) {
            self.result = result
            self.work = work
        }
    }

    /// Creates a ledger of tasks with the given needs, by position.
    package init(_ needs: [Need], limit: Int) {
        self.needs = needs
        self.limit = limit
    }

    /// Returns the bytes that a task adds when it starts.
    func need(of task: Position) -> Int { needs[task.index].result + needs[task.index].work }

    /// Returns the bytes of a task's result.
    func result(of task: Position) -> Int { needs[task.index].result }

    /// Returns whether a task can start without exceeding the limit.
    package func admits(_ task: Position) -> Bool { need(of: task) <= limit - held }

    /// Creates a ledger of the tasks of an order from their operations' estimates; nil if even all tasks together
    /// cannot exceed the limit.
    ///
    /// Linear in the tasks and inputs of the graph.
    package init?(of graph: TaskGraph, _ order: ExecutionOrder, limit: Int?) {
        guard let limit else { return nil }
        self.init(TaskCosts(of: graph), order, limit: limit)
        guard needs.reduce(0, { $0 + $1.result + $1.work }) > limit else { return nil }
    }

    /// Creates a ledger of the tasks of an order from their costs.
    init(_ costs: TaskCosts, _ order: ExecutionOrder, limit: Int) {
        let needs = order.tasks.enumerated().map { position, task in
            let isThere = order.isSource(Position(position))
            return isThere
                ? Need(result: 0, work: 0) : Need(result: costs[task].bytes, work: costs[task].workBytes)
        }
        self.init(needs, limit: limit)
    }

    /// Returns whether a task's need is small enough that it may start before one that must wait.
    func isSmall(_ task: Position) -> Bool { !isNotable(need(of: task)) }

    /// Returns whether a number of bytes is not negligible: more than a 64th of the limit.
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

    /// Subtracts what ``start(_:)`` added for a task that has no result.
    mutating func giveBack(_ task: Position) { held -= needs[task.index].result + needs[task.index].work }
}
