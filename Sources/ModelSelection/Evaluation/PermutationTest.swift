import Learning
import TaskGraph

/// The scores of a pipeline on permuted targets, compared with that on the target.
public struct PermutationTest: Sendable {
    /// The mean score over the splits.
    public let score: Double

    /// The mean score for each permutation of the target.
    public let permutedScores: [Double]

    /// The *p* value: the share of permutations whose score is at least ``score``, counting the target itself as one.
    ///
    /// It is at least 1 / (permutations + 1).
    public var p: Double {
        Double(permutedScores.count { $0 >= score } + 1) / Double(permutedScores.count + 1)
    }
}

/// Tests whether the scores of a pipeline are better than those on permuted targets, as scikit-learn's
/// `permutation_test_score`.
///
/// ```swift
/// let test = try await permutationTest(pipeline, iris, permutations: 200, on: ThreadedScheduler())
/// print(test.score, test.p)
/// ```
///
/// If features and target are independent, all permutations are equally likely to have the best score. A small *p* value
/// says that they are not, and not that the scores are good. The splits of a permuted target are computed from it. All
/// permutations run in one session of the scheduler, one after another.
///
/// Source: Ojala and Garriga, "Permutation tests for studying classifier performance", 2010, test 1.
///
/// - Parameters:
///   - pipeline: The pipeline.
///   - data: The rows and their targets.
///   - permutations: The number of permutations, at least 1.
///   - seed: The seed of the permutations.
///   - folds: The splitter; 5 folds by default, stratified for classification.
///   - scoring: The scorer; accuracy for classification and r2 for regression by default.
///   - groups: The group of each row. Targets are permuted within groups.
///   - scheduler: Runs the tasks.
///   - onEvent: Receives the events of the runs.
/// - Throws: The errors of ``GridSearch/plan(_:groups:workers:)``; ``SearchError/candidateFailed(parameters:failure:)`` if
///   a fit or a score fails; the errors of the scheduler; `CancellationError`.
/// - Precondition: There is at least one permutation.
public func permutationTest(
    _ pipeline: Pipeline, _ data: Dataset, permutations: Int = 100, seed: UInt64 = 0,
    folds: (any Splitter)? = nil, scoring: Scorer? = nil, groups: Labels? = nil,
    on scheduler: any Scheduler, onEvent: SearchEvent.Handler? = nil
) async throws -> PermutationTest {
    precondition(permutations > 0, "there must be at least one permutation")
    var generator = SeededGenerator(seed: seed)
    let orders = (0..<permutations).map { _ in generator.permutation(of: data.rowCount, within: groups) }
    let options = SearchOptions(
        folds: folds, scoring: scoring.map { [$0] } ?? [], refit: .none, errorScore: .raise)
    return try await options.permutationTest(
        pipeline, data, orders, groups: groups, on: scheduler, onEvent: onEvent)
}

extension SearchOptions {
    /// Scores a pipeline on the target, and on each of some permutations of it.
    func permutationTest(
        _ pipeline: Pipeline, _ data: Dataset, _ orders: [[Int]], groups: Labels?,
        on scheduler: any Scheduler, onEvent: SearchEvent.Handler?
    ) async throws -> PermutationTest {
        let scores = try await withSession(of: scheduler) { session in
            var scores: [Double] = []
            for order in [Array(0..<data.rowCount)] + orders {
                try Task.checkCancellation()
                let permuted = try Dataset(
                    features: data.features, featureNames: data.featureNames,
                    target: data.target.rows(at: order), targetName: data.targetName, weights: data.weights)
                let plan = try await offPool { cancellation in
                    let context = PlanningContext { cancellation.isCancelled }
                    return try Planner.plan(
                        CandidateSpace(pipeline, ParameterGrid(), in: context), self, permuted,
                        groups: groups, workers: scheduler.workers, in: context)
                }
                let run = try await self.run(plan, in: session, until: nil, onEvent: onEvent)
                scores.append(try ScoredCandidates(plan, run, self).candidates[0].score)
            }
            return scores
        }
        return PermutationTest(score: scores[0], permutedScores: Array(scores.dropFirst()))
    }
}

extension SeededGenerator {
    /// Returns a random order of n rows; with groups, each row is replaced by one of its group.
    fileprivate mutating func permutation(of rows: Int, within groups: Labels?) -> [Int] {
        guard let groups else { return shuffled(0..<rows) }
        var order = Array(0..<rows)
        var members = [[Int]](repeating: [], count: groups.classes.count)
        for (row, code) in groups.codes.enumerated() { members[Int(code)].append(row) }
        for group in members {
            for (row, other) in zip(group, shuffled(group)) { order[row] = other }
        }
        return order
    }
}
