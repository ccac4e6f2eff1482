/// The results of a search as JSON; property names are JSON keys.
package struct ResultsDocument: Encodable {
    /// The best candidate.
    let best: Best

    /// All candidates, in grid order or in the order of evaluation.
    let candidates: [Candidate]

    /// The best candidate.
    package struct Best: Encodable {
        let params: [String: ParameterValue]
        let scores: [String: JSONNumber]
        let index: Int

        /// Describes the best candidate.
        package init(_ best: CandidateResult) {
            params = best.parameters.byName
            scores = best.scores.mapValues { JSONNumber($0.mean) }
            index = best.index
        }
    }

    /// One candidate.
    package struct Candidate: Encodable {
        let params: [String: ParameterValue]
        let rank: [String: Int]
        let scores: [String: Scores]
        let trainScores: [String: Scores]
        let fitSeconds: JSONNumber
        let fitSecondsAlone: JSONNumber
        let scoreSeconds: JSONNumber
        let error: String?
        let round: Int?
        let resource: Int?
        let eliminatedAfter: Int?

        private enum CodingKeys: CodingKey {
            case round, resource, eliminatedAfter, params, rank, scores, trainScores, fitSeconds,
                fitSecondsAlone,
                scoreSeconds, error
        }

        /// Encodes a missing `error` as `null`, rather than omitting it.
        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encodeIfPresent(round, forKey: .round)
            try container.encodeIfPresent(resource, forKey: .resource)
            try container.encodeIfPresent(eliminatedAfter, forKey: .eliminatedAfter)
            try container.encode(params, forKey: .params)
            try container.encode(rank, forKey: .rank)
            try container.encode(scores, forKey: .scores)
            try container.encode(trainScores, forKey: .trainScores)
            try container.encode(fitSeconds, forKey: .fitSeconds)
            try container.encode(fitSecondsAlone, forKey: .fitSecondsAlone)
            try container.encode(scoreSeconds, forKey: .scoreSeconds)
            try container.encode(error, forKey: .error)
        }

        /// Describes a candidate.
        package init(_ candidate: CandidateResult) {
            params = candidate.parameters.byName
            rank = candidate.rank
            scores = candidate.scores.mapValues(Scores.init)
            trainScores = candidate.trainScores.mapValues(Scores.init)
            fitSeconds = JSONNumber(candidate.fitSeconds)
            fitSecondsAlone = JSONNumber(candidate.fitSecondsAlone)
            scoreSeconds = JSONNumber(candidate.scoreSeconds)
            error = candidate.error
            (round, resource) = (candidate.round, candidate.resource)
            eliminatedAfter = candidate.eliminatedAfter
        }
    }

    /// The scores of a search on the test rows of outer splits.
    package struct Nested: Encodable {
        let scores: [String: Scores]
        let folds: [Fold]

        /// The best candidate of an outer split: its parameters, its mean scores on the inner splits, and its scores on the
        /// test rows.
        struct Fold: Encodable {
            let params: [String: ParameterValue]
            let innerScores: [String: JSONNumber]
            let scores: [String: JSONNumber]
            let error: String?
        }

        /// Describes the scores.
        package init(_ nested: NestedScores) {
            scores = nested.scores.mapValues(Scores.init)
            folds = nested.folds.map { fold in
                Fold(
                    params: fold.best.parameters.byName,
                    innerScores: fold.best.scores.mapValues { JSONNumber($0.mean) },
                    scores: fold.scores.mapValues(JSONNumber.init), error: fold.error)
            }
        }
    }

    /// The scores of one scorer.
    package struct Scores: Encodable {
        let mean: JSONNumber
        let std: JSONNumber
        let splits: [JSONNumber]

        init(_ scores: SplitScores) {
            mean = JSONNumber(scores.mean)
            std = JSONNumber(scores.standardDeviation)
            splits = scores.splits.map(JSONNumber.init)
        }
    }
}

extension SearchResults {
    /// The best candidate and all candidates as JSON, in the form of the command line's `--json`.
    ///
    /// Scores that are NaN are `null`.
    public var json: String {
        get throws {
            try JSONText.encode(
                ResultsDocument(best: .init(best), candidates: candidates.map(ResultsDocument.Candidate.init))
            )
        }
    }
}

extension ParameterAssignment {
    /// The values by name.
    fileprivate var byName: [String: ParameterValue] {
        Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.value) })
    }
}
