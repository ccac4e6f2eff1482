extension TaskGraph {
    /// Marks a task, whose result a store keeps.
    ///
    /// Without a store (``Scheduler/storing(in:)``), the mark has no effect. With one, the result of a marked task that runs
    /// is held as long as the submission, as those of its outputs are.
    ///
    /// - Complexity: O(1).
    public mutating func keep(_ task: TaskID) {
        guard task.index < count else {
            fatalError("task \(task.index) is not a task of this graph, which has \(count)")
        }
        keptTasks.insert(task)
    }
}
