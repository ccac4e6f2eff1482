/// The ready tasks of all priorities: those of a higher priority start first.
struct ReadyLevels: Sendable {
    /// The ready tasks by priority, the highest first; nearly always there is one.
    private var levels: [(priority: Int, tasks: ReadyTasks)] = []

    /// The number of tasks.
    var count: Int { levels.reduce(0) { $0 + $1.tasks.count } }

    /// The task to start next; nil if none is ready.
    var first: Position? {
        for level in levels.indices {
            if let first = levels[level].tasks.first { return first }
        }
        return nil
    }

    /// The task to start next, if it belongs to a started branch.
    var firstBegun: Position? {
        for level in levels.indices where levels[level].tasks.first != nil {
            return levels[level].tasks.firstBegun
        }
        return nil
    }

    /// Returns the first of the examined tasks that satisfies a condition.
    func first(where mayStart: (Position) -> Bool) -> Position? {
        for level in levels.indices {
            if let task = levels[level].tasks.first(where: mayStart) { return task }
        }
        return nil
    }

    /// Removes and returns the task to start next; nil if none is ready.
    mutating func popFirst() -> Position? {
        for level in levels.indices {
            if let task = levels[level].tasks.popFirst() { return task }
        }
        return nil
    }

    /// The ready tasks of a priority.
    subscript(priority: Int) -> ReadyTasks {
        _read { yield levels[place(of: priority)].tasks }
        _modify { yield &levels[place(of: priority)].tasks }
    }

    /// Adds a priority, unless there is such a one.
    mutating func add(priority: Int) {
        guard !levels.contains(where: { $0.priority == priority }) else { return }
        let place = levels.firstIndex { $0.priority < priority } ?? levels.endIndex
        levels.insert((priority, ReadyTasks()), at: place)
    }

    private func place(of priority: Int) -> Int {
        for level in levels.indices where levels[level].priority == priority { return level }
        preconditionFailure("no task has the priority \(priority)")
    }
}
