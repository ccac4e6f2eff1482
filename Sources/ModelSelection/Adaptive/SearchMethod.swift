import Learning
import Strategies

/// How a search chooses candidates.
///
/// ```swift
/// AdaptiveSearch(pipeline, over: grid, by: .random(50))
/// AdaptiveSearch(pipeline, over: grid, by: .custom { try TreeParzenEstimator($0.space, count: 200, batch: 4) })
/// ```
public struct SearchMethod: Sendable {
    /// What one unit of the resource of a proposal is.
    public enum Resource: Sendable, Equatable {
        /// A row of the data: candidates are evaluated on a part of the rows of each split.
        case rows
        /// A unit of an integer parameter, such as `logistic-regression.max_iter`, up to a largest value.
        case parameter(String, max: Int)
    }

    /// What a method knows of the problem.
    public struct Facts: Sendable {
        /// The parameters to search.
        public let space: SearchSpace

        /// The number of rows.
        public let rows: Int

        /// The number of splits.
        public let splits: Int

        /// The number of classes; nil for regression.
        public let classes: Int?

        /// The most units of the resource: the rows, or the largest value of the parameter.
        public let maxResource: Int

        /// The resource.
        public let resource: Resource

        /// The seed of the random numbers.
        public let seed: UInt64

        /// The fewest units that make sense: for rows, two for each split and class; otherwise 1.
        public var minResource: Int {
            guard resource == .rows else { return 1 }
            return min(rows, HalvingSchedule.smallestRows(splits: splits, classes: classes))
        }
    }

    /// The resource of which proposals use a part.
    public var resource: Resource

    /// Creates the strategy for a problem.
    let strategy: @Sendable (Facts) throws -> any SearchStrategy

    /// Uses a strategy that is created when the problem is known.
    public static func custom(
        resource: Resource = .rows, _ strategy: @escaping @Sendable (Facts) throws -> any SearchStrategy
    ) -> SearchMethod {
        SearchMethod(resource: resource, strategy: strategy)
    }

    /// The maximum number of random candidates that are planned together, so that a search can be stopped in time.
    private static let plannedTogether = 256

    /// Evaluates random candidates.
    ///
    /// Lists of values are drawn without replacement, as by scikit-learn's `RandomizedSearchCV`.
    ///
    /// - Parameters:
    ///   - count: The number of candidates.
    ///   - sampling: How they are spread; independently by default.
    public static func random(_ count: Int, sampling: RandomSearch.Sampling = .random) -> SearchMethod {
        .custom {
            try RandomSearch(
                $0.space, count: count, seed: $0.seed, sampling: sampling, batch: plannedTogether)
        }
    }

    /// Evaluates all candidates with little of the resource, and the best of them with more, as scikit-learn's
    /// `HalvingGridSearchCV` and `HalvingRandomSearchCV`.
    ///
    /// - Parameters:
    ///   - candidates: The number of random candidates to begin with. By default, the whole grid if all parameters have
    ///     lists of values; otherwise as many as let the last rung use the whole resource, at most 1000.
    ///   - factor: The factor by which the candidates decrease and the resource increases from rung to rung; 3 by
    ///     default.
    ///   - resource: The resource; rows by default.
    public static func halving(
        candidates: Int? = nil, factor: Double = 3, resource: Resource = .rows
    ) -> SearchMethod {
        .custom(resource: resource) { facts in
            let (points, minResource) = try firstRung(candidates, facts)
            let schedule = try HalvingSchedule(
                candidates: points.count, minResource: minResource, smallest: facts.minResource,
                maxResource: facts.maxResource, factor: factor)
            return try SuccessiveHalving(points, schedule)
        }
    }

    /// The maximum number of random candidates of a halving search by default.
    private static let mostCandidates = 1000

    /// Returns the candidates of the first rung of a halving search, and its resource.
    private static func firstRung(
        _ candidates: Int?, _ facts: Facts
    ) throws -> (points: [SearchSpace.Point], resource: HalvingSchedule.MinResource) {
        if candidates == nil, let grid = facts.space.grid() { return (grid, .exhaust) }
        let most = HalvingSchedule.candidates(exhausting: facts.maxResource, from: facts.minResource)
        let count = candidates ?? min(most, mostCandidates)
        let points = try RandomSearch(facts.space, count: count, seed: facts.seed).points
        return (points, candidates == nil && count == most ? .smallest : .exhaust)
    }

    /// Evaluates several successive halvings, from many candidates with little of the resource to few with all of it.
    ///
    /// - Parameters:
    ///   - factor: The factor from rung to rung; 3 by default.
    ///   - resource: The resource; rows by default.
    public static func hyperband(factor: Int = 3, resource: Resource = .rows) -> SearchMethod {
        .custom(resource: resource) { facts in
            try Hyperband(
                facts.space, maxResource: facts.maxResource, minResource: facts.minResource, factor: factor,
                seed: facts.seed)
        }
    }

    /// Evaluates candidates that resemble the best so far, by a tree-structured Parzen estimator with Optuna's rules for
    /// parameters that depend on each other.
    ///
    /// - Parameters:
    ///   - count: The number of candidates.
    ///   - batch: The number of candidates that are chosen at a time; more use more workers, and learn later.
    public static func tpe(_ count: Int, batch: Int = 1) -> SearchMethod {
        .custom {
            try TreeParzenEstimator($0.space, count: count, seed: $0.seed, multivariate: true, batch: batch)
        }
    }
}
