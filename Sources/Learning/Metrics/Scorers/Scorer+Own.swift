import LinearAlgebra

// Scorers of one's own. Each is identified by its name, and so are the tasks that score by it: two scorers of one search
// need two names, and none may have the name of another of `Scorer.all`.

extension Scorer {
    /// A scorer of predicted classes.
    ///
    /// - Parameters:
    ///   - name: identifies the scorer in results, files and `refit`.
    ///   - summary: what it measures, in a few words.
    ///   - greaterIsBetter: false for an error or a loss, which is negated.
    ///   - version: raised when the scorer begins to give something else.
    ///   - metric: how well n predicted class codes agree with the true ones; both count the classes of `truth.classes`.
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

    /// A scorer of class probabilities.
    ///
    /// - Parameters:
    ///   - name: identifies the scorer in results, files and `refit`.
    ///   - summary: what it measures, in a few words.
    ///   - greaterIsBetter: false for an error or a loss, which is negated.
    ///   - version: raised when the scorer begins to give something else.
    ///   - metric: how well n × classes probabilities, from 0 to 1, agree with the true classes. A column each is for
    ///     the codes in `classes`, those that occurred in training.
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

    /// A scorer of whatever a classifier gives.
    ///
    /// - Parameters:
    ///   - name: identifies the scorer in results, files and `refit`.
    ///   - summary: what it measures, in a few words.
    ///   - needs: the responses that it can score, each alone enough; the first that a model gives is asked for.
    ///   - greaterIsBetter: false for an error or a loss, which is negated.
    ///   - version: raised when the scorer begins to give something else.
    ///   - metric: how well the predictions, of which one of `needs` is there, agree with the true classes.
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

    /// A scorer of predicted numbers.
    ///
    /// - Parameters:
    ///   - name: identifies the scorer in results, files and `refit`.
    ///   - summary: what it measures, in a few words.
    ///   - greaterIsBetter: false for an error or a loss, which is negated.
    ///   - version: raised when the scorer begins to give something else.
    ///   - metric: how well n predicted numbers, all finite, agree with the true ones.
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

    /// Whether a scorer of one's own has the name of one of ``all``: their tasks could not be told apart.
    package var hasTakenName: Bool { !isStandard && Self.all.contains(self) }
}
