extension Scorer {
    /// The coefficient of determination R².
    public static let r2 = ofValues("r2", "coefficient of determination (R²)", Metrics.r2)

    /// The explained variance: R² after subtracting the mean error.
    public static let explainedVariance = ofValues(
        "explained_variance", "explained variance",
        Metrics.explainedVariance)

    /// The mean squared error, negated.
    public static let negMeanSquaredError = negated(
        "mean_squared_error", "mean squared error", Metrics.meanSquaredError)

    /// The root mean squared error, negated.
    public static let negRootMeanSquaredError = negated(
        "root_mean_squared_error", "root mean squared error", Metrics.rootMeanSquaredError)

    /// The mean absolute error, negated.
    public static let negMeanAbsoluteError = negated(
        "mean_absolute_error", "mean absolute error", Metrics.meanAbsoluteError)

    /// The median absolute error, negated.
    public static let negMedianAbsoluteError = negated(
        "median_absolute_error", "median absolute error", Metrics.medianAbsoluteError)

    /// The mean absolute error relative to the truth, negated.
    public static let negMeanAbsolutePercentageError = negated(
        "mean_absolute_percentage_error", "mean absolute error relative to the truth",
        Metrics.meanAbsolutePercentageError)

    /// The maximum absolute error, negated.
    public static let negMaxError = negated("max_error", "maximum absolute error", usesWeights: false) {
        truth, predicted, _ in try Metrics.maxError(truth: truth, predicted: predicted)
    }

    private static func negated(
        _ error: String, _ summary: String, usesWeights: Bool = true,
        _ metric: @escaping @Sendable ([Double], [Double], _ weights: [Double]?) throws -> Double
    ) -> Scorer {
        ofValues("neg_\(error)", "\(summary), negated", usesWeights: usesWeights) {
            -(try metric($0, $1, $2))
        }
    }

    /// Creates a scorer of predicted values.
    private static func ofValues(
        _ name: String, _ summary: String, usesWeights: Bool = true,
        _ metric: @escaping @Sendable ([Double], [Double], _ weights: [Double]?) throws -> Double
    ) -> Scorer {
        Scorer(name, summary, problem: .regression, needs: [.values], usesWeights: usesWeights) {
            predictions, truth, weights, name in
            try metric(truth.values ?? [], predictions.values(for: truth, scoredBy: name), weights)
        }
    }
}
