import LinearAlgebra

extension PCA {
    /// Fits the principal axes of the centred rows.
    ///
    /// - Complexity: O(rows × columns × min(rows, columns)).
    /// - Throws: ``LearningError/invalidParameter(step:name:found:expected:)`` if `nComponents` is out of range;
    ///   ``LearningError/fitFailed(step:reason:)`` if it exceeds the minimum of the numbers of rows and columns, if
    ///   there is only one row, or if sums of squares overflow.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> FittedPCA {
        try checkComponents(rows: x.rows, columns: x.columns)
        let mean = try x.finiteColumnMeans(for: Self.kind)
        let axes = try decomposing { try PrincipalAxes(of: x, about: mean, count: count) }
        return try model(rows: x.rows, mean: mean, axes)
    }

    /// Returns the model of n rows with the given mean and axes; nil without axes.
    func modelIfAccurate(
        rows: Int, mean: [Double], axes: () throws -> PrincipalAxes?
    ) throws -> FittedPCA? {
        try decomposing(axes).map { try model(rows: rows, mean: mean, $0) }
    }

    private func model(rows: Int, mean: [Double], _ axes: PrincipalAxes) throws -> FittedPCA {
        let divisor = Double(rows - 1)
        let spectrum = axes.spectrum.map { $0 / divisor }
        guard spectrum.reduce(0, +).isFinite else { throw tooLarge }
        return FittedPCA(
            mean: mean, components: axes.directions,
            explainedVariance: axes.sumsOfSquares.map { $0 / divisor },
            spectrum: spectrum, rows: rows, whiten: whiten)
    }

    /// Runs `body` and converts its errors to errors of this step.
    private func decomposing<R>(_ body: () throws -> R) throws -> R {
        do {
            return try body()
        } catch LinearAlgebraError.notFinite {
            throw tooLarge
        } catch let error as LinearAlgebraError {
            throw LearningError.fitFailed(step: Self.kind, reason: error.description)
        }
    }

    private var tooLarge: LearningError {
        .fitFailed(step: Self.kind, reason: "the values are too large: the sums of their squares overflow")
    }

    /// Throws unless a matrix of the given shape has enough components.
    func checkComponents(rows: Int, columns: Int) throws {
        guard Components(nComponents.parameterValue) != nil else {
            throw LearningError.invalidParameter(
                step: Self.kind, name: "n_components", found: nComponents.parameterValue.description,
                expected: Components.expectation)
        }
        guard rows > 1 else {
            throw LearningError.fitFailed(
                step: Self.kind, reason: "the variance requires at least 2 rows, but there is 1")
        }
        if case .count(let count) = nComponents, count > min(rows, columns) {
            throw LearningError.fitFailed(
                step: Self.kind,
                reason: "n_components is \(count), but \(rows) rows × \(columns) columns have at most "
                    + "\(min(rows, columns)) components")
        }
    }

    /// Returns the number of components to keep of those with the given variances, in any unit.
    func count(of spectrum: [Double]) -> Int {
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

extension PCA {
    /// Throws if `nComponents` exceeds the maximum number of components.
    public func validate(for shape: FitShape) throws {
        if let columns = shape.columns { try checkComponents(rows: shape.rows, columns: columns) }
    }
}
