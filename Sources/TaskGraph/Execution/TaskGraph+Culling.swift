extension TaskGraph {
    /// Returns the tasks that must run for the results of `outputs`: these and all their dependencies, inputs first.
    ///
    /// - Complexity: Linear in the tasks and inputs of the graph, with sequential memory access only.
    package func tasksNeeded(for outputs: some Sequence<TaskID>) -> [TaskID] {
        let (needed, count) = neededTasks(for: outputs)
        var tasks: [TaskID] = []
        tasks.reserveCapacity(count)
        for task in self.tasks where needed[task.index] { tasks.append(task) }
        return tasks
    }

    /// Marks and counts the tasks that `outputs` need.
    ///
    /// Inputs are inserted before their readers, so a single sweep from the last task to the first visits every reader
    /// of a task before the task.
    func neededTasks(for outputs: some Sequence<TaskID>) -> (needed: [Bool], count: Int) {
        var needed = [Bool](repeating: false, count: count)
        for output in outputs {
            guard output.index < count else {
                fatalError("output \(output.index) is not a task of this graph, which has \(count)")
            }
            needed[output.index] = true
        }
        var total = 0
        for index in needed.indices.reversed() where needed[index] {
            total += 1
            for input in inputRange(of: index) { needed[inputIDs[input].index] = true }
        }
        return (needed, total)
    }
}
