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

    /// Those that will not start, and are taken out as soon as they would be next.
    private var discarded: Set<Position> = []

    /// The number of tasks.
    var count: Int { sources.count + begun.count + openings.count - promoted.count - discarded.count }

    /// So many tasks are looked at where not all may start.
    private static let mostLookedAt = 256

    /// The task to start next; nil if none is ready.
    var first: Position? { sources.last ?? begun.last ?? openings.first }

    /// The task to start next, if it is of a branch that was begun.
    var firstBegun: Position? { sources.isEmpty ? begun.last : nil }

    /// The first of the tasks, as far as they are looked at, that satisfies a condition.
    func first(where mayStart: (Position) -> Bool) -> Position? {
        if let source = sources.last { return mayStart(source) ? source : nil }
        return begun.suffix(Self.mostLookedAt).last { !discarded.contains($0) && mayStart($0) }
            ?? openings.first.flatMap { mayStart($0) ? $0 : nil }
    }

    /// Takes out the task to start next; nil if none is ready.
    mutating func popFirst() -> Position? {
        defer { dropStale() }
        return sources.popLast() ?? begun.popLast() ?? openings.popFirst()
    }

    /// Takes out a task that ``first`` or ``first(where:)`` gave.
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

    /// Takes out any of the tasks.
    mutating func discard(_ task: Position) {
        discarded.insert(task)
        dropStale()
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
        dropStale()
    }

    /// Takes out all tasks.
    mutating func removeAll() { self = ReadyTasks() }

    /// Restores what ``first`` relies on: the next task of each kind is one that will start from there.
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
