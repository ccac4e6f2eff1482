import Machine
import Trellis

/// The content of the file that `--json` writes; property names are JSON keys.
struct SearchDocument: Encodable {
    let trellis: String
    let data: DataDescription
    /// The pipeline with its fixed parameters, in the form of the command line.
    let pipeline: String
    /// The best candidate; `null` if all candidates failed.
    let best: ResultsDocument.Best?
    /// The rule that selected it: `best` or `one-se`.
    let choice: String
    /// The comparison with the runner-up; absent unless two candidates have scores on at least two splits.
    let runnerUp: RunnerUp?
    /// The scores of the search on the test rows of outer splits; absent unless requested.
    let nested: ResultsDocument.Nested?
    let candidates: [ResultsDocument.Candidate]
    let plan: Plan
    let timing: SearchReport.Timing
    let scheduler: SchedulerDescription
    let peakMemoryBytes: Int

    private enum CodingKeys: CodingKey {
        case trellis, data, pipeline, best, choice, runnerUp, nested, candidates, plan, timing, scheduler,
            peakMemoryBytes
    }

    /// Encodes a missing `best` as `null`, rather than omitting it.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(trellis, forKey: .trellis)
        try container.encode(data, forKey: .data)
        try container.encode(pipeline, forKey: .pipeline)
        try container.encode(best, forKey: .best)
        try container.encode(choice, forKey: .choice)
        try container.encodeIfPresent(runnerUp, forKey: .runnerUp)
        try container.encodeIfPresent(nested, forKey: .nested)
        try container.encode(candidates, forKey: .candidates)
        try container.encode(plan, forKey: .plan)
        try container.encode(timing, forKey: .timing)
        try container.encode(scheduler, forKey: .scheduler)
        try container.encode(peakMemoryBytes, forKey: .peakMemoryBytes)
    }

    /// The size and digest of the data.
    struct DataDescription: Encodable {
        let rows: Int
        let features: Int
        /// The number of classes; absent for regression.
        let classes: Int?
        /// The column of the weights; absent without weights.
        let weights: String?
        /// The hash of the data; absent for data in chunks.
        let digest: String?
    }

    /// The runner-up, and the difference of the best candidate from it.
    struct RunnerUp: Encodable {
        let index: Int
        let difference: JSONNumber
        let interval: [JSONNumber]
        let level: Double
        let p: JSONNumber

        init(_ runnerUp: ScoredCandidates.RunnerUp) {
            let comparison = runnerUp.comparison
            index = runnerUp.candidate.index
            difference = JSONNumber(comparison.difference)
            interval = [comparison.interval.lowerBound, comparison.interval.upperBound].map(JSONNumber.init)
            level = comparison.level
            p = JSONNumber(comparison.p)
        }
    }

    /// The size of the search.
    struct Plan: Encodable {
        let candidates: Int
        let folds: Int
        let tasksNaive: Int
        let tasksMerged: Int
    }

    /// The scheduler that ran the search.
    struct SchedulerDescription: Encodable {
        let kind: String
        let workers: Int
    }
}

extension SearchReport {
    /// The results as an encodable document.
    var document: SearchDocument {
        SearchDocument(
            trellis: RootCommand.trellisVersion, data: subject.dataDescription,
            pipeline: "\(subject.pipeline)", best: best.map(ResultsDocument.Best.init),
            choice: subject.choice.rawValue,
            runnerUp: results.runnerUp.map(SearchDocument.RunnerUp.init),
            nested: nested.map(ResultsDocument.Nested.init),
            candidates: results.candidates.map(ResultsDocument.Candidate.init),
            plan: .init(
                candidates: results.candidates.count, folds: results.splitCount,
                tasksNaive: results.tasks.naive,
                tasksMerged: results.tasks.run),
            timing: timing, scheduler: .init(kind: scheduler.kind, workers: scheduler.workers),
            peakMemoryBytes: MachineResources.peakMemory)
    }
}
