import LinearAlgebra

extension SimpleImputer {
    /// Computes the fill value of each column.
    ///
    /// - Complexity: O(rows × columns).
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if a column of categories has a numeric strategy or constant,
    ///   or the reverse.
    public func fit(
        checked x: FeatureTable, _ target: Target, in context: FitContext
    ) throws -> FittedSimpleImputer {
        let fills = try x.columns.enumerated().map { index, column in
            try context.checkCancellation()
            try requireFill(for: column.kind, at: index)
            return try fill(column, at: index)
        }
        return FittedSimpleImputer(
            kinds: x.columns.map(\.kind), fills: fills,
            indicators: addIndicator ? x.columns.indices.filter { x.columns[$0].firstMissing != nil } : [])
    }

    /// Throws if the strategy or the constant is not for the kind of a column.
    public func validate(for shape: FitShape) throws {
        for (index, kind) in (shape.kinds ?? []).enumerated() { try requireFill(for: kind, at: index) }
    }

    /// Throws if the strategy or the constant is not for the kind of a column.
    func requireFill(for kind: ColumnKind, at index: Int) throws {
        switch (strategy, fillValue, kind) {
        case (.mean, _, .category), (.median, _, .category):
            throw failure(
                index,
                "\(strategy.rawValue) needs numbers, but the column contains categories; "
                    + "use most_frequent or constant")
        case (.constant, .name, .number), (.constant, .name, .date):
            throw failure(index, "the fill value is a word, but the column contains numbers")
        case (.constant, .number, .category):
            throw failure(index, "the fill value is a number, but the column contains categories")
        default: break
        }
    }

    private func fill(_ column: FeatureColumn, at index: Int) throws -> FittedSimpleImputer.Fill {
        usesSummary
            ? Self.fill(ColumnValues.Column(column), with: strategy)
            : try fill(ColumnTotals.Column(column), at: index)
    }

    /// The median or the most frequent of the values of a column.
    private static func fill(
        _ column: ColumnValues.Column, with strategy: Strategy
    ) -> FittedSimpleImputer.Fill {
        switch column {
        case .numbers(let numbers), .dates(let numbers):
            guard !numbers.isEmpty else { return .dropped }
            return .number(strategy == .median ? numbers.median : numbers.mode)
        case .categories(let categories): return mostFrequent(of: categories)
        }
    }

    /// The most frequent category; the first of several.
    static func mostFrequent(of categories: CategoryCounts) -> FittedSimpleImputer.Fill {
        guard let most = categories.counts.max(), most > 0 else { return .dropped }
        return .name(categories.names[categories.counts.firstIndex(of: most) ?? 0])
    }

    /// The error of a column.
    func failure(_ column: Int, _ reason: String) -> LearningError {
        .fitFailed(step: Self.kind, reason: "column \(column) (counted from 0): \(reason)")
    }
}

extension SimpleImputer: SummaryEstimator {
    /// Column statistics only.
    public static let detail = SummaryDetail.columns

    /// Whether the missing cells are filled with medians or most frequent values; a mean needs no sorted numbers.
    public var usesSummary: Bool { strategy == .median || strategy == .mostFrequent }

    /// Computes the fill value of each column, with the same result as a fit to the rows; nil for means and constants.
    ///
    /// - Complexity: O(log² rows) a column for medians; O(rows) for the most frequent number.
    public func fit(_ summary: ColumnValues, in context: FitContext) throws -> FittedSimpleImputer? {
        guard usesSummary else { return nil }
        let fills = try summary.columns.enumerated().map { index, column in
            try context.checkCancellation()
            try requireFill(for: column.kind, at: index)
            return Self.fill(column, with: strategy)
        }
        return FittedSimpleImputer(
            kinds: summary.columns.map(\.kind), fills: fills,
            indicators: addIndicator
                ? summary.columns.indices.filter { summary.columns[$0].missingCount > 0 } : [])
    }
}

extension AscendingNumbers {
    /// The most frequent number; the smallest of several.
    fileprivate var mode: Double {
        let (values, counts) = distinct
        let most = counts.max() ?? 0
        return values[counts.firstIndex(of: most) ?? 0]
    }
}
