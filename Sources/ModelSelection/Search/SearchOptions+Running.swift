import Learning
import LinearAlgebra
import TaskGraph

extension SearchOptions {
    /// Runs a plan without selecting the best candidate.
    ///
    /// Returns the candidates even if all of them failed.
    ///
    /// - Throws: With ``ErrorScore/raise``, ``SearchError/candidateFailed(parameters:failure:)``; the errors of the
    ///   scheduler; `CancellationError`.
    func score(
        _ plan: SearchPlan, on scheduler: any Scheduler, until stop: SearchStop?,
        onEvent: SearchEvent.Handler?
    ) async throws -> ScoredCandidates {
        LargeMemory.limitKept(to: memoryBudget / 8)
        defer { LargeMemory.drop() }
        return try await withSession(of: scheduler) { session in
            let run = try await run(plan, in: session, until: stop, onEvent: onEvent)
            return try await offPool { _ in try ScoredCandidates(plan, run, self) }
        }
    }

    /// Opens a session for `body`, and closes it.
    func withSession<Value: Sendable>(
        of scheduler: any Scheduler, _ body: (any Session) async throws -> Value
    ) async throws -> Value {
        try Task.checkCancellation()
        let session = try await scheduler.open(memoryLimit: memoryBudget)
        let result: Result<Value, any Error>
        do { result = .success(try await body(session)) } catch { result = .failure(error) }
        await session.close()
        return try result.get()
    }

    /// Runs a plan in a session, as a race if there is one.
    ///
    /// - Parameters:
    ///   - races: Whether candidates may race.
    ///   - rival: The scores of a candidate on all splits that is not in the plan, for a race; nil for none.
    /// - Throws: The errors of the scheduler; `CancellationError` if the task was cancelled, but not if the search was
    ///   stopped; `StrategyError` for an invalid setting of the race.
    func run(
        _ plan: SearchPlan, in session: any Session, until stop: SearchStop?, onEvent: SearchEvent.Handler?,
        races: Bool = true, against rival: [Double]? = nil
    ) async throws -> PlanRun {
        // A store that fails ends the search.
        let stop = stop ?? store.map { _ in SearchStop() }
        if let stop { store?.onFailure(stop.stop) }
        let readers = PlanReaders(plan, decisive: try bestScorer(among: plan.scorers).name, onEvent)
        var run =
            if races, let test = try racingTest(of: plan) {
                try await race(plan, test, against: rival, in: session, until: stop, readers: readers)
            } else {
                try await runCandidates(of: plan, in: session, until: stop, readers: readers)
            }
        if !run.isStopped { readers?.keeper?.keepFailures(of: run.result) }
        run.storeError = flushError()
        return run
    }

    /// Runs the tasks of all candidates of a plan in a session, or of as many as the stop allows.
    private func runCandidates(
        of plan: SearchPlan, in session: any Session, until stop: SearchStop?, readers: PlanReaders?
    ) async throws -> PlanRun {
        let inOrder = stop != nil && plan.evaluatesCandidatesInOrder(memoryBudget)
        let allowed = stop?.tasksLeft.map(plan.outputs(limit:))
        _ = stop?.take(allowed?.taskCount ?? 0)
        guard let allowed, !allowed.isComplete else {
            return try await run(
                plan, outputs: plan.outputs, in: session, until: stop, readers: readers, inOrder: inOrder)
        }
        var results = PartialResults(plan)
        if !allowed.outputs.isEmpty {
            let run = try await run(
                plan, outputs: allowed.outputs, in: session, until: stop, readers: readers, inOrder: inOrder)
            results.add(run.result, of: allowed.outputs)
        }
        return results.run(isStopped: true)
    }

    /// Runs the tasks of a plan that some outputs need, in a session.
    ///
    /// - Parameter onSubmit: Receives the submission, for a caller that lets the session hold the results.
    /// - Throws: The errors of the scheduler; `CancellationError` if the task was cancelled, but not if the search was
    ///   stopped.
    func run(
        _ plan: SearchPlan, outputs: [TaskID], in session: any Session, until stop: SearchStop?,
        readers: PlanReaders?, inOrder: Bool = false, onSubmit: (any Submission) -> Void = { _ in }
    ) async throws -> PlanRun {
        let start = ContinuousClock.now
        let log = stop.map { _ in RunLog() }
        let submission = try session.submit(
            plan.graph, outputs: outputs, inOrder: inOrder, onEvent: Self.handler(log, readers))
        onSubmit(submission)
        do {
            let result = try await withTaskCancellationHandler {
                guard let stop else { return try await submission.result() }
                return try await stop.whileRunning(onStop: submission.cancel, submission.result)
            } onCancel: {
                submission.cancel()
            }
            return PlanRun(result: result, isStopped: false)
        } catch let error as CancellationError {
            guard let log, let stop, stop.isStopped, !Task.isCancelled else { throw error }
            let seconds = (ContinuousClock.now - start).seconds
            return PlanRun(
                result: log.result(of: plan.graph, outputs: outputs, wallSeconds: seconds), isStopped: true)
        }
    }

    /// Returns a function that passes the events of a run on; nil if nothing reads them.
    private static func handler(_ log: RunLog?, _ readers: PlanReaders?) -> RunEvent.Handler? {
        guard log != nil || readers != nil else { return nil }
        return { event in
            log?.receive(event)
            readers?.receive(event)
        }
    }

    /// Waits until all scores are kept, and returns the error if they are not.
    private func flushError() -> (any Error)? {
        do {
            try store?.flush()
            return nil
        } catch {
            return error
        }
    }

    /// Selects the best candidate and fits its pipeline to all data, unless ``refit`` is ``Refit/none``.
    ///
    /// - Throws: ``SearchError/everyCandidateFailed(count:first:)``, ``SearchError/refitFailed(parameters:failure:)``;
    ///   the errors of the scheduler; `CancellationError`.
    func fitBest(
        of scored: ScoredCandidates, _ data: Dataset, on scheduler: any Scheduler,
        onEvent: SearchEvent.Handler?
    ) async throws -> SearchResults {
        LargeMemory.limitKept(to: memoryBudget / 8)
        defer { LargeMemory.drop() }
        let best = try scored.best
        guard refit != .none else {
            return SearchResults(scored, best: best, refitted: nil, refitSeconds: 0)
        }
        let start = ContinuousClock.now
        onEvent?(.refitting(best))
        let sources = try scored.sources ?? FeatureSources(of: best.pipeline, data)
        let model = try await refitted(best, sources, data, on: scheduler, onEvent: onEvent)
        return SearchResults(
            scored, best: best, refitted: model, refitSeconds: (ContinuousClock.now - start).seconds)
    }
}

/// The outcome of running a plan.
struct PlanRun {
    /// The results; if the run was stopped, outputs that were not computed have failed with ``NotEvaluated``.
    let result: RunResult

    /// Whether the run was stopped before its end.
    let isStopped: Bool

    /// Whether the results are those of the scores, of which some may be missing, and not of the outputs of the plan.
    var isPartial = false

    /// The number of splits after which a race eliminated candidates, by candidate; outputs that were not computed have
    /// failed with ``NotEvaluated``.
    var eliminated: [Int: Int] = [:]

    /// The error of the store; nil without one.
    var storeError: (any Error)?
}
