import LinearAlgebra

extension MinMaxScaler {
    /// Fits each column's range in one pass over the rows.
    ///
    /// - Complexity: O(rows × columns).
    /// - Throws: ``LearningError/invalidParameter(step:name:found:expected:)`` if the range is empty;
    ///   ``LearningError/fitFailed(step:reason:)`` if a column's range or scale is not a finite `Double`.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> FittedMinMaxScaler
    {
        let (minima, maxima) = x.columnRanges()
        return try model(minima, maxima)
    }

    /// Throws unless the range has a width.
    public func validate(for shape: FitShape) throws { try checkRange() }

    private func checkRange() throws {
        guard featureMin < featureMax else {
            throw LearningError.invalidParameter(
                step: Self.kind, name: "feature_max", found: featureMax.description,
                expected: "greater than feature_min, which is \(featureMin)")
        }
    }

    /// Returns the model for columns with the given minima and maxima.
    func model(_ minima: [Double], _ maxima: [Double]) throws -> FittedMinMaxScaler {
        try checkRange()
        var scale: [Double] = []
        var offset: [Double] = []
        // The ends of the range of no numbers are infinite.
        let empty = minima.indices.filter { minima[$0] > maxima[$0] }
        var (minima, maxima) = (minima, maxima)
        for column in empty { (minima[column], maxima[column]) = (0, 0) }
        for (column, (least, greatest)) in zip(minima, maxima).enumerated() {
            let range = greatest - least
            // A smaller range counts as constant, as in scikit-learn.
            let factor = (featureMax - featureMin) / (range < 10 * .ulpOfOne ? 1 : range)
            scale.append(factor)
            offset.append(featureMin - least * factor)
            guard range.isFinite, factor.isFinite, offset[column].isFinite else {
                throw LearningError.fitFailed(
                    step: Self.kind,
                    reason: "column \(column) (counted from 0) cannot be scaled: its range is \(least) to "
                        + "\(greatest)")
            }
        }
        return FittedMinMaxScaler(
            dataMin: minima, dataMax: maxima, scale: scale, offset: offset,
            columnsWithoutValues: empty.isEmpty ? nil : empty)
    }
}
