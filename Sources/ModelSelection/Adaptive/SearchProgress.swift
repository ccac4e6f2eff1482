import Strategies

/// How far an adaptive search is.
public struct SearchProgress: Sendable {
    /// The number of evaluated candidates.
    public let evaluated: Int

    /// The number of candidates that the strategy proposes in all; an upper bound.
    public let expected: Int

    /// The best mean score so far, with as much of the resource as any candidate; nil if there is none.
    public let bestScore: Double?

    /// The parameters with that score.
    public let bestParameters: ParameterAssignment?
}
