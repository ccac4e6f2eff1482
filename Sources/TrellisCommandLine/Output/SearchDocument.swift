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
    let candidates: [ResultsDocument.Candidate]
    let plan: Plan
    let timing: SearchReport.Timing
    let scheduler: SchedulerDescription
    let peakMemoryBytes: Int

    private enum CodingKeys: CodingKey {
        case trellis, data, pipeline, best, candidates, plan, timing, scheduler, peakMemoryBytes
    }

    /// Encodes a missing `best` as `null`, rather than omitting it.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(trellis, forKey: .trellis)
        try container.encode(data, forKey: .data)
        try container.encode(pipeline, forKey: .pipeline)
        try container.encode(best, forKey: .best)
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
        let digest: String
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
        let data = prepared.data
        return SearchDocument(
            trellis: RootCommand.trellisVersion,
            data: .init(
                rows: data.features.rows, features: data.features.columns,
                classes: data.target.labels?.classes.count, weights: prepared.weightColumn,
                digest: "\(data.digest)"),
            pipeline: "\(prepared.search.pipeline)", best: best.map(ResultsDocument.Best.init),
            candidates: results.candidates.map(ResultsDocument.Candidate.init),
            plan: .init(
                candidates: plan.candidateCount, folds: plan.splitCount, tasksNaive: results.tasks.naive,
                tasksMerged: results.tasks.run),
            timing: timing, scheduler: .init(kind: scheduler.kind, workers: scheduler.workers),
            peakMemoryBytes: MachineResources.peakMemory)
    }
}
