/// A way to search: it proposes points, and is given what they scored before it proposes others.
///
/// A strategy computes nothing but points. Whoever runs it evaluates each proposal, on any scheduler and in any order,
/// and stops when there is none:
///
/// ```swift
/// var strategy = try RandomSearch(space, count: 20, seed: 7)
/// var evaluations: [Evaluation] = []
/// while let proposal = strategy.propose(after: evaluations) {
///     evaluations += evaluate(proposal)
/// }
/// ```
///
/// The strategies of this module draw random numbers from a seed, and use no mathematical function of the platform for
/// points. The same seed and scores give the same points on every machine.
///
/// <doc:WritingAStrategy> explains how to write one.
public protocol SearchStrategy: Sendable {
    /// The number of evaluations that the strategy proposes from start to end, for progress.
    ///
    /// It is an upper bound: a search may end earlier, such as one whose space has fewer points.
    var expectedEvaluations: Int { get }

    /// Returns the next proposal, which has at least one candidate; nil if the search is over.
    ///
    /// - Parameter evaluations: The evaluations of all earlier proposals, in the order of their candidates. The result must
    ///   not depend on when an evaluation finished.
    mutating func propose(after evaluations: [Evaluation]) -> Proposal?
}
