import Learning

/// A search that samples where good points are dense and others are not.
///
/// The evaluations so far are divided into the best tenth and the others, and the points of each are described by a
/// mixture of kernels. Of some draws from the mixture of the best, the one is proposed whose density among the best is
/// highest relative to that among the others. The first points are those of a Latin hypercube.
///
/// The rules are those of Optuna 4.9: the division, the weights of older points, the prior, the bandwidths and their
/// limits, truncated normal distributions, logarithmic scales, integers by differences of the distribution function,
/// and the smoothed choices. Four things differ:
///
/// - The first points are spread evenly over each dimension. Those of Optuna are independent of each other.
/// - Failed evaluations count as the worst. Optuna ignores them.
/// - A point is proposed once. If a draw was proposed before, others are made, and at last a random one.
/// - Conditions are known from the space. With `multivariate`, parameters with the same condition are sampled together,
///   like the groups that Optuna finds in the evaluations.
///
/// The points of a batch are chosen one after the other, each as if those before had scored badly, so that they are
/// apart from each other (Optuna's constant liar). The values that those before have for parameters of earlier steps are
/// among the draws, so that candidates share the fits of these steps where the rule does not prefer another value.
///
/// Sources: Bergstra, Bardenet, Bengio and Kégl, "Algorithms for hyper-parameter optimization", 2011; Watanabe,
/// "Tree-structured Parzen estimator: understanding its algorithm components and their roles for better empirical
/// performance", 2023.
public struct TreeParzenEstimator: SearchStrategy {
    /// The parameters.
    public let space: SearchSpace

    private let count: Int
    private let startup: Int
    private let isMultivariate: Bool
    private let draws: Int
    private let batch: Int

    private var generator: SeededGenerator
    private var distinct: DistinctPoints

    /// The first points that have not been proposed yet, the last first.
    private var starts: [SearchSpace.Point]
    private var proposed: [Proposal.Candidate] = []

    /// The draws of known points after which a random point is proposed.
    private static let patience = 16

    /// Creates a search.
    ///
    /// - Parameters:
    ///   - space: The parameters.
    ///   - count: The number of evaluations, at least 1. There are fewer if the space has fewer points.
    ///   - seed: The seed of the random numbers.
    ///   - startup: The evaluations before which nothing is learned from them, 10 by default. They are one proposal.
    ///   - multivariate: Whether the parameters are sampled together, so that their interaction is learned; by default, as
    ///     in Optuna 4, each is sampled by itself.
    ///   - candidates: The draws of which the best is proposed, at least 1: 24 by default.
    ///   - batch: The points of each proposal after the first, at least 1, which is the default. Larger batches use more
    ///     cores and learn less from each evaluation.
    /// - Throws: ``StrategyError/invalidSetting(name:found:expected:)``.
    public init(
        _ space: SearchSpace, count: Int, seed: UInt64 = 0, startup: Int = 10, multivariate: Bool = false,
        candidates: Int = 24, batch: Int = 1
    ) throws {
        try Setting.require(count, "count", atLeast: 1)
        try Setting.require(startup, "startup", atLeast: 0)
        try Setting.require(candidates, "candidates", atLeast: 1)
        try Setting.require(batch, "batch", atLeast: 1)
        self.space = space
        self.count = min(count, space.size ?? count)
        self.startup = startup
        isMultivariate = multivariate
        draws = candidates
        self.batch = batch
        generator = SeededGenerator(seed: seed)
        distinct = DistinctPoints(space, seed: generator.next())
        starts = LatinHypercube.points(
            min(startup, self.count), dimensions: space.dimensions.count, using: &generator
        ).map(space.point(at:)).reversed()
    }

    /// The number of evaluations.
    public var expectedEvaluations: Int { count }

