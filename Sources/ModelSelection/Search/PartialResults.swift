import Learning
import TaskGraph

/// The results of runs that each compute some of the scores of a plan.
struct PartialResults {
    private let plan: SearchPlan
    private var values: [TaskID: any Sendable] = [:]
    private var failures: [TaskID: TaskFailure] = [:]
    private var seconds: [TaskID: Double] = [:]

    /// The number of tasks that ran.
    private(set) var tasksRun = 0

    /// The duration of all runs.
    private(set) var wallSeconds = 0.0

    init(_ plan: SearchPlan) { self.plan = plan }

    /// Adds a run.
    mutating func add(_ result: RunResult, of outputs: [TaskID]) {
        for output in outputs {
            switch result.outcome(of: output) {
            case .success(let value): values[output] = value
            case .failure(let failure): failures[output] = failure
            }
        }
        // What the outputs of several runs need may run in each.
        for task in plan.graph.tasksNeeded(for: outputs) {
            seconds[task, default: 0] += result.seconds(of: task)
        }
        tasksRun += result.tasksRun
        wallSeconds += result.wallSeconds
    }

    /// Returns the score of a candidate on a split, computed or kept; NaN if it failed.
    func score(of candidate: Int, on split: Int, by scorer: Int) -> Double {
        if let kept = plan.stored?.score(of: candidate, split, scorer, isTrain: false) {
            if case .score(let score, _) = kept { return score }
            return .nan
        }
        let row = plan.scores.row(of: candidate, in: plan.scores.test)
        let task = row[row.startIndex + split * plan.scorers.count + scorer]
        guard let value = values[task],
            case .success(let output)? = plan.scores.score(of: candidate, in: value)
        else { return .nan }
        return output.score
    }

    /// Returns all runs as one; scores that were not computed have failed with ``NotEvaluated``.
    func run(isStopped: Bool, eliminated: [Int: Int] = [:]) -> PlanRun {
        let outputs = plan.scores.all
        let order = ExecutionOrder(of: plan.graph, outputs: outputs)
        let notEvaluated = outputs.first.map { TaskFailure(of: $0, in: plan.graph, throwing: NotEvaluated()) }
        var missing: [TaskID: TaskFailure] = [:]
        for output in outputs where values[output] == nil {
            missing[output] = failures[output] ?? notEvaluated
        }
        let result = RunResult(
            order: order, values: values.map { (task: $0, value: $1) }, failures: missing,
            seconds: order.tasks.map { seconds[$0] ?? 0 }, tasksRun: tasksRun, wallSeconds: wallSeconds)
        return PlanRun(result: result, isStopped: isStopped, isPartial: true, eliminated: eliminated)
    }
}
