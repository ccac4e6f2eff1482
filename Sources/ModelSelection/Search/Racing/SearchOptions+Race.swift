import Learning
import Strategies
import TaskGraph

extension SearchOptions {
    /// Runs the rounds of the race of a plan.
    ///
    /// - Parameters:
    ///   - test: The test by which candidates are eliminated.
    ///   - rival: The scores of a candidate on all splits that is not in the plan; nil for none.
    /// - Throws: The errors of ``run(_:outputs:in:until:readers:inOrder:onSubmit:)``.
    func race(
        _ plan: SearchPlan, _ test: RacingTest, against rival: [Double]?, in session: any Session,
        until stop: SearchStop?, readers: PlanReaders?
    ) async throws -> PlanRun {
        let decisive = try bestScorer(among: plan.scorers).name
        let scorer = plan.scorers.firstIndex { $0.name == decisive } ?? 0
        var race = Race(plan.scores.teams, splitCount: plan.splitCount, test: test, rival: rival)
        var rounds = PartialResults(plan)
        var tasks = RoundTasks(plan)
        // The session holds their results.
        var submissions: [any Submission] = []
        defer { withExtendedLifetime(submissions) {} }
        while let round = race.next() {
            try Task.checkCancellation()
            let outputs = plan.outputs(of: round.candidates, on: round.splits)
            if !outputs.isEmpty {
                let needed = tasks.next(scoring: outputs)
                if let stop, !stop.take(needed.taskCount) {
                    return rounds.run(isStopped: true, eliminated: race.eliminated)
                }
                let run = try await run(
                    plan, outputs: outputs + needed.results, in: session, until: stop, readers: readers
                ) { submissions.append($0) }
                rounds.add(run.result, of: outputs)
                if run.isStopped { return rounds.run(isStopped: true, eliminated: race.eliminated) }
                if errorScore == .raise, outputs.contains(where: run.result.hasFailed) { break }
            }
            race.finish(round) { rounds.score(of: $0, on: $1, by: scorer) }
        }
        return rounds.run(isStopped: false, eliminated: race.eliminated)
    }
}

extension RunResult {
    /// Returns whether an output has failed.
    fileprivate func hasFailed(_ output: TaskID) -> Bool {
        if case .failure = outcome(of: output) { true } else { false }
    }
}
