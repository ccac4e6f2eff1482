import LinearAlgebra

extension PowerTransformer {
    /// Finds the exponent of each column.
    ///
    /// - Complexity: O(rows × columns) for each of a few dozen exponents.
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` for the Box-Cox transform of a number that is not positive or
    ///   of a column that is constant or has no numbers; if no exponent is found; or if the transformed numbers overflow.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws
        -> FittedPowerTransformer
    {
        if method == .boxCox { try x.requirePositive() }
        let statistics = x.statisticsOfPresent()
        let lambdas = try (0..<x.columns).map { column -> Double in
            try context.checkCancellation()
            let isConstant =
                statistics.totals[column] == 0
                || StandardScaler.isConstant(
                    variance: statistics.variances[column], mean: statistics.means[column],
                    weight: statistics.totals[column])
            guard !isConstant else {
                if method == .yeoJohnson { return 1 }
                throw failure(column, "the Box-Cox transform needs numbers that differ")
            }
            let likelihood = PowerLikelihood(
                of: x[column: column].filter { !$0.isNaN }, method: method)
            guard let lambda = likelihood.maximum() else { throw failure(column, "no exponent is found") }
            return lambda
        }
        let model = FittedPowerTransformer(method: method, lambdas: lambdas, scaler: nil)
        guard standardize else { return model.keepingMissing(statistics.totals) }
        do {
            let scaler = try StandardScaler().fit(
                checked: model.powers(of: x), target, in: context)
            return FittedPowerTransformer(method: method, lambdas: lambdas, scaler: scaler)
        } catch LearningError.fitFailed(_, let reason) {
            throw LearningError.fitFailed(step: Self.kind, reason: "after the transform, " + reason)
        }
    }

    private func failure(_ column: Int, _ reason: String) -> LearningError {
        .fitFailed(step: Self.kind, reason: "column \(column) (counted from 0): \(reason)")
    }
}

extension Matrix {
    /// Throws ``LearningError/fitFailed(step:reason:)`` for the first number that is not positive.
    func requirePositive() throws {
        let index = withUnsafeValues { values in values.firstIndex { $0 <= 0 } }
        guard let index else { return }
        let (row, column) = (index / columns, index % columns)
        throw LearningError.fitFailed(
            step: PowerTransformer.kind,
            reason:
                "the Box-Cox transform needs positive numbers, but row \(row), column \(column) (counted from 0) "
                + "is \(self[row, column])")
    }
}
