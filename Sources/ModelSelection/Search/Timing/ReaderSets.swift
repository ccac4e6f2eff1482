import TaskGraph

/// For each task of a graph, the sets of candidates that its readers are needed by.
///
/// Linked lists in two arrays: nearly all tasks of a large search have one reader, or several of the same candidate.
struct ReaderSets {
    /// For each task the place of its last entry, or -1.
    private var last: [Int32]

    /// The sets, and for each entry the place of the one before, or -1.
    private var sets: [Int32] = []
    private var previous: [Int32] = []

    init(taskCount: Int) { last = [Int32](repeating: -1, count: taskCount) }

    /// Notes that candidates of a set need a task.
    mutating func add(_ set: Int32, to task: TaskID) {
        let place = last[task.index]
        guard place < 0 || sets[Int(place)] != set else { return }
        sets.append(set)
        previous.append(place)
        last[task.index] = Int32(sets.count - 1)
    }

    /// Puts the sets of a task in place of what `found` holds, the last first.
    func read(_ task: TaskID, into found: inout [Int32]) {
        found.removeAll(keepingCapacity: true)
        var place = last[task.index]
        while place >= 0 {
            found.append(sets[Int(place)])
            place = previous[Int(place)]
        }
    }
}
