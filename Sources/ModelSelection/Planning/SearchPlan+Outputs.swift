import TaskGraph

extension SearchPlan {
    /// Returns the tasks of the scores of some candidates on some splits, unless they are kept already.
    func outputs(of candidates: [Int], on splits: Range<Int>) -> [TaskID] {
        var known: Set<TaskID> = []
        var outputs: [TaskID] = []
        let sides = [(scores.test, false)] + (scores.hasTrain ? [(scores.train, true)] : [])
        for (tasks, isTrain) in sides {
            for candidate in candidates {
                let row = scores.row(of: candidate, in: tasks)
                for index in splits.lowerBound * scorers.count..<splits.upperBound * scorers.count {
                    let (split, scorer) = index.quotientAndRemainder(dividingBy: scorers.count)
                    let isKept = stored?.score(of: candidate, split, scorer, isTrain: isTrain) != nil
                    let task = row[row.startIndex + index]
                    if !isKept, known.insert(task).inserted { outputs.append(task) }
                }
            }
        }
        return outputs
    }

    /// Returns the outputs of the first candidates whose tasks are no more than a limit.
    ///
    /// - Returns: The outputs, the number of tasks that they need, and whether they are those of all candidates.
    /// - Complexity: Linear in the tasks and inputs of the graph.
    func outputs(limit: Int) -> (outputs: [TaskID], taskCount: Int, isComplete: Bool) {
        let all = graph.tasksNeeded(for: outputs).count
        guard all > limit else { return (outputs, all, true) }
        var isNeeded = [Bool](repeating: false, count: graph.count)
        var (chosen, count): ([TaskID], Int) = ([], 0)
        for team in scores.teams {
            let own = outputs(of: team, on: 0..<splitCount)
            var added = 0
            var stack = own
            while let task = stack.popLast() {
                if isNeeded[task.index] { continue }
                isNeeded[task.index] = true
                added += 1
                stack += graph.inputs(of: task)
            }
            guard count + added <= limit else { break }
            count += added
            chosen += own
        }
        return (chosen, count, false)
    }
}
