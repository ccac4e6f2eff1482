import Learning

/// A search of random points, by default all in one proposal.
///
/// No point occurs twice. If the space has no more points than are asked for, each of them is proposed once, as
/// scikit-learn's `ParameterSampler` samples lists without replacement.
///
/// Source: Bergstra and Bengio, "Random search for hyper-parameter optimization", 2012.
public struct RandomSearch: SearchStrategy {
    /// How the points are spread over the space.
    public enum Sampling: String, Sendable, CaseIterable {
        /// Independent draws.
        case random

        /// A Latin hypercube: each dimension is divided into as many equally likely parts as there are points, and
        /// each part has one point.
        ///
        /// The choices of a categorical parameter, and integers, thereby occur equally often, up to one.
        ///
        /// Source: McKay, Beckman and Conover, "A comparison of three methods for selecting values of input variables",
        /// 1979.
        case latinHypercube

        /// A scrambled Sobol sequence, which covers all projections on few dimensions evenly; for at most 128
        /// dimensions.
        ///
        /// Most even for a power of two of points.
        ///
        /// Sources: Joe and Kuo, "Constructing Sobol sequences with better two-dimensional projections", 2008, for the
        /// sequence; Matoušek, "On the L2-discrepancy for anchored boxes", 1998, for the scrambling.
        case sobol
    }

    /// The points, in the order in which they are proposed.
    public let points: [SearchSpace.Point]

    private let batch: Int
    private var proposed = 0

    /// Creates a search.
    ///
    /// Where a space has few points, such as lists of choices, the evenly spread points of a Latin hypercube or a Sobol
    /// sequence may coincide. Independent draws then take the place of those that do.
    ///
    /// - Parameters:
    ///   - space: The parameters.
    ///   - count: The number of points, at least 1. There are fewer if the space has fewer.
    ///   - seed: The seed of the random numbers.
    ///   - sampling: How the points are spread; independently by default.
    ///   - batch: The number of points of a proposal, at least 1; all of them by default.
    /// - Throws: ``StrategyError/invalidSetting(name:found:expected:)``.
    /// - Complexity: O(*n* *d*) for *n* points of *d* dimensions.
    public init(
        _ space: SearchSpace, count: Int, seed: UInt64 = 0, sampling: Sampling = .random, batch: Int? = nil
    ) throws {
        try Setting.require(count, "count", atLeast: 1)
        try Setting.require(batch ?? 1, "batch", atLeast: 1)
        if sampling == .sobol, space.dimensions.count > SobolSequence.mostDimensions {
            throw StrategyError.invalidSetting(
                name: "sampling", found: "sobol for \(space.dimensions.count) dimensions",
                expected: "another for more than \(SobolSequence.mostDimensions)")
        }
        points = Self.points(of: space, min(count, space.size ?? count), seed, sampling)
        self.batch = batch ?? .max
    }

    /// Returns different points, as many as are asked for if the space has so many.
    private static func points(
        of space: SearchSpace, _ count: Int, _ seed: UInt64, _ sampling: Sampling
    ) -> [SearchSpace.Point] {
        var generator = SeededGenerator(seed: seed)
        let coordinates =
            switch sampling {
            case .random: [[Double]]()
            case .latinHypercube:
                LatinHypercube.points(count, dimensions: space.dimensions.count, using: &generator)
            case .sobol:
                SobolSequence(dimensions: space.dimensions.count, scrambledBy: &generator).points(count)
            }
        var distinct = DistinctPoints(space, seed: generator.next())
        var points = coordinates.map(space.point(at:)).filter { distinct.insert($0) }
        while points.count < count, let point = distinct.next() { points.append(point) }
        return points
    }

    /// The number of points.
    public var expectedEvaluations: Int { points.count }

    /// Returns the next points, whatever the earlier ones scored.
    public mutating func propose(after evaluations: [Evaluation]) -> Proposal? {
        guard proposed < points.count else { return nil }
        let first = proposed
        proposed += min(batch, points.count - first)
        return Proposal(points[first..<proposed], from: first)
    }
}
