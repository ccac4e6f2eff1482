extension Scorer {
    /// Every scorer, those of classes first.
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

    /// The scorer of the given name.
    ///
    /// - Throws: ``LearningError/unknownScorer(name:nearest:)``, with the names that resemble it, or all if none does.
    public init(named name: String) throws {
        guard let scorer = Self.all.first(where: { $0.name == name }) else {
            throw Self.unknown(name)
        }
        self = scorer
    }

    /// The scorer of a search that names none: accuracy, or R² for regression.
    public static func standard(for problem: Problem) -> Scorer {
        problem == .classification ? accuracy : r2
    }
}
