import TaskGraph

/// What each candidate took of a search's time, over all splits.
///
/// A task is needed by the candidates whose test scores depend on it. Its time is divided among them equally, so that
/// the parts of all candidates add up to the time of all tasks. It counts as time of fitting where a fit depends on
/// it, and as time of scoring elsewhere.
///
/// The sets of candidates go through the graph once, from the scores to the data: linear in tasks and inputs, and in the
/// members of the distinct sets.
struct CandidateTimes {
    /// Each candidate's part of the fits, and of all that they read, in seconds.
    private(set) var fit: [Double] = []

    /// How long the same tasks would take for the candidate alone: undivided, but for a path's, of which each
    /// candidate counts as an equal part.
    private(set) var fitAlone: [Double] = []

    /// Each candidate's part of what tests its models.
    private(set) var score: [Double] = []

    /// How many members the distinct sets of more than one candidate have, all together.
    let memberCount: Int

    /// The times of a plan's candidates, given those of its tasks.
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

    /// The times of the tasks that the same candidates need.
    private struct Sums {
        var fit = 0.0
        var fitAlone = 0.0
        var score = 0.0
    }

    /// What operations are, each looked at once.
    private struct FittingOperations {
        /// By the operation's number: how many models it makes, 0 if it does not fit, -1 if that is not known yet.
        private var counts: [Int] = []

        /// How many models a task makes; nil if it does not fit.
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
