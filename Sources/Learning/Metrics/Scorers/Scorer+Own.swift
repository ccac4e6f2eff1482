import LinearAlgebra

// Custom scorers. The name identifies a scorer and its tasks: two scorers of a search must have different names, and a
// custom scorer must not have the name of one in `Scorer.all`.

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
            name, summary, ofClassifiersGiving: [.labels], greaterIsBetter: greaterIsBetter, version: version
        ) { truth, predictions in
            try metric(truth, try predictions.codes(for: .labels(truth), scoredBy: name))
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
            name, summary, ofClassifiersGiving: [.probabilities], greaterIsBetter: greaterIsBetter,
            version: version
        ) { truth, predictions in
            let probabilities = try predictions.probabilityRows(for: .labels(truth), scoredBy: name)
            return try metric(truth, probabilities, predictions.classes)
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
        self.init(name, summary, .classification, needs, version: version, isStandard: false) {
            predictions, truth, _ in
            guard case .labels(let labels) = truth else { return .nan }
            let score = try metric(labels, predictions)
            return greaterIsBetter ? score : -score
        }
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
        self.init(name, summary, .regression, [.values], version: version, isStandard: false) {
            predictions, truth, _ in
            let predicted = try predictions.values(for: truth, scoredBy: name)
            let score = try metric(truth.values ?? [], predicted)
            return greaterIsBetter ? score : -score
        }
    }

    /// Whether a custom scorer has the name of one in ``all``, which would make their tasks indistinguishable.
    package var hasTakenName: Bool { !isStandard && Self.all.contains(self) }
}
