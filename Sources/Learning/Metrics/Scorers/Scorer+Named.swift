extension Scorer {
    /// All built-in scorers, those for classification first.
    public static let all: [Scorer] = [
        accuracy, balancedAccuracy,
        precision, precisionMacro, precisionMicro, precisionWeighted,
        recall, recallMacro, recallMicro, recallWeighted,
        f1, f1Macro, f1Micro, f1Weighted,
        rocAUC, rocAUCOneVsRest, negLogLoss,
        r2, explainedVariance,
        negMeanSquaredError, negRootMeanSquaredError, negMeanAbsoluteError, negMedianAbsoluteError,
        negMeanAbsolutePercentageError, negMaxError,
    ]

    /// Creates the scorer with the given name.
    ///
    /// - Throws: ``LearningError/unknownScorer(name:known:)``.
    public init(named name: String) throws {
        guard let scorer = Self.all.first(where: { $0.name == name }) else {
            throw Self.unknown(name)
        }
        self = scorer
    }

    /// Returns the default scorer: accuracy for classification, R² for regression.
    public static func standard(for problem: Problem) -> Scorer {
        problem == .classification ? accuracy : r2
    }
}
