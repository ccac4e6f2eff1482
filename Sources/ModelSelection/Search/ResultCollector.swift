import Learning
import TaskGraph

/// Collects each candidate's scores, times and failures from the results of a run.
struct ResultCollector {
    private let plan: SearchPlan
    private let outcome: (TaskID) -> Result<any Sendable, TaskFailure>
    private let times: CandidateTimes

    /// The indices of the scorers, the one that selects the best candidate first.
    private let order: [Int]

    /// - Parameter outcome: Returns the result of a scoring task in the run.
    init(
        plan: SearchPlan, run: RunResult, outcome: @escaping (TaskID) -> Result<any Sendable, TaskFailure>,
        decisive: String
    ) {
        self.plan = plan
        self.outcome = outcome
        times = CandidateTimes(plan, seconds: run.seconds)
        let first = plan.scorers.firstIndex { $0.name == decisive } ?? 0
        order = [first] + plan.scorers.indices.filter { $0 != first }
    }

    /// Returns the result of one candidate, without ranks, which depend on all of them.
    func candidate(_ index: Int) -> CandidateResult {
        var found = Found()
        let test = collect(plan.scores.test, index, &found)
        let train = plan.scores.hasTrain ? collect(plan.scores.train, index, &found) : [:]
        let splits = Double(plan.splitCount)
        let failures = found.failures.sorted { $0.key < $1.key }.map(SplitFailure.init)
        return CandidateResult(
            index: index, parameters: plan.parameters(of: index), pipeline: plan.pipeline(of: index),
            scores: test, trainScores: train, fitSeconds: times.fit[index] / splits,
            fitSecondsAlone: times.fitAlone[index] / splits, scoreSeconds: times.score[index] / splits,
            failures: failures, error: failures.description(splitCount: plan.splitCount),
            warnings: found.warnings, scorer: plan.scorers[order[0]].name)
    }

    /// Returns the distinct warnings of all candidates, with the number of candidates each applies to.
    func summary(of candidates: [CandidateResult]) -> [String] {
        var counts: [String: Int] = [:]
        var order: [String] = []
        for warning in candidates.flatMap(\.warnings) {
            if counts.updateValue(counts[warning, default: 0] + 1, forKey: warning) == nil {
                order.append(warning)
            }
        }
        return order.map { "\($0) (in \(counts[$0, default: 0]) of \(candidates.count) candidates)" }
    }

    /// The data of a candidate other than its scores.
    private struct Found {
        /// The first failure of each split with one; test rows come before training rows.
        var failures: [Int: TaskFailure] = [:]

        /// The distinct warnings.
        var warnings: [String] = []
    }

    private func collect(_ tasks: [TaskID], _ candidate: Int, _ found: inout Found) -> [String: SplitScores] {
        var scores = [[Double]](
            repeating: [Double](repeating: .nan, count: plan.splitCount), count: plan.scorers.count)
        let row = plan.scores.row(of: candidate, in: tasks)
        for split in 0..<plan.splitCount {
            for scorer in order {
                let task = row[row.startIndex + split * plan.scorers.count + scorer]
                switch score(of: candidate, task) {
                case .success(let output):
                    scores[scorer][split] = output.score
                    for warning in output.warnings where !found.warnings.contains(warning) {
                        found.warnings.append(warning)
                    }
                case .failure(let reason):
                    if found.failures[split] == nil { found.failures[split] = reason }
                }
            }
        }
        let named = zip(plan.scorers, scores).map { ($0.name, SplitScores($1)) }
        return Dictionary(uniqueKeysWithValues: named)
    }

    /// Returns a candidate's score from a task, or the failure.
    private func score(of candidate: Int, _ task: TaskID) -> Result<Score.Output, TaskFailure> {
        outcome(task).flatMap { value in
            let score =
                plan.scores.score(of: candidate, in: value)
                ?? .failure(SharedFailure(description: "the task returned no score"))
            return score.mapError { TaskFailure(of: task, in: plan.graph, throwing: $0.original) }
        }
    }
}
