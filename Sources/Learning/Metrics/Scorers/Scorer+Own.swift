import LinearAlgebra

// Custom scorers. The name identifies a scorer and its tasks: two scorers of a search must have different names, and a
// custom scorer must not have the name of one in `Scorer.all`.
//
// Each initialiser takes a function without weights, or one with the weights of the rows as its last parameter.

extension Scorer {
    /// Creates a scorer of predicted classes.
    ///
    /// - Parameters:
    ///   - name: The name of the scorer in results, files and `refit`.
    ///   - summary: A short description.
    ///   - greaterIsBetter: False for an error or a loss, which is negated.
    ///   - version: Increase it when the scorer returns different scores.
    ///   - metric: Scores n predicted class codes against the true codes. Both index `truth.classes`.
    public init(
        _ name: String, _ summary: String = "", greaterIsBetter: Bool = true, version: Int = 1,
        ofClasses metric: @escaping @Sendable (_ truth: Labels, _ predicted: [Int32]) throws -> Double
    ) {
        self.init(
            own: name, summary, .classification, [.labels], greaterIsBetter, version, usesWeights: false
        ) { predictions, truth, _, name in
            try metric(truth.knownLabels, predictions.codes(for: truth, scoredBy: name))
        }
    }

    /// Creates a scorer of predicted classes that uses the weights of rows.
    ///
    /// - Parameters:
    ///   - name: The name of the scorer in results, files and `refit`.
    ///   - summary: A short description.
    ///   - greaterIsBetter: False for an error or a loss, which is negated.
    ///   - version: Increase it when the scorer returns different scores.
    ///   - metric: Scores n predicted class codes against the true codes. Both index `truth.classes`. The weights are
    ///     finite, at least 0 and not all 0; nil if all rows have the same weight.
    public init(
        _ name: String, _ summary: String = "", greaterIsBetter: Bool = true, version: Int = 1,
        ofClasses metric:
            @escaping @Sendable (
                _ truth: Labels, _ predicted: [Int32], _ weights: [Double]?
            ) throws -> Double
    ) {
        self.init(
            own: name, summary, .classification, [.labels], greaterIsBetter, version, usesWeights: true
        ) { predictions, truth, weights, name in
            try metric(truth.knownLabels, predictions.codes(for: truth, scoredBy: name), weights)
        }
    }

    /// Creates a scorer of class probabilities.
    ///
    /// - Parameters:
    ///   - name: The name of the scorer in results, files and `refit`.
    ///   - summary: A short description.
    ///   - greaterIsBetter: False for an error or a loss, which is negated.
    ///   - version: Increase it when the scorer returns different scores.
    ///   - metric: Scores n × classes probabilities, from 0 to 1, against the true classes. The columns are the codes
    ///     in `classes`, those in the training data.
    public init(
        _ name: String, _ summary: String = "", greaterIsBetter: Bool = true, version: Int = 1,
        ofProbabilities metric:
            @escaping @Sendable (
                _ truth: Labels, _ probabilities: Matrix, _ classes: [Int32]
            ) throws -> Double
    ) {
        self.init(
            own: name, summary, .classification, [.probabilities], greaterIsBetter, version,
            usesWeights: false
        ) { predictions, truth, _, name in
            let probabilities = try predictions.probabilityRows(for: truth, scoredBy: name)
            return try metric(truth.knownLabels, probabilities, predictions.classes)
        }
    }

    /// Creates a scorer of class probabilities that uses the weights of rows.
    ///
    /// - Parameters:
    ///   - name: The name of the scorer in results, files and `refit`.
    ///   - summary: A short description.
    ///   - greaterIsBetter: False for an error or a loss, which is negated.
    ///   - version: Increase it when the scorer returns different scores.
    ///   - metric: Scores n × classes probabilities, from 0 to 1, against the true classes. The columns are the codes
    ///     in `classes`, those in the training data. The weights are finite, at least 0 and not all 0; nil if all rows
    ///     have the same weight.
    public init(
        _ name: String, _ summary: String = "", greaterIsBetter: Bool = true, version: Int = 1,
        ofProbabilities metric:
            @escaping @Sendable (
                _ truth: Labels, _ probabilities: Matrix, _ classes: [Int32], _ weights: [Double]?
            ) throws -> Double
    ) {
        self.init(
            own: name, summary, .classification, [.probabilities], greaterIsBetter, version,
            usesWeights: true
        ) { predictions, truth, weights, name in
            let probabilities = try predictions.probabilityRows(for: truth, scoredBy: name)
            return try metric(truth.knownLabels, probabilities, predictions.classes, weights)
        }
    }

