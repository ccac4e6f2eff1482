import Learning
import TaskGraph

/// Finds each candidate's scores, times and failures in what a run gave.
struct ResultCollector {
    private let plan: SearchPlan
    private let outcome: (TaskID) -> Result<any Sendable, TaskFailure>
    private let times: CandidateTimes

    /// The places of the scorers, the one that tells the best first.
    private let order: [Int]

    /// - Parameter outcome: what the run gave for a task that scores.
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

    /// What the run gave for one candidate; ranks come later, from all of them.
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

    /// The warnings of all candidates, each once, with how many candidates it concerns.
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

    /// What is known of a candidate besides its scores.
    private struct Found {
        /// The first failure of each split that has one, test rows before training rows.
        var failures: [Int: TaskFailure] = [:]

        /// Each warning once.
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
                case .success(let mark):
                    scores[scorer][split] = mark.score
                    for warning in mark.warnings where !found.warnings.contains(warning) {
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

    /// A candidate's score by a task, or why there is none.
    private func score(of candidate: Int, _ task: TaskID) -> Result<Score.Output, TaskFailure> {
        outcome(task).flatMap { value in
            let mark =
                plan.scores.score(of: candidate, in: value)
                ?? .failure(SharedFailure(description: "the task gave no score"))
            return mark.mapError { TaskFailure(of: task, in: plan.graph, throwing: $0.original) }
        }
    }
}
