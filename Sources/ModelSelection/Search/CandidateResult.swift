import Learning
import TaskGraph

/// What a search found of one candidate.
public struct CandidateResult: Sendable {
    /// The candidate's number in grid order, from 0.
    public let index: Int

    /// What it sets.
    public let parameters: ParameterAssignment

    /// The pipeline it is.
    public let pipeline: Pipeline

    /// Its scores on the test rows, by scorer.
    public let scores: [String: SplitScores]

    /// Its scores on the training rows, by scorer; empty unless wanted.
    public let trainScores: [String: SplitScores]

    /// Its place among the candidates by each scorer, from 1; equal means share a place.
    public internal(set) var rank: [String: Int] = [:]

    /// Its share of the time that fits took, with all that they read, in seconds: the mean over the splits.
    ///
    /// The time of each task is divided equally among the candidates that need it, so that the shares of all candidates,
    /// times the number of splits, add up to what the search spent on fitting. Transforms of training rows, summaries,
    /// Gram matrices (with the rows for test), projections and panels are part of it.
    public let fitSeconds: Double

    /// What the same fits would take without other candidates, in seconds: the mean over the splits.
    ///
    /// An estimate from what was measured: the whole time of each task that the candidate needs, but of a path of several
    /// candidates an equal part. What was fitted for the largest of nested values counts in full.
    public let fitSecondsAlone: Double

    /// Its share of the time that transforms of test rows, predictions and scores took, in seconds: the mean over the
    /// splits.
    ///
    /// Shared like ``fitSeconds``. Scores of training rows are not counted.
    public let scoreSeconds: Double

    /// What failed, the first of each split, in the order of the splits.
    ///
    /// By the scorer that tells the best first, then by the others, then of the training rows. The scores on the other
    /// splits are kept.
    public let failures: [SplitFailure]

    /// Why it failed: the message of the first split that did, after the numbers of the splits that did unless all
    /// did; nil if nothing failed.
    public let error: String?

    /// What its fits had to tell, each once.
    public let warnings: [String]

    /// The scorer that tells the best.
    public let scorer: String

    /// The mean score on the test rows by the scorer that tells the best; NaN if it failed.
    public var score: Double { scores[scorer]?.mean ?? .nan }
}

/// One scorer's scores on every split.
public struct SplitScores: Sendable, Equatable {
    /// A score a split; NaN where the candidate failed.
    public let splits: [Double]

    /// The scores of the given splits.
    public init(_ splits: [Double]) { self.splits = splits }

    /// The mean over the splits; NaN if one is.
    public var mean: Double { splits.reduce(0, +) / Double(splits.count) }

    /// The standard deviation over the splits, of the population (as scikit-learn's).
    public var standardDeviation: Double {
        let mean = mean
        return (splits.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(splits.count)).squareRoot()
    }
}