    /// Creates a scorer of any kind of classifier predictions.
    ///
    /// - Parameters:
    ///   - name: The name of the scorer in results, files and `refit`.
    ///   - summary: A short description.
    ///   - needs: The kinds of predictions it accepts, each sufficient alone. The first that a model provides is used.
    ///   - greaterIsBetter: False for an error or a loss, which is negated.
    ///   - version: Increase it when the scorer returns different scores.
    ///   - metric: Scores the predictions, which have one of `needs`, against the true classes.
    public init(
        _ name: String, _ summary: String = "", ofClassifiersGiving needs: [PredictionKinds],
        greaterIsBetter: Bool = true, version: Int = 1,
        metric: @escaping @Sendable (_ truth: Labels, _ predictions: Predictions) throws -> Double
    ) {
        self.init(
            own: name, summary, .classification, needs, greaterIsBetter, version, usesWeights: false
        ) { predictions, truth, _, _ in try metric(truth.knownLabels, predictions) }
    }

    /// Creates a scorer of any kind of classifier predictions that uses the weights of rows.
    ///
    /// - Parameters:
    ///   - name: The name of the scorer in results, files and `refit`.
    ///   - summary: A short description.
    ///   - needs: The kinds of predictions it accepts, each sufficient alone. The first that a model provides is used.
    ///   - greaterIsBetter: False for an error or a loss, which is negated.
    ///   - version: Increase it when the scorer returns different scores.
    ///   - metric: Scores the predictions, which have one of `needs`, against the true classes. The weights are finite,
    ///     at least 0 and not all 0; nil if all rows have the same weight.
    public init(
        _ name: String, _ summary: String = "", ofClassifiersGiving needs: [PredictionKinds],
        greaterIsBetter: Bool = true, version: Int = 1,
        metric:
            @escaping @Sendable (
                _ truth: Labels, _ predictions: Predictions, _ weights: [Double]?
            ) throws -> Double
    ) {
        self.init(
            own: name, summary, .classification, needs, greaterIsBetter, version, usesWeights: true
        ) { predictions, truth, weights, _ in try metric(truth.knownLabels, predictions, weights) }
    }

    /// Creates a scorer of predicted numbers.
    ///
    /// - Parameters:
    ///   - name: The name of the scorer in results, files and `refit`.
    ///   - summary: A short description.
    ///   - greaterIsBetter: False for an error or a loss, which is negated.
    ///   - version: Increase it when the scorer returns different scores.
    ///   - metric: Scores n predicted numbers, all finite, against the true ones.
    public init(
        _ name: String, _ summary: String = "", greaterIsBetter: Bool = true, version: Int = 1,
        ofValues metric: @escaping @Sendable (_ truth: [Double], _ predicted: [Double]) throws -> Double
    ) {
        self.init(
            own: name, summary, .regression, [.values], greaterIsBetter, version, usesWeights: false
        ) { predictions, truth, _, name in
            try metric(truth.values ?? [], predictions.values(for: truth, scoredBy: name))
        }
    }

    /// Creates a scorer of predicted numbers that uses the weights of rows.
    ///
    /// - Parameters:
    ///   - name: The name of the scorer in results, files and `refit`.
    ///   - summary: A short description.
    ///   - greaterIsBetter: False for an error or a loss, which is negated.
    ///   - version: Increase it when the scorer returns different scores.
    ///   - metric: Scores n predicted numbers, all finite, against the true ones. The weights are finite, at least 0 and
    ///     not all 0; nil if all rows have the same weight.
    public init(
        _ name: String, _ summary: String = "", greaterIsBetter: Bool = true, version: Int = 1,
        ofValues metric:
            @escaping @Sendable (
                _ truth: [Double], _ predicted: [Double], _ weights: [Double]?
            ) throws -> Double
    ) {
        self.init(
            own: name, summary, .regression, [.values], greaterIsBetter, version, usesWeights: true
        ) { predictions, truth, weights, name in
            try metric(truth.values ?? [], predictions.values(for: truth, scoredBy: name), weights)
        }
    }

    private init(
        own name: String, _ summary: String, _ problem: Problem, _ needs: [PredictionKinds],
        _ greaterIsBetter: Bool, _ version: Int, usesWeights: Bool, _ metric: @escaping Metric
    ) {
        self.init(
            name, summary, problem, needs, usesWeights: usesWeights, version: version, isStandard: false
        ) { predictions, truth, weights, name in
            let score = try metric(predictions, truth, weights, name)
            return greaterIsBetter ? score : -score
        }
    }

    /// Whether a custom scorer has the name of one in ``all``, which would make their tasks indistinguishable.
    package var hasTakenName: Bool { !isStandard && Self.all.contains(self) }

    /// Whether a search over rows with weights rejects the scorer, because it would ignore them.
    package var ignoresWeights: Bool { !usesWeights && !isStandard }
}

extension Target {
    /// The labels of a target that ``Scorer/score(_:against:weights:)`` has found to have classes.
    fileprivate var knownLabels: Labels { labels ?? [] }
}
