/// A metric under a name, made so that greater is better: what a search ranks candidates by.
///
/// The scorers of ``all`` are scikit-learn 1.9's, under its names, with its definitions; errors and losses are negated.
/// Others are made of a function:
///
/// ```swift
/// let cost = Scorer("neg_cost", greaterIsBetter: false, ofClasses: { truth, predicted in
///     zip(truth.codes, predicted).reduce(0) { $0 + ($1.0 == 1 && $1.1 == 0 ? 5 : 1) }
/// })
/// let search = GridSearch(pipeline, grid, scoring: [.accuracy, cost])
/// ```
///
/// A scorer scores what a model predicts:
///
/// ```swift
/// let scorer = try Scorer(named: "f1_macro")
/// let kind = try scorer.kind(from: Model.predictionKinds)
/// let score = try scorer.score(model.predict(x, kinds: kind), against: truth)
/// ```
public struct Scorer: Sendable {
    /// scikit-learn's name for it, such as `neg_log_loss`, which identifies the scorer.
    public let name: String

    /// What it measures, in a few words.
    public let summary: String

    /// What is learned by the models that it scores.
    public let problem: Problem

    /// The responses it can score, each alone enough; of those a model gives, the first is taken.
    public let needs: [PredictionKinds]

    /// Raised when the scorer begins to give something else, so that earlier scores are not taken for its own.
    public let version: Int

    /// Whether it is one of ``all``.
    package let isStandard: Bool

    private let metric: @Sendable (Predictions, Target, _ name: String) throws -> Double

    /// One of the scorers of ``all``, whose metric is handed the scorer's name for its errors.
    init(
        _ name: String, _ summary: String, problem: Problem, needs: [PredictionKinds],
        metric: @escaping @Sendable (Predictions, Target, _ name: String) throws -> Double
    ) {
        self.init(name, summary, problem, needs, version: 1, isStandard: true, metric)
    }

    /// A scorer from its parts.
    init(
        _ name: String, _ summary: String, _ problem: Problem, _ needs: [PredictionKinds], version: Int,
        isStandard: Bool,
        _ metric: @escaping @Sendable (Predictions, Target, _ name: String) throws -> Double
    ) {
        self.name = name
        self.summary = summary
        self.problem = problem
        self.needs = needs
        self.version = version
        self.isStandard = isStandard
        self.metric = metric
    }

    /// The response to ask of a model that can give `available`.
    ///
    /// Asked before anything is fitted, it tells whether a search can be scored at all.
    ///
    /// - Throws: ``LearningError/undefinedMetric(name:reason:)`` if the model gives none of ``needs``.
    public func kind(from available: PredictionKinds) throws -> PredictionKinds {
        try requireKnown()
        guard let response = needs.first(where: available.contains) else {
            let given = available.names
            throw undefined(
                "it needs \(needs.flatMap(\.names).joined(separator: " or ")), but the model tells "
                    + (given.isEmpty ? "nothing" : "only \(given.joined(separator: ", "))"))
        }
        return response
    }

    /// How well n predictions agree with the truth: greater is better.
    ///
    /// - Returns: the score; NaN where scikit-learn has NaN: R² of a single row, the area under a curve of one class.
    /// - Throws: ``LearningError/undefinedMetric(name:reason:)`` where scikit-learn's scorer fails: the target or
    ///   the number of its classes is of the wrong kind, the response is missing or not finite, or the columns of
    ///   the probabilities are not for the classes that occur in the truth.
    /// - Complexity: O(n), and O(n log n) per class for areas under curves.
    public func score(_ predictions: Predictions, against truth: Target) throws -> Double {
        try requireKnown()
        guard truth.problem == problem else {
            throw undefined(
                problem == .classification
                    ? "it scores classes, but the target is of numbers"
                    : "it scores numbers, but the target is of classes")
        }
        guard truth.count > 0 else { throw undefined("there are no rows to score") }
        return try metric(predictions, truth, name)
    }

    private func undefined(_ reason: String) -> LearningError { .undefinedMetric(name: name, reason: reason) }
}

extension Scorer: Hashable {
    /// Whether two scorers have one name.
    public static func == (left: Scorer, right: Scorer) -> Bool { left.name == right.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Scorer: CustomStringConvertible {
    /// The name.
    public var description: String { name }
}

extension PredictionKinds {
    /// The responses in words.
    var names: [String] {
        let words: [(PredictionKinds, String)] = [
            (.labels, "labels"), (.decisionFunction, "decision values"), (.probabilities, "probabilities"),
            (.values, "values"),
        ]
        return words.filter { contains($0.0) }.map(\.1)
    }
}
