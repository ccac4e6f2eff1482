import LinearAlgebra

extension PCA {
    /// Learns the principal axes of the rows about their mean.
    ///
    /// O(rows × columns × min(rows, columns)).
    ///
    /// - Throws: ``LearningError/invalidParameter(step:name:found:expected:)`` if `nComponents` is out of
    ///   range; ``LearningError/fitFailed(step:reason:)`` if more components are wanted than the lesser of
    ///   the numbers of rows and columns, if there is but one row, or if sums of squares overflow.
    public func fit(_ x: Matrix, _ target: Target, in context: FitContext) throws -> FittedPCA {
        try checkComponents(for: x)
        let mean = try x.finiteColumnMeans(for: Self.kind)
        let axes: PrincipalAxes
        do {
            axes = try PrincipalAxes(of: x, about: mean, count: count)
        } catch LinearAlgebraError.notFinite {
            throw tooLarge
        } catch let error as LinearAlgebraError {
            throw LearningError.fitFailed(step: Self.kind, reason: error.description)
        }
        let divisor = Double(x.rows - 1)
        let spectrum = axes.spectrum.map { $0 / divisor }
        guard spectrum.reduce(0, +).isFinite else { throw tooLarge }
        return FittedPCA(
            mean: mean, components: axes.directions,
            explainedVariance: axes.sumsOfSquares.map { $0 / divisor },
            spectrum: spectrum, rows: x.rows, whiten: whiten)
    }

    private var tooLarge: LearningError {
        .fitFailed(step: Self.kind, reason: "the values are too large: the sums of their squares overflow")
    }

    private func checkComponents(for x: Matrix) throws {
        guard Components(nComponents.parameterValue) != nil else {
            throw LearningError.invalidParameter(
                step: Self.kind, name: "n_components", found: nComponents.parameterValue.description,
                expected: Components.expectation)
        }
        guard x.rows > 1 else {
            throw LearningError.fitFailed(
                step: Self.kind, reason: "variance needs at least 2 rows, but there is 1")
        }
        if case .count(let count) = nComponents, count > min(x.rows, x.columns) {
            throw LearningError.fitFailed(
                step: Self.kind,
                reason: "n_components is \(count), but \(x.rows) rows × \(x.columns) columns have at most "
                    + "\(min(x.rows, x.columns)) components")
        }
    }

    /// How many components to keep of those with the given variances, in whatever unit.
    private func count(of spectrum: [Double]) -> Int {
        switch nComponents {
        case .all: return spectrum.count
        case .count(let count): return count
        case .fraction(let fraction):
            let total = spectrum.reduce(0, +)
            var sum = 0.0
            let enough = spectrum.firstIndex { variance in
                sum += variance / total
                return sum > fraction
            }
            return enough.map { $0 + 1 } ?? spectrum.count
        }
    }
}
