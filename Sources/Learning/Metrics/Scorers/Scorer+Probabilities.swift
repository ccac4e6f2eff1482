import LinearAlgebra

extension Scorer {
    /// The area under the receiver operating characteristic curve, for two classes.
    public static let rocAUC = Scorer(
        "roc_auc", "area under the ROC curve, for two classes", problem: .classification,
        needs: [.decisionFunction, .probabilities]
    ) { predictions, truth, weights, name in
        try areaOfTwo(predictions, predictions.decisionFunction, truth, weights, name)
    }

    /// The mean over the classes of the area under the receiver operating characteristic curve, one versus rest.
    public static let rocAUCOneVsRest = Scorer(
        "roc_auc_ovr", "area under the ROC curve, one versus rest, macro average",
        problem: .classification, needs: [.probabilities]
    ) { predictions, truth, weights, name in
        guard predictions.classes.count > 2 else {
            return try areaOfTwo(predictions, nil, truth, weights, name)
        }
        let (columns, probabilities) = try predictions.checkedProbabilities(for: truth, scoredBy: name)
        try checkSums(probabilities, name)
        let areas = try predictions.classes.indices.map { column in
            try Metrics.areaUnderROC(
                truth: columns.map { $0 == column }, scores: probabilities.column(column), weights: weights)
        }
        return areas.reduce(0, +) / Double(areas.count)
    }

    /// The mean log probability of each row's class.
    public static let negLogLoss = Scorer(
        "neg_log_loss", "log loss, negated", problem: .classification,
        needs: [.probabilities]
    ) { predictions, truth, weights, name in
        let (columns, probabilities) = try predictions.checkedProbabilities(for: truth, scoredBy: name)
        return -(try Metrics.logLoss(truth: columns, probabilities: probabilities, weights: weights))
    }

    /// Returns the area for a model of two classes, from the decision values or else the probabilities.
    private static func areaOfTwo(
        _ predictions: Predictions, _ decision: Matrix?, _ truth: Target, _ weights: [Double]?,
        _ name: String
    ) throws -> Double {
        let classes = predictions.classes
        guard classes.count == 2 else {
            throw LearningError.undefinedMetric(
                name: name,
                reason: "it is defined for two classes, but the model has \(classes.count); use roc_auc_ovr")
        }
        let scores =
            try decision?.column(0) ?? predictions.probabilityRows(for: truth, scoredBy: name).column(1)
        try predictions.check(scores.count, for: truth, scoredBy: name)
        if let row = scores.firstIndex(where: { !$0.isFinite }) {
            throw LearningError.undefinedMetric(
                name: name, reason: "the score of row \(row) is \(scores[row])")
        }
        // A single class has no curve, whether or not the model knows it.
        if Set(truth.codes).count < 2 { return .nan }
        return try Metrics.areaUnderROC(
            truth: predictions.columns(for: truth, scoredBy: name).map { $0 == 1 }, scores: scores,
            weights: weights)
    }

    /// Throws unless each row adds up to 1 within NumPy's default tolerance.
    private static func checkSums(_ probabilities: Matrix, _ name: String) throws {
        for row in 0..<probabilities.rows {
            let sum = probabilities[row: row].reduce(0, +)
            guard abs(sum - 1) <= 1e-8 + 1e-5 * abs(sum) else {
                throw LearningError.undefinedMetric(
                    name: name, reason: "the probabilities of row \(row) add up to \(sum), not to 1")
            }
        }
    }
}

extension Matrix {
    /// Returns the elements of one column.
    fileprivate func column(_ column: Int) -> [Double] { (0..<rows).map { self[$0, column] } }
}
