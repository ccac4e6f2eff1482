import TaskGraph

/// For each task of a graph, the sets of candidates that need its readers.
///
/// The sets are linked lists in two arrays: nearly all tasks of a large search have one reader, or several for the same
/// candidate.
struct ReaderSets {
    /// The index of each task's last entry, or -1.
    private var last: [Int32]

    /// The sets, and the index of each entry's predecessor, or -1.
    private var sets: [Int32] = []
    private var previous: [Int32] = []

    init(taskCount: Int) { last = [Int32](repeating: -1, count: taskCount) }

    /// Adds the set of candidates that need a task.
    mutating func add(_ set: Int32, to task: TaskID) {
        let place = last[task.index]
        guard place < 0 || sets[Int(place)] != set else { return }
        sets.append(set)
        previous.append(place)
        last[task.index] = Int32(sets.count - 1)
    }

    /// Replaces the contents of `found` by the sets of a task, the last first.
    func read(_ task: TaskID, into found: inout [Int32]) {
        found.removeAll(keepingCapacity: true)
        var place = last[task.index]
        while place >= 0 {
            found.append(sets[Int(place)])
            place = previous[Int(place)]
        }
    }
}
