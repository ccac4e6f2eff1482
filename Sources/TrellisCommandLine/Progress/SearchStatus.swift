import Trellis

/// How far a command is with its search, computed from the events.
struct SearchStatus {
    /// What the command does now: `reading iris.csv`, `searching`.
    var activity: String

    /// The time at which the activity began, in seconds.
    private let start: Double

    /// The work of the current run.
    private(set) var work: WorkAccount?

    /// The start of the current run, by which estimates that were computed beside it know it.
    private var runInstant: ContinuousClock.Instant?

    /// The outputs of the plan that runs next or now; nil for other runs.
    private(set) var outputs: [TaskID]?

    /// The number of scored candidates, and of all candidates; 0 without a plan.
    private(set) var candidates = (scored: 0, total: 0)

    /// The best candidate so far.
    private(set) var best: (score: Double, parameters: String)?

    /// The number of candidates that a strategy has evaluated, and will in all; nil for a grid.
    private var rounds: (evaluated: Int, expected: Int)?

    /// The number of candidates of the plan that runs.
    private var planned = 0

    /// The pass over rows in chunks, and the time at which it began; nil for rows in memory.
    private var pass: (progress: PassProgress, start: Double)?

    init(activity: String, at time: Double) {
        self.activity = activity
        start = time
    }

    /// Changes the status by an event, at a time in seconds.
    mutating func receive(_ event: SearchEvent, at time: Double) {
        switch event {
        case .planned(let plan):
            planned = plan.candidateCount
            outputs = plan.outputs
            if rounds == nil { candidates = (0, planned) }
        case .run(.planned(let run)):
            runInstant = run.instant
            work = WorkAccount(run)
        case .run(.started(let task, let worker)): work?.start(task, worker: worker, at: time)
        case .run(.finished(let run)): work?.finish(run)
        case .run(.ended): outputs = nil
        case .run(.arrived): break
        case .scored(let candidate):
            candidates.scored += 1
            if best.map({ candidate.score > $0.score }) ?? !candidate.score.isNaN {
                best = (candidate.score, "\(candidate.parameters)")
            }
        case .passed(let progress):
            let isNew = pass?.progress.pass != progress.pass
            pass = (progress, isNew ? time : pass?.start ?? time)
        case .evaluated(let progress):
            rounds = (progress.evaluated, progress.expected)
            candidates = (progress.evaluated, progress.expected)
            if let score = progress.bestScore, let parameters = progress.bestParameters {
                best = (score, "\(parameters)")
            }
            work = nil
        case .refitting(let result):
            activity = "refitting"
            pass = nil
            best = (result.score, "\(result.parameters)")
            work = nil
        }
    }

    /// Adds estimates that were computed for a run, unless another one has begun.
    mutating func add(_ estimates: WorkAccount.Estimates, ofRun run: RunStart) {
        if run.instant == runInstant { work?.add(estimates) }
    }

    /// What the command does now, with the number of the pass over rows in chunks.
    var phrase: String { pass.map { "\(activity), pass \($0.progress.pass) over the rows" } ?? activity }

    /// Returns the seconds since the activity began.
    func elapsed(at time: Double) -> Double { time - start }

    /// Returns the share of the work, or of the pass, that is done, between 0 and 1; nil if it is not known.
    func share(at time: Double) -> Double? {
        if let pass { return Double(pass.progress.chunks) / Double(max(1, pass.progress.chunkCount)) }
        let run = work?.share(at: time)
        guard let rounds, rounds.expected > 0 else { return run }
        return min(1, (Double(rounds.evaluated) + (run ?? 0) * Double(planned)) / Double(rounds.expected))
    }

    /// Returns the seconds until the end of the work, or of the pass; nil if they are not known.
    func secondsLeft(at time: Double) -> Double? {
        if let pass, let share = share(at: time) {
            return share > 0 ? (time - pass.start) * (1 - share) / share : nil
        }
        guard rounds != nil, let share = share(at: time), share > 0 else {
            return work?.secondsLeft(at: time)
        }
        return elapsed(at: time) * (1 - share) / share
    }
}
