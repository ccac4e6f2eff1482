/// What a candidate scored.
public struct Evaluation: Sendable, Equatable {
    /// The number of the candidate.
    public let id: Int

    /// The parameters of the candidate.
    public let point: SearchSpace.Point

    /// The units that the evaluation could use; everything if nil.
    public let resource: Int?

    /// The score, of which a higher is better; nil if the evaluation failed.
    public let score: Double?

    /// The scores of the splits, in order.
    public let splitScores: [Double]

    /// Creates an evaluation.
    ///
    /// A score that is not a number means that the evaluation failed.
    public init(
        id: Int, point: SearchSpace.Point, resource: Int? = nil, score: Double?, splitScores: [Double] = []
    ) {
        self.id = id
        self.point = point
        self.resource = resource
        self.score = score.flatMap { $0.isNaN ? nil : $0 }
        self.splitScores = splitScores
    }

    /// Creates the evaluation of a candidate of a proposal.
    public init(
        of candidate: Proposal.Candidate, in proposal: Proposal, score: Double?, splitScores: [Double] = []
    ) {
        self.init(
            id: candidate.id, point: candidate.point, resource: proposal.resource, score: score,
            splitScores: splitScores)
    }
}

extension Evaluation {
    /// Returns the best evaluation among those with the most resource; nil if all of these failed.
    ///
    /// Scores of a part of the rows say less than scores of all, so an evaluation with less resource is never the best.
    /// The first of equals is returned, as by scikit-learn's searches.
    ///
    /// - Complexity: O(*n*) for *n* evaluations.
    public static func best(of evaluations: some Collection<Evaluation>) -> Evaluation? {
        let most = evaluations.map { $0.resource ?? .max }.max()
        return evaluations.reduce(nil) { best, next in
            guard (next.resource ?? .max) == most, let score = next.score else { return best }
            return best?.score.map { $0 >= score } ?? false ? best : next
        }
    }
}
