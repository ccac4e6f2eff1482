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
        try model(
            hasTimes: x.columns.enumerated().map { index, column in
                guard case .dates(let seconds) = column else {
                    throw LearningError.columnKind(column: index, found: column.kind, expected: .date)
                }
                return seconds.haveTimes
            })
    }

    /// Determines the parts of columns, some of which have times.
    func model(hasTimes: [Bool]) throws -> FittedDatetimeEncoder {
        let columns = hasTimes.map { parts(hasTimes: $0) }
        guard columns.contains(where: { !$0.isEmpty }) else { throw noPart }
        return FittedDatetimeEncoder(columns: columns)
    }

    /// Throws if a column is not of dates, or if there are no parts.
    public func validate(for shape: FitShape) throws {
        for (column, kind) in (shape.kinds ?? []).enumerated() where kind != .date {
            throw LearningError.columnKind(column: column, found: kind, expected: .date)
        }
        guard !parts(hasTimes: true).isEmpty else { throw noPart }
    }

    private var noPart: LearningError {
        .fitFailed(
            step: Self.kind, reason: "no part is selected; set resolution or one of the parameters add_…")
    }
}
