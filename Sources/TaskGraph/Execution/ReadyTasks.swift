/// The tasks that are ready to start, in the order in which they should (see ``ExecutionState`` for the policy).
struct ReadyTasks: Sendable {
    /// Tasks that hold data, the last one next.
    private var sources: [Position] = []

    /// Tasks of branches that were begun, and those without inputs; the last one is next.
    private var begun: [Position] = []

    /// Tasks that became ready when a source ended, the first of which was not promoted.
    private var openings = MinHeap<Position>()

    /// Those of them that were, and are in ``begun``.
    private var promoted: Set<Position> = []

    /// The number of tasks.
    var count: Int { sources.count + begun.count + openings.count - promoted.count }

    /// So many tasks are looked at where not all may start.
    private static let mostLookedAt = 256

    /// The task to start next; nil if none is ready.
    var first: Position? { sources.last ?? begun.last ?? openings.first }

    /// The task to start next, if it is of a branch that was begun.
    var firstBegun: Position? { sources.isEmpty ? begun.last : nil }

    /// The first of the tasks, as far as they are looked at, that satisfies a condition.
    func first(where mayStart: (Position) -> Bool) -> Position? {
        if let source = sources.last { return mayStart(source) ? source : nil }
        return begun.suffix(Self.mostLookedAt).last(where: mayStart)
            ?? openings.first.flatMap { mayStart($0) ? $0 : nil }
    }

    /// Takes out the task to start next; nil if none is ready.
    mutating func popFirst() -> Position? {
        if let task = sources.popLast() ?? begun.popLast() { return task }
        defer { dropPromoted() }
        return openings.popFirst()
    }

    /// Takes out a task that ``first`` or ``first(where:)`` gave.
    mutating func remove(_ task: Position) {
        if sources.last == task {
            sources.removeLast()
        } else if let place = begun.suffix(Self.mostLookedAt).lastIndex(of: task) {
            begun.remove(at: place)
        } else {
            precondition(openings.first == task, "only the first opening can start")
            _ = openings.popFirst()
            dropPromoted()
        }
    }

    /// Adds a task that holds data.
    mutating func pushSource(_ task: Position) { sources.append(task) }

    /// Adds a task that comes before all others but those that hold data.
    mutating func push(_ task: Position) { begun.append(task) }

    /// Adds a task that comes when no branch that was begun can go on.
    mutating func pushOpening(_ task: Position) { openings.insert(task) }

    /// Lets a task that was added as an opening come before all others but those that hold data.
    mutating func promote(_ task: Position) {
        begun.append(task)
        promoted.insert(task)
        dropPromoted()
    }

    /// Takes out all tasks.
    mutating func removeAll() { self = ReadyTasks() }

    private mutating func dropPromoted() {
        while let first = openings.first, promoted.remove(first) != nil { _ = openings.popFirst() }
    }
}
