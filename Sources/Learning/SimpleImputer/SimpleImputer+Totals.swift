extension SimpleImputer: TotalsEstimator {
    /// Medians, and the most frequent of numbers or dates, need all of them.
    package func obstacle(toTotalsOf kind: ColumnKind) -> String? {
        switch (strategy, kind) {
        case (.mean, _), (.constant, _), (.mostFrequent, .category): nil
        case (.median, _), (.mostFrequent, _):
            "strategy=\(strategy.rawValue) reads all numbers of a column at once; mean and constant do not"
        }
    }

    /// Computes the fill value of each column.
    ///
    /// - Complexity: O(columns + categories).
    package func fit(_ totals: ColumnTotals, in context: FitContext) throws -> FittedSimpleImputer {
        let fills = try totals.columns.enumerated().map { index, column in
            try requireFill(for: column.kind, at: index)
            return try fill(column, at: index)
        }
        return FittedSimpleImputer(
            kinds: totals.columns.map(\.kind), fills: fills,
            indicators: addIndicator
                ? totals.columns.indices.filter { totals.columns[$0].missingCount > 0 } : [])
    }

    /// The mean, the constant or the most frequent category of a column.
    func fill(_ column: ColumnTotals.Column, at index: Int) throws -> FittedSimpleImputer.Fill {
        guard column.valueCount > 0 else { return .dropped }
        switch (column, strategy) {
        case (_, .constant): return constant(for: column.kind)
        case (.categories(let categories), _): return Self.mostFrequent(of: categories)
        case (.numbers(let totals), _), (.dates(let totals, _), _):
            guard strategy == .mean else {
                throw failure(index, obstacle(toTotalsOf: column.kind) ?? "")
            }
            let mean = totals.sum / Double(totals.count)
            guard mean.isFinite else {
                throw failure(index, "the values are too large: their sum overflows")
            }
            return .number(mean)
        }
    }

    private func constant(for kind: ColumnKind) -> FittedSimpleImputer.Fill {
        switch (kind, fillValue) {
        case (.category, .name(let name)): .name(name)
        case (.category, _): .name("missing_value")
        case (_, .number(let number)): .number(number)
        default: .number(0)
        }
    }
}
