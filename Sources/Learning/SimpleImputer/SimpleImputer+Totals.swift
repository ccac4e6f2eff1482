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
        guard column.count > 0 else { return .dropped }
        if strategy == .constant { return constant(for: column.kind) }
        switch column {
        case .numbers(let totals): return .number(try mean(totals, at: index))
        case .dates(let totals): return .number(try mean(totals.seconds, at: index))
        case .categories(let categories): return Self.mostFrequent(of: categories)
        }
    }

    private func mean(_ totals: NumberTotals, at index: Int) throws -> Double {
        guard strategy == .mean else {
            throw failure(index, obstacle(toTotalsOf: .number) ?? "")
        }
        let mean = totals.sum / Double(totals.count)
        guard mean.isFinite else {
            throw failure(index, "the values are too large: their sum overflows")
        }
        return mean
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
