/// A named metric by which a search ranks candidates; greater is better.
///
/// ``all`` has scikit-learn 1.9's scorers, with its names and definitions. Errors and losses are negated. Custom
/// scorers are created from a function:
///
/// ```swift
/// let cost = Scorer("neg_cost", greaterIsBetter: false, ofClasses: { truth, predicted in
///     zip(truth.codes, predicted).reduce(0) { $0 + ($1.0 == 1 && $1.1 == 0 ? 5 : 1) }
/// })
/// let search = GridSearch(pipeline, grid, scoring: [.accuracy, cost])
/// ```
///
/// A scorer evaluates predictions:
///
/// ```swift
/// let scorer = try Scorer(named: "f1_macro")
/// let kind = try scorer.kind(from: Model.predictionKinds)
/// let score = try scorer.score(model.predict(x, kinds: kind), against: truth)
/// ```
public struct Scorer: Sendable {
    /// The scorer's identifier, as in scikit-learn: `neg_log_loss`.
    public let name: String

    /// A short description.
    public let summary: String

    /// The kind of problem that it scores.
    public let problem: Problem

    /// The kinds of predictions it accepts, each sufficient alone.
    ///
    /// The first that a model provides is used.
    public let needs: [PredictionKinds]

    /// Whether the scorer uses the weights of rows.
    ///
    /// All scorers of ``all`` do except ``negMaxError``, which is the same for any weights. A search over rows with weights
    /// rejects other scorers that do not.
    public let usesWeights: Bool

    /// Increased when the scorer returns different scores, so that cached scores of an earlier version are not reused.
    public let version: Int

    /// Whether the scorer is one of ``all``.
    package let isStandard: Bool

    /// A metric of predictions, with the weights of the rows, which are nil without weights or for a scorer that does not
    /// use them, and the name of the scorer for error messages.
    typealias Metric = @Sendable (Predictions, Target, _ weights: [Double]?, _ name: String) throws -> Double

    private let metric: Metric

    /// Creates a scorer of ``all``.
    init(
        _ name: String, _ summary: String, problem: Problem, needs: [PredictionKinds],
        usesWeights: Bool = true,
        metric: @escaping Metric
    ) {
        self.init(
            name, summary, problem, needs, usesWeights: usesWeights, version: 1, isStandard: true, metric)
    }

    /// Creates a scorer from its parts.
    init(
        _ name: String, _ summary: String, _ problem: Problem, _ needs: [PredictionKinds], usesWeights: Bool,
        version: Int, isStandard: Bool, _ metric: @escaping Metric
    ) {
        self.name = name
        self.summary = summary
        self.problem = problem
        self.needs = needs
        self.usesWeights = usesWeights
        self.version = version
        self.isStandard = isStandard
        self.metric = metric
    }

    /// Returns the kind of prediction to request from a model that provides `available`.
    ///
    /// Called before any fit, it checks whether a search can be scored.
    ///
    /// - Throws: ``LearningError/undefinedMetric(name:reason:)`` if the model provides none of ``needs``.
    public func kind(from available: PredictionKinds) throws -> PredictionKinds {
        try requireKnown()
        guard let kind = needs.first(where: available.contains) else {
            throw undefined(
                "it requires \(needs.flatMap(\.names).joined(separator: " or ")), but the model predicts "
                    + (available.isEmpty ? "nothing" : "only \(available)"))
        }
        return kind
    }

    /// Scores n predictions against the truth; greater is better.
    ///
    /// - Parameters:
    ///   - predictions: The predictions.
    ///   - truth: The target of each row.
    ///   - weights: The weight of each row; nil for the same weight. Ignored by a scorer that does not use weights.
    /// - Returns: The score. NaN where scikit-learn returns NaN: for R² of a single row or the area under a curve of
    ///   one class.
    /// - Throws: ``LearningError/undefinedMetric(name:reason:)`` where scikit-learn's scorer fails: for a target of the
    ///   wrong type or number of classes, for predictions that are missing or not finite, and for probabilities whose
    ///   columns are not the classes in the truth; ``LearningError`` if a weight is invalid or all weights are 0.
    /// - Complexity: O(n), or O(n log n) per class for areas under curves.
    public func score(
        _ predictions: Predictions, against truth: Target, weights: [Double]? = nil
    ) throws -> Double {
        try requireKnown()
        guard truth.problem == problem else {
            throw undefined(
                problem == .classification
                    ? "it scores classes, but the target has numbers"
                    : "it scores numbers, but the target has classes")
        }
        guard truth.count > 0 else { throw undefined("there are no rows to score") }
        _ = try RowWeights.total(weights, rows: truth.count)
        return try metric(predictions, truth, usesWeights ? weights : nil, name)
    }

    /// The error of a score that is not defined.
    func undefined(_ reason: String) -> LearningError { .undefinedMetric(name: name, reason: reason) }
}

extension Scorer: Hashable {
    /// Returns whether two scorers have the same name.
    public static func == (left: Scorer, right: Scorer) -> Bool { left.name == right.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Scorer: CustomStringConvertible {
    /// The name.
    public var description: String { name }
}
