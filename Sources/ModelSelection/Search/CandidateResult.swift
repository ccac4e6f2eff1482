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

    /// How long its fits and the transforms of training rows take, in seconds: the mean over the splits.
    ///
    /// What is shared with other candidates counts in full for each.
    public let fitSeconds: Double

    /// How long its transforms of test rows, its predictions and scores take, in seconds: the mean over the splits.
    public let scoreSeconds: Double

    /// What failed, the first of each split.
    public let failures: [TaskFailure]

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
