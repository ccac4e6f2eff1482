import TaskGraph

/// The candidates and splits whose test scores depend on each task of a plan.
///
/// - Complexity: Linear in the tasks, their inputs, and the members of the distinct sets.
package struct ServedScores: Sendable {
    private let candidates: TaskSets
    private let splits: TaskSets

    /// Computes the sets of all tasks.
    package init(_ plan: SearchPlan) {
        let width = plan.scorers.count
        candidates = TaskSets(plan, memberCount: plan.candidateCount) { candidate, _ in candidate }
        splits = TaskSets(plan, memberCount: plan.splitCount) { _, place in place / width }
    }

    /// Returns the number of candidates that a task serves.
    package func candidateCount(of task: TaskID) -> Int { candidates.count(of: task) }

    /// Returns the first candidates that a task serves, in ascending order.
    package func candidates(of task: TaskID, limit: Int) -> [Int] {
        candidates.members(of: task, limit: limit)
    }

    /// Returns the first splits that a task serves, in ascending order.
    package func splits(of task: TaskID, limit: Int) -> [Int] { splits.members(of: task, limit: limit) }
}

/// The candidates, or the splits, that each task of a plan serves.
private struct TaskSets: Sendable {
    private var sets: CandidateSets

    /// The set of each task; -1 for none.
    private var ofTask: [Int32]

    /// Propagates the members from the scores to the data.
    ///
    /// - Parameter member: Returns the member that a test score belongs to, from its candidate and its place in the row
    ///   of the candidate.
    init(_ plan: SearchPlan, memberCount: Int, member: (Int, Int) -> Int) {
        sets = CandidateSets(candidateCount: memberCount)
        ofTask = [Int32](repeating: -1, count: plan.graph.count)
        var readers = ReaderSets(taskCount: plan.graph.count)
        for candidate in 0..<plan.candidateCount {
            let row = plan.scores.row(of: candidate, in: plan.scores.test)
            for (place, task) in row.enumerated() {
                readers.add(Int32(member(candidate, place)), to: task)
            }
        }
        var found: [Int32] = []
        for task in plan.graph.tasks.reversed() {
            readers.read(task, into: &found)
            if found.isEmpty { continue }
            let set = sets.union(of: found)
            ofTask[task.index] = set
            for input in plan.graph.inputs(of: task) { readers.add(set, to: input) }
        }
    }

    func count(of task: TaskID) -> Int {
        ofTask[task.index] < 0 ? 0 : sets.count(of: ofTask[task.index])
    }

    func members(of task: TaskID, limit: Int) -> [Int] {
        guard ofTask[task.index] >= 0 else { return [] }
        var members: [Int] = []
        sets.forEach(in: ofTask[task.index]) { members.append($0) }
        return Array(members.sorted().prefix(limit))
    }
}
