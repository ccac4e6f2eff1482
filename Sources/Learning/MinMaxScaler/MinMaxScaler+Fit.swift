import LinearAlgebra

extension MinMaxScaler {
    /// Learns each column's range, in one pass over the rows.
    ///
    /// O(rows × columns).
    ///
    /// - Throws: ``LearningError/invalidParameter(step:name:found:expected:)`` if the range is empty;
    ///   ``LearningError/fitFailed(step:reason:)`` if a column's range, or its scale, is no finite `Double`.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> FittedMinMaxScaler
    {
        let (minima, maxima) = x.columnRanges()
        return try model(minima, maxima)
    }

    /// The model of columns with the given least and greatest values.
    func model(_ minima: [Double], _ maxima: [Double]) throws -> FittedMinMaxScaler {
        guard featureMin < featureMax else {
            throw LearningError.invalidParameter(
                step: Self.kind, name: "feature_max", found: featureMax.description,
                expected: "greater than feature_min, which is \(featureMin)")
        }
        var scale: [Double] = []
        var offset: [Double] = []
        for (column, (least, greatest)) in zip(minima, maxima).enumerated() {
            let range = greatest - least
            // What is no wider than this counts as constant, as scikit-learn has it.
            let factor = (featureMax - featureMin) / (range < 10 * .ulpOfOne ? 1 : range)
            scale.append(factor)
            offset.append(featureMin - least * factor)
            guard range.isFinite, factor.isFinite, offset[column].isFinite else {
                throw LearningError.fitFailed(
                    step: Self.kind,
                    reason: "column \(column) (counted from 0) cannot be scaled: it ranges from \(least) to "
                        + "\(greatest)")
            }
        }
        return FittedMinMaxScaler(dataMin: minima, dataMax: maxima, scale: scale, offset: offset)
    }
}
