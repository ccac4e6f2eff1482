/// An estimator that can be fitted to totals of columns, which depends on its parameters and the kinds of the columns.
package protocol TotalsEstimator: Estimator {
    /// Returns why a fit to a column of a kind needs more than its totals, as the end of a sentence that says so; nil if it
    /// does not.
    func obstacle(toTotalsOf kind: ColumnKind) -> String?

    /// Fits the estimator to totals of columns of kinds without an obstacle, with the same result as `fit(checked:_:in:)` to
    /// rounding.
    func fit(_ totals: ColumnTotals, in context: FitContext) throws -> Model
}