    /// Returns the next batch.
    ///
    /// Evaluations whose numbers were not proposed, such as negative ones for those of an earlier search, are learned
    /// from, but not counted. Proposed points without an evaluation count as being evaluated.
    ///
    /// - Complexity: O(*b* *c* *n* *d*) for a batch of *b* points, *c* candidates, *n* evaluations and *d* dimensions.
    public mutating func propose(after evaluations: [Evaluation]) -> Proposal? {
        for evaluation in evaluations { _ = distinct.insert(evaluation.point) }
        let finished = Set(evaluations.map(\.id))
        var pending = proposed.filter { !finished.contains($0.id) }.map(\.point)
        let isStarting = evaluations.count < startup
        let wanted = isStarting ? max(batch, startup - evaluations.count - pending.count) : batch
        let first = proposed.count
        let end = first + min(wanted, count - first)
        while proposed.count < end {
            let together = proposed[first...].map(\.point)
            guard let point = isStarting ? start() : sampled(evaluations, pending, with: together)
            else { break }
            pending.append(point)
            proposed.append(Proposal.Candidate(id: proposed.count, point: point))
        }
        return proposed.count == first ? nil : Proposal(Array(proposed[first...]))
    }

    /// Returns a first point; nil if all points are known.
    private mutating func start() -> SearchSpace.Point? {
        while let point = starts.popLast() {
            if distinct.insert(point) { return point }
        }
        return distinct.next()
    }

    /// Returns a new point of the mixtures, or a random one if their draws are known; nil if all points are known.
    ///
    /// - Parameters:
    ///   - evaluations: The evaluations so far.
    ///   - pending: The points that are being evaluated.
    ///   - together: Those of the same proposal.
    private mutating func sampled(
        _ evaluations: [Evaluation], _ pending: [SearchSpace.Point], with together: [SearchSpace.Point]
    ) -> SearchSpace.Point? {
        let history = ParzenHistory(evaluations, pending: pending, in: space)
        let shared = together.map(space.numbers)
        for _ in 0..<Self.patience {
            let point = sampled(from: history, with: shared)
            if distinct.insert(point) { return point }
        }
        return distinct.next()
    }

    /// Returns a point, each group of parameters sampled after those that it depends on.
    private mutating func sampled(from history: ParzenHistory, with shared: [[Double?]]) -> SearchSpace.Point
    {
        var values: [ParameterValue?] = Array(repeating: nil, count: space.dimensions.count)
        for group in space.groups(together: isMultivariate) where space.exists(group[0], in: values) {
            for (position, number) in zip(group, best(of: group, history, with: shared)) {
                values[position] = space.dimensions[position].distribution.value(of: number)
            }
        }
        return space.point(of: values)
    }

    /// Returns the draw of some dimensions whose density is highest relative to that among the other points.
    ///
    /// - Parameter shared: Points that it may share the parameters of earlier steps with.
    private mutating func best(
        of group: [Int], _ history: ParzenHistory, with shared: [[Double?]]
    ) -> [Double] {
        let mixtures = history.mixtures(
            of: group, in: space, bandwidth: isMultivariate ? .joint(dimensions: group.count) : .neighbours)
        func ratio(at values: [Double]) -> Double {
            mixtures.below.logDensity(at: values) - mixtures.above.logDensity(at: values)
        }
        var best: (values: [Double], ratio: Double) = ([], -.infinity)
        for _ in 0..<draws {
            let values = mixtures.below.draw(using: &generator)
            let ratio = ratio(at: values)
            if ratio > best.ratio || best.values.isEmpty { best = (values, ratio) }
        }
        let earlier = group.indices.filter { space.dimensions[group[$0]].isOfEarlierStep }
        guard !earlier.isEmpty else { return best.values }
        for numbers in shared {
            var values = best.values
            for index in earlier { values[index] = numbers[group[index]] ?? values[index] }
            let ratio = ratio(at: values)
            if ratio >= best.ratio { best = (values, ratio) }
        }
        return best.values
    }
}

extension SearchSpace {
    /// Returns the dimensions that are sampled together, each group after those that its condition depends on.
    ///
    /// Dimensions with a single value are groups of their own, because they would only widen the kernels of others.
    func groups(together: Bool) -> [[Int]] {
        var groups: [[Int]] = []
        var known: [Condition?: Int] = [:]
        for position in order {
            let condition = dimensions[position].condition
            guard together, dimensions[position].distribution.count != 1 else {
                groups.append([position])
                continue
            }
            if let group = known[condition] {
                groups[group].append(position)
            } else {
                known[condition] = groups.count
                groups.append([position])
            }
        }
        return groups
    }
}
