extension Scorer {
    /// The fraction of correctly predicted rows.
    public static let accuracy = ofLabels("accuracy", "fraction of correct predictions", Metrics.accuracy)

    /// The mean recall over the classes.
    public static let balancedAccuracy = ofLabels(
        "balanced_accuracy", "mean recall over the classes", Metrics.balancedAccuracy)

    /// Precision of the positive class, for two classes.
    public static let precision = averaged("precision", nil, Metrics.precision)

    /// Precision, as the unweighted mean over the classes.
    public static let precisionMacro = averaged("precision", .macro, Metrics.precision)

    /// Precision of the total counts over all classes.
    public static let precisionMicro = averaged("precision", .micro, Metrics.precision)

    /// Precision, as the mean over the classes weighted by their rows.
    public static let precisionWeighted = averaged("precision", .weighted, Metrics.precision)

    /// Recall of the positive class, for two classes.
    public static let recall = averaged("recall", nil, Metrics.recall)

    /// Recall, as the unweighted mean over the classes.
    public static let recallMacro = averaged("recall", .macro, Metrics.recall)

    /// Recall of the total counts over all classes.
    public static let recallMicro = averaged("recall", .micro, Metrics.recall)

    /// Recall, as the mean over the classes weighted by their rows.
    public static let recallWeighted = averaged("recall", .weighted, Metrics.recall)

    /// F1 of the positive class, for two classes.
    public static let f1 = averaged("f1", nil, Metrics.f1)

    /// F1, as the unweighted mean over the classes.
    public static let f1Macro = averaged("f1", .macro, Metrics.f1)

    /// F1 of the total counts over all classes.
    public static let f1Micro = averaged("f1", .micro, Metrics.f1)

    /// F1, as the mean over the classes weighted by their rows.
    public static let f1Weighted = averaged("f1", .weighted, Metrics.f1)

    /// Creates a scorer of predicted class codes.
    private static func ofLabels(
        _ name: String, _ summary: String,
        _ metric:
            @escaping @Sendable (
                _ truth: [Int32], _ predicted: [Int32], _ weights: [Double]?
            ) throws -> Double
    ) -> Scorer {
        Scorer(name, summary, problem: .classification, needs: [.labels]) {
            predictions, truth, weights, name in
            try metric(truth.codes, predictions.codes(for: truth, scoredBy: name), weights)
        }
    }

    /// Creates a scorer of a metric for one class: averaged, or for the positive class without averaging.
    private static func averaged(
        _ metric: String, _ averaging: Averaging?,
        _ function:
            @escaping @Sendable (
                _ truth: [Int32], _ predicted: [Int32], Averaging, _ weights: [Double]?
            ) throws -> Double
    ) -> Scorer {
        if let averaging {
            return ofLabels("\(metric)_\(averaging)", "\(metric) of all classes, \(averaging) average") {
                try function($0, $1, averaging, $2)
            }
        }
        return Scorer(
            metric, "\(metric) of the second of two classes", problem: .classification, needs: [.labels]
        ) { predictions, truth, weights, name in
            if let labels = truth.labels, labels.classes.count > 2 {
                throw LearningError.undefinedMetric(
                    name: name,
                    reason: "it is defined for two classes, but the target has \(labels.classes.count); "
                        + "use \(name)_macro, \(name)_micro or \(name)_weighted")
            }
            // The second of the sorted classes is the positive one, as for a target of 0 and 1.
            return try function(
                truth.codes, predictions.codes(for: truth, scoredBy: name), .positive(1), weights)
        }
    }
}

extension Target {
    /// Each row's class code; empty for a numeric target.
    var codes: [Int32] { labels?.codes ?? [] }
}
