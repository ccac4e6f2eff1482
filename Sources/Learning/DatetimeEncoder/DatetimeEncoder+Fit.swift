import LinearAlgebra

extension DatetimeEncoder {
    /// Determines the parts of each column.
    ///
    /// - Complexity: O(rows × columns).
    /// - Throws: ``LearningError/columnKind(column:found:expected:)`` for a column that is not of dates;
    ///   ``LearningError/fitFailed(step:reason:)`` if there are no parts.
    public func fit(
        checked x: FeatureTable, _ target: Target, in context: FitContext
    ) throws -> FittedDatetimeEncoder {
        let columns = try x.columns.enumerated().map { index, column in
            guard case .dates(let seconds) = column else {
                throw LearningError.columnKind(column: index, found: column.kind, expected: .date)
            }
            let hasTimes = seconds.contains { !$0.isNaN && $0.remainder(dividingBy: 86_400) != 0 }
            return parts(hasTimes: hasTimes)
        }
        guard columns.contains(where: { !$0.isEmpty }) else {
            throw LearningError.fitFailed(
                step: Self.kind, reason: "no part is selected; set resolution or one of the parameters add_…")
        }
        return FittedDatetimeEncoder(columns: columns)
    }
}
