extension Scorer {
    /// The share of rows whose class was predicted.
    public static let accuracy = ofLabels("accuracy", "share of rows predicted rightly", Metrics.accuracy)

    /// The mean of the classes' recalls.
    public static let balancedAccuracy = ofLabels(
        "balanced_accuracy", "mean share of each class's rows predicted rightly", Metrics.balancedAccuracy)

    /// Precision of the positive class, of two.
    public static let precision = averaged("precision", nil, Metrics.precision)

    /// Precision, the plain mean over classes.
    public static let precisionMacro = averaged("precision", .macro, Metrics.precision)

    /// Precision of all classes' counts together.
    public static let precisionMicro = averaged("precision", .micro, Metrics.precision)

    /// Precision, the mean over classes weighed by their rows.
    public static let precisionWeighted = averaged("precision", .weighted, Metrics.precision)

    /// Recall of the positive class, of two.
    public static let recall = averaged("recall", nil, Metrics.recall)

    /// Recall, the plain mean over classes.
    public static let recallMacro = averaged("recall", .macro, Metrics.recall)

    /// Recall of all classes' counts together.
    public static let recallMicro = averaged("recall", .micro, Metrics.recall)

    /// Recall, the mean over classes weighed by their rows.
    public static let recallWeighted = averaged("recall", .weighted, Metrics.recall)

    /// F1 of the positive class, of two.
    public static let f1 = averaged("f1", nil, Metrics.f1)

    /// F1, the plain mean over classes.
    public static let f1Macro = averaged("f1", .macro, Metrics.f1)

    /// F1 of all classes' counts together.
    public static let f1Micro = averaged("f1", .micro, Metrics.f1)

    /// F1, the mean over classes weighed by their rows.
    public static let f1Weighted = averaged("f1", .weighted, Metrics.f1)

    /// A scorer of predicted codes.
    private static func ofLabels(
        _ name: String, _ summary: String,
        _ metric: @escaping @Sendable (_ truth: [Int32], _ predicted: [Int32]) throws -> Double
    ) -> Scorer {
        Scorer(name, summary, problem: .classification, needs: [.labels]) { predictions, truth, name in
            try metric(truth.codes, predictions.codes(for: truth, scoredBy: name))
        }
    }

    /// A scorer of one class against the rest: averaged, or of the positive class if there is no averaging.
    private static func averaged(
        _ metric: String, _ averaging: Averaging?,
        _ function: @escaping @Sendable (_ truth: [Int32], _ predicted: [Int32], Averaging) throws -> Double
    ) -> Scorer {
        if let averaging {
            return ofLabels("\(metric)_\(averaging)", "\(metric) of all classes, \(averaging) average") {
                try function($0, $1, averaging)
            }
        }
        return Scorer(
            metric, "\(metric) of the greater of two classes", problem: .classification, needs: [.labels]
        ) { predictions, truth, name in
            if let labels = truth.labels, labels.classes.count > 2 {
                throw LearningError.undefinedMetric(
                    name: name,
                    reason: "it is of two classes, but the target has \(labels.classes.count); "
                        + "take \(name)_macro, \(name)_micro or \(name)_weighted")
            }
            // The second of the sorted classes is the positive one, as a target of 0 and 1 would have it.
            return try function(truth.codes, predictions.codes(for: truth, scoredBy: name), .positive(1))
        }
    }
}

extension Target {
    /// Each row's code; none for a target of numbers.
    var codes: [Int32] { labels?.codes ?? [] }
}
