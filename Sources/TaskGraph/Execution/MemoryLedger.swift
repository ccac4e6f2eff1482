/// The estimated memory use of a session's results and running tasks, and its limit.
///
/// A task counts with its result and its work space while it runs, and with its result until that is destroyed. Data
/// sources are not counted.
///
/// As long as even all tasks together cannot exceed the limit, it does not *bind*: no task has to wait.
package struct MemoryLedger: Sendable {
    /// The maximum bytes of results and running tasks.
    package let limit: Int

    /// Whether all tasks together may exceed the limit.
    package private(set) var binds = false

    /// The bytes currently in use.
    package private(set) var held = 0

    /// The bytes of results without remaining readers that are not yet destroyed.
    package private(set) var released = 0

    /// The maximum of ``held`` so far.
    package private(set) var peak = 0

    /// The bytes that all tasks together need.
    private var total = 0

    private var needs: [Need] = []

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

    /// Creates a ledger without tasks.
    package init(limit: Int) { self.limit = limit }

    /// Adds tasks with the given needs, at the next positions.
    package mutating func add(_ needs: [Need]) {
        self.needs.append(contentsOf: needs)
        for need in needs { total += need.result + need.work }
        if total > limit { binds = true }
    }

    /// Adds tasks whose results are in memory.
    mutating func add(held needs: [Need]) {
        add(needs)
        for need in needs { held += need.result }
        peak = max(peak, held)
    }

    /// Returns what is left of the need of a task that has ended.
    func needOfResult(_ task: Position) -> Need { Need(result: needs[task.index].result, work: 0) }

    /// Returns the bytes that a task adds when it starts.
    func need(of task: Position) -> Int { needs[task.index].result + needs[task.index].work }

    /// Returns the bytes of a task's result.
    func result(of task: Position) -> Int { needs[task.index].result }

    /// Returns whether a task can start without exceeding the limit.
    package func admits(_ task: Position) -> Bool { need(of: task) <= limit - held }

    /// Returns whether a task's need is small enough that it may start before one that must wait.
    func isSmall(_ task: Position) -> Bool { !isNotable(need(of: task)) }

    /// Returns whether a number of bytes is not negligible: more than a 64th of the limit.
    func isNotable(_ bytes: Int) -> Bool { bytes > limit / 64 }

    /// Returns whether a task's need is so large that a branch with it should end before another one starts, even if the
    /// limit is far away: memory in use is not free, and results are read faster while they are in a cache.
    func isLarge(_ task: Position) -> Bool { need(of: task) > min(limit / 64, Self.largeBytes) }

    private static let largeBytes = 1 << 20

    mutating func start(_ task: Position) {
        held += needs[task.index].result + needs[task.index].work
        peak = max(peak, held)
    }

    mutating func finish(_ task: Position) { held -= needs[task.index].work }

    /// Records that a result has no remaining readers; ``drop(_:)`` follows if the ledger binds now.
    mutating func release(_ task: Position) {
        if binds { released += needs[task.index].result } else { held -= needs[task.index].result }
    }

    mutating func drop(_ task: Position) {
        released -= needs[task.index].result
        held -= needs[task.index].result
    }

    /// Subtracts what ``start(_:)`` added for a task that has no result.
    mutating func giveBack(_ task: Position) { held -= needs[task.index].result + needs[task.index].work }
}

extension ExecutionOrder {
    /// Returns the memory needs of the tasks, by their costs.
    package func memoryNeeds(_ costs: TaskCosts) -> [MemoryLedger.Need] {
        tasks.enumerated().map { index, task in
            let isThere = isSource(Position(start + index))
            return isThere
                ? MemoryLedger.Need(result: 0, work: 0)
                : MemoryLedger.Need(result: costs[task].bytes, work: costs[task].workBytes)
        }
    }
}
