import Learning
import TaskGraph

/// The result of a search for one candidate.
public struct CandidateResult: Sendable {
    /// The index among the results, from 0: in grid order, or in the order of evaluation by a strategy.
    public internal(set) var index: Int

    /// The parameters.
    public let parameters: ParameterAssignment

    /// The pipeline.
    public let pipeline: Pipeline

    /// The units of the resource, such as rows, with which a strategy had the candidate evaluated; nil for all.
    ///
    /// A candidate that is evaluated again with more of the resource has another result.
    public internal(set) var resource: Int?

    /// The number of the strategy's proposal, from 0; nil in a grid search.
    public internal(set) var round: Int?

    /// The number of splits after which a race eliminated the candidate; nil if it was scored on all of them.
    ///
    /// The scores on the other splits are NaN; see ``SearchOptions/Racing``.
    public internal(set) var eliminatedAfter: Int?

    /// The scores on the test rows, by scorer.
    public let scores: [String: SplitScores]

    /// The scores on the training rows, by scorer; empty unless requested.
    public let trainScores: [String: SplitScores]

    /// The rank among the candidates by each scorer, from 1; equal means share a rank.
    public internal(set) var rank: [String: Int] = [:]

    /// The candidate's share of the fit time, in seconds: the mean over the splits.
    ///
    /// The time of each task is divided equally among the candidates that need it. The shares of all candidates,
    /// multiplied by the number of splits, add up to the total fit time of the search. It includes the tasks on which
    /// the fits depend: transforms of training rows, summaries, Gram matrices (including the test rows), projections
    /// and panels.
    public let fitSeconds: Double

    /// The estimated time of the same fits without other candidates, in seconds: the mean over the splits.
    ///
    /// Computed from measured times: the whole time of each task that the candidate needs, or for a path of several
    /// candidates an equal part. A fit of the largest nested value counts in full.
    public let fitSecondsAlone: Double

    /// The candidate's share of the time of transforms of test rows, predictions and scores, in seconds: the mean over
    /// the splits.
    ///
    /// Divided like ``fitSeconds``. Scores of training rows are not included.
    public let scoreSeconds: Double

    /// The first failure of each split, in the order of the splits.
    ///
    /// The scorer that selects the best candidate comes first, then the others, then the scores of training rows. The
    /// scores on the other splits are kept.
    public let failures: [SplitFailure]

    /// The error message of the first failed split, preceded by the indices of the failed splits unless all failed; nil
    /// without a failure.
    public let error: String?

    /// The distinct warnings of the fits.
    public let warnings: [String]

    /// The scorer that selects the best candidate.
    public let scorer: String

    /// The mean test score by the scorer that selects the best candidate; NaN if the candidate failed.
    public var score: Double { scores[scorer]?.mean ?? .nan }
}

/// The scores of one scorer on every split.
public struct SplitScores: Sendable, Equatable {
    /// The score on each split; NaN where the candidate failed, or was not scored because a race eliminated it.
    public let splits: [Double]

    /// Creates scores from the score on each split.
    public init(_ splits: [Double]) { self.splits = splits }

    /// The scores on the first splits.
    package func first(_ count: Int) -> SplitScores { SplitScores(Array(splits.prefix(count))) }

    /// The mean over the splits; NaN if one is NaN.
    public var mean: Double { splits.reduce(0, +) / Double(splits.count) }

    /// The population standard deviation over the splits, as in scikit-learn.
    public var standardDeviation: Double {
        let mean = mean
        return (splits.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(splits.count)).squareRoot()
    }
}

extension CandidateResult {
    /// Creates the result of a candidate whose scores a store kept, which knows neither times nor the failures of each
    /// split.
    package init(
        kept index: Int, parameters: ParameterAssignment, pipeline: Pipeline, scores: [String: SplitScores],
        error: String?, scorer: String
    ) {
        (self.index, self.parameters, self.pipeline) = (index, parameters, pipeline)
        (self.scores, self.error, self.scorer) = (scores, error, scorer)
        (resource, round, eliminatedAfter, trainScores) = (nil, nil, nil, [:])
        (fitSeconds, fitSecondsAlone, scoreSeconds) = (.nan, .nan, .nan)
        (failures, warnings) = ([], [])
    }
}
