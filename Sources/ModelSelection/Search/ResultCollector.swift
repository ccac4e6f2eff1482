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

    /// Returns whether a candidate has a score, or failed, on every split.
    func isEvaluated(_ candidate: Int) -> Bool {
        func isComplete(_ tasks: [TaskID], isTrain: Bool) -> Bool {
            plan.scores.row(of: candidate, in: tasks).enumerated().allSatisfy { index, task in
                let (split, scorer) = index.quotientAndRemainder(dividingBy: plan.scorers.count)
                if plan.stored?.score(of: candidate, split, scorer, isTrain: isTrain) != nil { return true }
                guard case .failure(let failure) = outcome(task) else { return true }
                return !(failure.error is NotEvaluated)
            }
        }
        return isComplete(plan.scores.test, isTrain: false)
            && (!plan.scores.hasTrain || isComplete(plan.scores.train, isTrain: true))
    }

    /// Returns the result of one candidate, without ranks, which depend on all of them.
    func candidate(_ index: Int) -> CandidateResult {
        var found = Found()
        let test = collect(plan.scores.test, index, isTrain: false, &found)
        let train = plan.scores.hasTrain ? collect(plan.scores.train, index, isTrain: true, &found) : [:]
        let splits = Double(plan.splitCount)
        let failures = found.failures.sorted { $0.key < $1.key }.map(SplitFailure.init)
        return CandidateResult(
            index: plan.stored?.planned[index] ?? index, parameters: plan.parameters(of: index),
            pipeline: plan.pipeline(of: index),
            scores: test, trainScores: train, fitSeconds: times.fit[index] / splits,
            fitSecondsAlone: times.fitAlone[index] / splits, scoreSeconds: times.score[index] / splits,
            failures: failures, error: failures.description(splitCount: plan.splitCount),
            warnings: found.warnings, scorer: plan.scorers[order[0]].name)
    }

    /// Returns the result of a candidate that the plan does not have, because all of its scores are kept.
    ///
    /// - Parameter index: The number in the whole space.
    func kept(_ index: Int, by stored: StoredSearch) -> CandidateResult {
        var found = Found()
        func scores(isTrain: Bool) -> [String: SplitScores] {
            let all = plan.scorers.indices.map { scorer in
                let splits = (0..<plan.splitCount).map { split in
                    found.add(
                        stored.known[stored.plan.key(index, split, scorer, isTrain: isTrain)]?.outcome, split)
                }
                return (plan.scorers[scorer].name, SplitScores(splits))
            }
            return Dictionary(uniqueKeysWithValues: all)
        }
        let test = scores(isTrain: false)
        let train = plan.scores.hasTrain ? scores(isTrain: true) : [:]
        let failures = found.failures.sorted { $0.key < $1.key }.map(SplitFailure.init)
        return CandidateResult(
            index: index, parameters: stored.whole.parameters(of: index),
            pipeline: stored.whole.pipeline(of: index),
            scores: test, trainScores: train, fitSeconds: 0, fitSecondsAlone: 0, scoreSeconds: 0,
            failures: failures, error: failures.description(splitCount: plan.splitCount),
            warnings: found.warnings, scorer: plan.scorers[order[0]].name)
    }

    /// The data of a candidate other than its scores.
    private struct Found {
        /// The first failure of each split with one; test rows come before training rows.
        var failures: [Int: TaskFailure] = [:]

        /// The distinct warnings.
        var warnings: [String] = []

        /// Adds the score of a split, and returns it; NaN for a failure.
        mutating func add(_ outcome: Result<Score.Output, TaskFailure>?, _ split: Int) -> Double {
            switch outcome {
            case .success(let output):
                for warning in output.warnings where !warnings.contains(warning) { warnings.append(warning) }
                return output.score
            case .failure(let reason) where reason.error is NotEvaluated: return .nan
            case .failure(let reason):
                if failures[split] == nil { failures[split] = reason }
                return .nan
            case nil: return .nan
            }
        }
    }

    private func collect(
        _ tasks: [TaskID], _ candidate: Int, isTrain: Bool, _ found: inout Found
    ) -> [String: SplitScores] {
        var scores = [[Double]](
            repeating: [Double](repeating: .nan, count: plan.splitCount), count: plan.scorers.count)
        let row = plan.scores.row(of: candidate, in: tasks)
        for split in 0..<plan.splitCount {
            for scorer in order {
                let task = row[row.startIndex + split * plan.scorers.count + scorer]
                let kept = plan.stored?.score(of: candidate, split, scorer, isTrain: isTrain)
                scores[scorer][split] = found.add(kept?.outcome ?? score(of: candidate, task), split)
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
