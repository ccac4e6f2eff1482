import TaskGraph

/// Each candidate's share of the time of a search, over all splits.
///
/// A task is needed by the candidates whose test scores depend on it. Its time is divided equally among them, so that
/// the shares of all candidates add up to the total time. It is fit time if a fit depends on the task, and score time
/// otherwise.
///
/// The sets of candidates are propagated through the graph once, from the scores to the data.
///
/// - Complexity: Linear in the tasks, their inputs, and the members of the distinct sets.
struct CandidateTimes {
    /// Each candidate's share of the fits and the tasks on which they depend, in seconds.
    private(set) var fit: [Double] = []

    /// The time of the same tasks for the candidate alone: undivided, except for a path, of which each candidate has an
    /// equal part.
    private(set) var fitAlone: [Double] = []

    /// Each candidate's share of the tasks that evaluate its models.
    private(set) var score: [Double] = []

    /// The total number of members of the distinct sets with more than one candidate.
    let memberCount: Int

    /// Computes the times of a plan's candidates from those of its tasks.
    init(_ plan: SearchPlan, seconds: (TaskID) -> Double) {
        var sets = CandidateSets(candidateCount: plan.candidateCount)
        var readers = ReaderSets(taskCount: plan.graph.count)
        for candidate in 0..<plan.candidateCount {
            for task in plan.scores.row(of: candidate, in: plan.scores.test) {
                readers.add(Int32(candidate), to: task)
            }
        }
        var operations = FittingOperations()
        var isRead = [Bool](repeating: false, count: plan.graph.count)  // by a fit
        var sums = [Sums](repeating: Sums(), count: plan.candidateCount)
        var found: [Int32] = []
        for task in plan.graph.tasks.reversed() {
            readers.read(task, into: &found)
            if found.isEmpty { continue }
            let set = sets.union(of: found)
            while sums.count < sets.count { sums.append(Sums()) }
            let modelCount = operations.modelCount(of: task, in: plan.graph)
            let isOfFit = modelCount != nil || isRead[task.index]
            let time = seconds(task)
            if isOfFit {
                sums[Int(set)].fit += time
                sums[Int(set)].fitAlone += time / Double(modelCount ?? 1)
            } else {
                sums[Int(set)].score += time
            }
            for input in plan.graph.inputs(of: task) {
                readers.add(set, to: input)
                if isOfFit { isRead[input.index] = true }
            }
        }
        memberCount = sets.memberCount
        fit = [Double](repeating: 0, count: plan.candidateCount)
        (fitAlone, score) = (fit, fit)
        for (set, sum) in sums.enumerated() {
            let count = Double(sets.count(of: Int32(set)))
            sets.forEach(in: Int32(set)) { candidate in
                fit[candidate] += sum.fit / count
                fitAlone[candidate] += sum.fitAlone
                score[candidate] += sum.score / count
            }
        }
    }

    /// The times of the tasks needed by the same candidates.
    private struct Sums {
        var fit = 0.0
        var fitAlone = 0.0
        var score = 0.0
    }

    /// The number of models of each operation, determined once.
    private struct FittingOperations {
        /// For each operation, the number of models it fits: 0 if it is not a fit, -1 if unknown.
        private var counts: [Int] = []

        /// Returns the number of models that a task fits; nil if it is not a fit.
        mutating func modelCount(of task: TaskID, in graph: TaskGraph) -> Int? {
            let index = graph.operationID(of: task).index
            while counts.count <= index { counts.append(-1) }
            if counts[index] < 0 {
                counts[index] = (graph.operation(of: task) as? any FittingOperation)?.modelCount ?? 0
            }
            return counts[index] > 0 ? counts[index] : nil
        }
    }
}
