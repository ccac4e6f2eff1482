extension Scorer {
    /// The coefficient of determination.
    public static let r2 = ofValues("r2", "share of the variance explained (R²)", Metrics.r2)

    /// R² without regard to an error common to all rows.
    public static let explainedVariance = ofValues(
        "explained_variance", "share of the variance explained, but for a constant error",
        Metrics.explainedVariance)

    /// The mean squared error, negated.
    public static let negMeanSquaredError = negated(
        "mean_squared_error", "mean squared error", Metrics.meanSquaredError)

    /// The root of the mean squared error, negated.
    public static let negRootMeanSquaredError = negated(
        "root_mean_squared_error", "root of the mean squared error", Metrics.rootMeanSquaredError)

    /// The mean absolute error, negated.
    public static let negMeanAbsoluteError = negated(
        "mean_absolute_error", "mean absolute error", Metrics.meanAbsoluteError)

    /// The median absolute error, negated.
    public static let negMedianAbsoluteError = negated(
        "median_absolute_error", "median absolute error", Metrics.medianAbsoluteError)

    /// The mean absolute error relative to the truth, negated.
    public static let negMeanAbsolutePercentageError = negated(
        "mean_absolute_percentage_error", "mean absolute error as a share of the truth",
        Metrics.meanAbsolutePercentageError)

    /// The greatest absolute error, negated.
    public static let negMaxError = negated("max_error", "greatest absolute error", Metrics.maxError)

    private static func negated(
        _ error: String, _ summary: String,
        _ metric: @escaping @Sendable ([Double], [Double]) throws -> Double
    ) -> Scorer {
        ofValues("neg_\(error)", "\(summary), negated") { -(try metric($0, $1)) }
    }

    /// A scorer of predicted values.
    private static func ofValues(
        _ name: String, _ summary: String, _ metric: @escaping @Sendable ([Double], [Double]) throws -> Double
    ) -> Scorer {
        Scorer(name, summary, problem: .regression, needs: [.values]) { predictions, truth, name in
            try metric(truth.values ?? [], predictions.values(for: truth, scoredBy: name))
        }
    }
}
