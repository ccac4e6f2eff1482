import Trellis

/// The content of the file that `--json` writes; property names are JSON keys.
struct SearchDocument: Encodable {
    let trellis: String
    let data: DataDescription
    /// The best candidate; `null` if all candidates failed.
    let best: Best?
    let candidates: [Candidate]
    let plan: Plan
    let timing: SearchReport.Timing
    let scheduler: SchedulerDescription
    let peakMemoryBytes: Int

    private enum CodingKeys: CodingKey {
        case trellis, data, best, candidates, plan, timing, scheduler, peakMemoryBytes
    }

    /// Encodes a missing `best` as `null`, rather than omitting it.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(trellis, forKey: .trellis)
        try container.encode(data, forKey: .data)
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
        let digest: String
    }

    /// The best candidate.
    struct Best: Encodable {
        let params: [String: ParameterValue]
        let scores: [String: JSONNumber]
        let index: Int
    }

    /// One candidate.
    struct Candidate: Encodable {
        let params: [String: ParameterValue]
        let rank: [String: Int]
        let scores: [String: Scores]
        let trainScores: [String: Scores]
        let fitSeconds: JSONNumber
        let fitSecondsAlone: JSONNumber
        let scoreSeconds: JSONNumber
        let error: String?

        private enum CodingKeys: CodingKey {
            case params, rank, scores, trainScores, fitSeconds, fitSecondsAlone, scoreSeconds, error
        }

        /// Encodes a missing `error` as `null`, rather than omitting it.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(params, forKey: .params)
            try container.encode(rank, forKey: .rank)
            try container.encode(scores, forKey: .scores)
            try container.encode(trainScores, forKey: .trainScores)
            try container.encode(fitSeconds, forKey: .fitSeconds)
            try container.encode(fitSecondsAlone, forKey: .fitSecondsAlone)
            try container.encode(scoreSeconds, forKey: .scoreSeconds)
            try container.encode(error, forKey: .error)
        }
    }

    /// The scores of one scorer.
    struct Scores: Encodable {
        let mean: JSONNumber
        let std: JSONNumber
        let splits: [JSONNumber]

        init(_ scores: SplitScores) {
            mean = JSONNumber(scores.mean)
            std = JSONNumber(scores.standardDeviation)
            splits = scores.splits.map(JSONNumber.init)
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
        let data = prepared.data
        return SearchDocument(
            trellis: TrellisCommand.trellisVersion,
            data: .init(
                rows: data.features.rows, features: data.features.columns,
                classes: data.target.labels?.classes.count, digest: "\(data.digest)"),
            best: best.map { best in
                .init(
                    params: best.parameters.byName, scores: best.scores.mapValues { JSONNumber($0.mean) },
                    index: best.index)
            },
            candidates: results.candidates.map { candidate in
                .init(
                    params: candidate.parameters.byName, rank: candidate.rank,
                    scores: candidate.scores.mapValues(SearchDocument.Scores.init),
                    trainScores: candidate.trainScores.mapValues(SearchDocument.Scores.init),
                    fitSeconds: JSONNumber(candidate.fitSeconds),
                    fitSecondsAlone: JSONNumber(candidate.fitSecondsAlone),
                    scoreSeconds: JSONNumber(candidate.scoreSeconds), error: candidate.error)
            },
            plan: .init(
                candidates: plan.candidateCount, folds: plan.splitCount, tasksNaive: results.tasks.naive,
                tasksMerged: results.tasks.run),
            timing: timing, scheduler: .init(kind: scheduler.kind, workers: scheduler.workers),
            peakMemoryBytes: MachineResources.peakMemory)
    }
}

extension ParameterAssignment {
    /// The values by name.
    var byName: [String: ParameterValue] {
        Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.value) })
    }
}
