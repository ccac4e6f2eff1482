import Learning
import TaskGraph

/// Finds each candidate's scores, times and failures in what a run gave.
struct ResultCollector {
    let plan: SearchPlan
    let run: RunResult
    let decisive: String

    /// What the run gave for one candidate; ranks come later, from all of them.
    func candidate(_ index: Int) -> CandidateResult {
        var failures: [TaskFailure] = []
        var warnings: [String] = []
        let test = collect(plan.testScores, index, &failures, &warnings)
        let train = plan.trainScores.isEmpty ? [:] : collect(plan.trainScores, index, &failures, &warnings)
        let seconds = (0..<plan.splitCount).map { self.seconds(index, $0) }
        let splits = Double(plan.splitCount)
        return CandidateResult(
            index: index, parameters: plan.parameters(of: index), pipeline: plan.pipeline(of: index),
            scores: test,
            trainScores: train, fitSeconds: seconds.reduce(0) { $0 + $1.fit } / splits,
            scoreSeconds: seconds.reduce(0) { $0 + $1.score } / splits, failures: failures,
            warnings: warnings,
            scorer: decisive)
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

    private func collect(
        _ tasks: [TaskID], _ candidate: Int, _ failures: inout [TaskFailure], _ warnings: inout [String]
    ) -> [String: SplitScores] {
        var scores = [[Double]](repeating: [], count: plan.scorers.count)
        for split in 0..<plan.splitCount {
            var failure: TaskFailure?
            for scorer in plan.scorers.indices {
                switch run.outcome(of: tasks[plan.position(candidate, split) + scorer]) {
                case .success(let value):
                    let mark = value as? Score.Mark
                    scores[scorer].append(mark?.score ?? .nan)
                    for warning in mark?.warnings ?? [] where !warnings.contains(warning) {
                        warnings.append(warning)
                    }
                case .failure(let reason):
                    scores[scorer].append(.nan)
                    failure = failure ?? reason
                }
            }
            if let failure, !failures.contains(failure) { failures.append(failure) }
        }
        let named = zip(plan.scorers, scores).map { ($0.name, SplitScores($1)) }
        return Dictionary(uniqueKeysWithValues: named)
    }

    private func seconds(_ candidate: Int, _ split: Int) -> (fit: Double, score: Double) {
        let chain = candidate * plan.splitCount + split
        var (fit, score) = (0.0, 0.0)
        for scorer in plan.scorers.indices {
            score += run.seconds(of: plan.testScores[plan.position(candidate, split) + scorer])
        }
        var next = plan.leaves[chain]
        while next >= 0 {
            let link = plan.links[Int(next)]
            fit += run.seconds(of: link.fit) + (link.train.map(run.seconds) ?? 0)
            score += link.test.map(run.seconds) ?? 0
            next = link.previous
        }
        return (fit, score)
    }
}
