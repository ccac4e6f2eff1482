import LinearAlgebra

extension Ridge {
    /// Fits the coefficients by the normal equations, or their dual if there are more columns than rows.
    ///
    /// Uses singular values if the equations are ill-conditioned.
    ///
    /// - Complexity: O(rows × columns × min(rows, columns)).
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if sums of squares overflow.
    public func fit(checked x: Matrix, _ values: [Double], in context: FitContext) throws -> FittedRidge {
        guard fitIntercept else {
            return FittedRidge(
                coefficients: try coefficients(of: CentredColumns(uncentred: x), values), intercept: 0)
        }
        let centred = try CentredColumns(x, for: Self.kind)
        let count = Double(values.count)
        let rounded = values.reduce(0, +) / count
        guard rounded.isFinite else { throw tooLarge }
        let valueMean = rounded + values.reduce(0) { $0 + ($1 - rounded) } / count
        let weights = try coefficients(of: centred, values.map { $0 - valueMean })
        let intercept = centred.intercept(weights, targetMean: valueMean)
        guard intercept.isFinite else { throw tooLarge }
        return FittedRidge(coefficients: weights, intercept: intercept)
    }

    private var tooLarge: LearningError {
        .fitFailed(step: Self.kind, reason: "the values are too large: their sums or products overflow")
    }

    /// Returns the w that minimises `‖y - Xw‖² + alpha ‖w‖²`.
    private func coefficients(of x: CentredColumns, _ y: [Double]) throws -> [Double] {
        let weights = x.isWide ? try dualCoefficients(of: x.rows(), y) : try primalCoefficients(of: x, y)
        guard weights.allSatisfy(\.isFinite) else { throw tooLarge }
        return weights
    }

    private func primalCoefficients(of x: CentredColumns, _ y: [Double]) throws -> [Double] {
        guard let system = try system(x.crossProducts()) else {
            return try coefficientsBySingularValues(of: x.rows(), y)
        }
        return system.solution(x.transposedTimes(y))
    }

    private func dualCoefficients(of x: Matrix, _ y: [Double]) throws -> [Double] {
        guard let system = try system(x.innerProducts()) else {
            return try coefficientsBySingularValues(of: x, y)
        }
        return x.transposedTimes(system.solution(y))
    }

    /// Returns the system of equations for the products; nil if it is ill-conditioned.
    private func system(_ products: Matrix) throws -> PenalisedSystem? {
        let trace = (0..<products.rows).reduce(0) { $0 + products[$1, $1] }
        guard trace.isFinite, alpha.isFinite else { throw tooLarge }
        return PenalisedSystem(products, alpha: alpha)
    }

    /// Returns the solution `V diag(s / (s² + alpha)) Uᵀ y`, where `X = U diag(s) Vᵀ`; an s within rounding error
    /// counts as 0.
    private func coefficientsBySingularValues(of x: Matrix, _ y: [Double]) throws -> [Double] {
        let decomposition: SingularValues
        do {
            decomposition = try SingularValues(x)
        } catch let error as LinearAlgebraError {
            throw LearningError.fitFailed(step: Self.kind, reason: error.description)
        }
        let floor = Double(max(x.rows, x.columns)) * .ulpOfOne * (decomposition.values.first ?? 0)
        let projections = decomposition.left.transposedTimes(y)
        let scaled = zip(decomposition.values, projections).map { singular, projection in
            singular > floor ? projection * singular / (singular * singular + alpha) : 0
        }
        return decomposition.right.transposedTimes(scaled)
    }
}
