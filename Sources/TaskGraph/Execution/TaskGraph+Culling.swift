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
    ///
    /// - Parameter known: Tasks that are not needed, because their results exist elsewhere.
    func neededTasks(
        for outputs: some Sequence<TaskID>, without known: [TaskID: Position] = [:]
    ) -> (needed: [Bool], count: Int) {
        var needed = marked(outputs)
        var total = 0
        for index in needed.indices.reversed() where needed[index] {
            if !known.isEmpty, known[TaskID(index: index)] != nil {
                needed[index] = false
                continue
            }
            total += 1
            for input in inputRange(of: index) { needed[inputIDs[input].index] = true }
        }
        return (needed, total)
    }

    /// Returns the known tasks that `outputs` need: the outputs themselves, and inputs of tasks that are not known.
    ///
    /// - Parameter known: Returns where a known task is; nil for others.
    package func knownTasks<Place>(
        neededBy outputs: some Sequence<TaskID>, _ known: (TaskID) -> Place?
    ) -> [TaskID: Place] {
        var found: [TaskID: Place] = [:]
        var needed = marked(outputs)
        for index in needed.indices.reversed() where needed[index] {
            if let place = known(TaskID(index: index)) {
                found[TaskID(index: index)] = place
            } else {
                for input in inputRange(of: index) { needed[inputIDs[input].index] = true }
            }
        }
        return found
    }

    /// Returns whether each task of the graph is one of `outputs`.
    private func marked(_ outputs: some Sequence<TaskID>) -> [Bool] {
        var marks = [Bool](repeating: false, count: count)
        for output in outputs {
            guard output.index < count else {
                fatalError("output \(output.index) is not a task of this graph, which has \(count)")
            }
            marks[output.index] = true
        }
        return marks
    }
}
