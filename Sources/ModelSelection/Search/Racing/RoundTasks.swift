import TaskGraph

/// The tasks of each round of a race, and the results that are kept for later rounds.
///
/// Tasks that serve several splits, such as sums over folds, would otherwise run in each round. Large results are not kept,
/// because they would fill the memory, or be sent from the workers of a cluster.
struct RoundTasks {
    private let plan: SearchPlan
    private let costs: TaskCosts

    /// The tasks whose results are kept.
    private var kept: Set<TaskID> = []

    /// The scores that are computed.
    private var scored: Set<TaskID> = []

    /// The largest result that is kept, in bytes.
    private static let mostBytes = 1 << 20

    /// The tasks of a round.
    struct Round {
        /// The number of tasks to run.
        let taskCount: Int

        /// The tasks besides the scores whose results later rounds read.
        let results: [TaskID]
    }

    init(_ plan: SearchPlan) {
        self.plan = plan
        costs = TaskCosts(of: plan.graph)
    }

    /// Returns the tasks of the next round.
    mutating func next(scoring outputs: [TaskID]) -> Round {
        let (now, count) = needed(for: outputs)
        scored.formUnion(outputs)
        let later = needed(for: plan.scores.all.filter { !scored.contains($0) }).marks
        var results: [TaskID] = []
        for task in plan.graph.tasks where later[task.index] && !now[task.index] {
            for input in plan.graph.inputs(of: task)
            where now[input.index] && !kept.contains(input) && isKept(input) {
                kept.insert(input)
                results.append(input)
            }
        }
        return Round(taskCount: count, results: results)
    }

    private func isKept(_ task: TaskID) -> Bool {
        !(plan.graph.operation(of: task) is any DataSource) && costs[task].bytes <= Self.mostBytes
    }

    /// Marks and counts the tasks that outputs need, besides those whose results are kept.
    private func needed(for outputs: [TaskID]) -> (marks: [Bool], count: Int) {
        var (marks, count) = ([Bool](repeating: false, count: plan.graph.count), 0)
        var stack = outputs
        while let task = stack.popLast() {
            if marks[task.index] || kept.contains(task) { continue }
            marks[task.index] = true
            count += 1
            stack += plan.graph.inputs(of: task)
        }
        return (marks, count)
    }
}
