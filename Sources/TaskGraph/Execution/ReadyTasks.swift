/// The ready tasks, in the order in which they should start (see ``ExecutionState`` for the policy).
struct ReadyTasks: Sendable {
    /// Data sources; the last one is next.
    private var sources: [Position] = []

    /// Tasks of started branches, and those without inputs; the last one is next.
    private var begun: [Position] = []

    /// Tasks that became ready when a source ended; the first of them was not promoted.
    private var openings = MinHeap<Position>()

    /// The openings that were promoted, and are in ``begun``.
    private var promoted: Set<Position> = []

    /// The tasks that will not start, and are removed once they would be next.
    private var discarded: Set<Position> = []

    /// Whether all tasks start in the order of urgency, as openings do among themselves.
    private(set) var isInOrder = false

    /// The number of tasks.
    var count: Int { sources.count + begun.count + openings.count - promoted.count - discarded.count }

    /// The maximum number of tasks to examine if not all may start.
    private static let mostLookedAt = 256

    /// The task to start next; nil if none is ready.
    var first: Position? { sources.last ?? begun.last ?? openings.first }

    /// The task to start next, if it belongs to a started branch.
    var firstBegun: Position? { sources.isEmpty ? begun.last : nil }

    /// Returns the first of the examined tasks that satisfies a condition.
    func first(where mayStart: (Position) -> Bool) -> Position? {
        if let source = sources.last { return mayStart(source) ? source : nil }
        return begun.suffix(Self.mostLookedAt).last { !discarded.contains($0) && mayStart($0) }
            ?? openings.first.flatMap { mayStart($0) ? $0 : nil }
    }

    /// Removes and returns the task to start next; nil if none is ready.
    mutating func popFirst() -> Position? {
        defer { dropStale() }
        return sources.popLast() ?? begun.popLast() ?? openings.popFirst()
    }

    /// Removes a task returned by ``first`` or ``first(where:)``.
    mutating func remove(_ task: Position) {
        defer { dropStale() }
        if sources.last == task {
            sources.removeLast()
        } else if let place = begun.suffix(Self.mostLookedAt).lastIndex(of: task) {
            begun.remove(at: place)
        } else {
            precondition(openings.first == task, "only the first opening can start")
            _ = openings.popFirst()
        }
    }

    /// Removes any of the tasks.
    mutating func discard(_ task: Position) {
        discarded.insert(task)
        dropStale()
    }

    /// Adds a data source.
    mutating func pushSource(_ task: Position) { sources.append(task) }

    /// Adds a task before all others except data sources, or in order.
    mutating func push(_ task: Position) {
        if isInOrder { openings.insert(task) } else { begun.append(task) }
    }

    /// Adds a task to start when no started branch can proceed.
    mutating func pushOpening(_ task: Position) { openings.insert(task) }

    /// Moves an opening before all others except data sources.
    mutating func promote(_ task: Position) {
        if isInOrder { return }
        begun.append(task)
        promoted.insert(task)
        dropStale()
    }

    /// Starts all tasks in the order of urgency from now on.
    mutating func startInOrder() {
        isInOrder = true
        // Promoted openings are in the other list, or have started.
        let waiting = openings.all.filter { !promoted.contains($0) } + begun
        (openings, begun, promoted) = (MinHeap(), [], [])
        for task in waiting { openings.insert(task) }
        dropStale()
    }

    /// Removes all tasks.
    mutating func removeAll() {
        let isInOrder = isInOrder
        self = ReadyTasks()
        self.isInOrder = isInOrder
    }

    /// Restores the invariant of ``first``: the next task of each kind is one that will start from there.
    private mutating func dropStale() {
        while !promoted.isEmpty, let first = openings.first, promoted.remove(first) != nil {
            _ = openings.popFirst()
        }
        guard !discarded.isEmpty else { return }
        while let last = sources.last, discarded.remove(last) != nil { sources.removeLast() }
        while let last = begun.last, discarded.remove(last) != nil { begun.removeLast() }
        while let first = openings.first, (promoted.remove(first) ?? discarded.remove(first)) != nil {
            _ = openings.popFirst()
        }
    }
}
