import LinearAlgebra

extension SimpleImputer {
    /// Computes the fill value of each column.
    ///
    /// - Complexity: O(rows × columns); O(n log n) a column for the most frequent number.
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
        switch column {
        case .numbers(let cells), .dates(let cells): try fill(cells.filter { !$0.isNaN }, at: index)
        case .categories(let column): fill(column)
        }
    }

    private func fill(_ values: [Double], at index: Int) throws -> FittedSimpleImputer.Fill {
        guard !values.isEmpty else { return .dropped }
        switch strategy {
        case .mean:
            return try mean(values.reduce(0, +), of: values.count, at: index)
        case .median: return .number(Quantiles(of: values, at: [50]).median)
        case .mostFrequent: return .number(Self.mode(values.sorted()))
        case .constant: return constant(for: .number)
        }
    }

    private func fill(_ column: CategoryColumn) -> FittedSimpleImputer.Fill {
        guard strategy == .constant, column.codes.contains(where: { $0 >= 0 }) else {
            return mostFrequent(of: CategoryCounts(of: column))
        }
        return constant(for: .category)
    }

    /// The mean of numbers with a sum.
    func mean(_ sum: Double, of count: Int, at index: Int) throws -> FittedSimpleImputer.Fill {
        let mean = sum / Double(count)
        guard mean.isFinite else { throw failure(index, "the values are too large: their sum overflows") }
        return .number(mean)
    }

    /// The constant for a kind of column.
    func constant(for kind: ColumnKind) -> FittedSimpleImputer.Fill {
        switch (kind, fillValue) {
        case (.category, .name(let name)): .name(name)
        case (.category, _): .name("missing_value")
        case (_, .number(let number)): .number(number)
        default: .number(0)
        }
    }

    /// The most frequent category; the first of several.
    func mostFrequent(of categories: CategoryCounts) -> FittedSimpleImputer.Fill {
        guard let most = categories.counts.max(), most > 0 else { return .dropped }
        return .name(categories.names[categories.counts.firstIndex(of: most) ?? 0])
    }

    /// The error of a column.
    func failure(_ column: Int, _ reason: String) -> LearningError {
        .fitFailed(step: Self.kind, reason: "column \(column) (counted from 0): \(reason)")
    }

    /// The most frequent of sorted values; the first of several.
    private static func mode(_ sorted: [Double]) -> Double {
        var (best, most, run) = (sorted[0], 0, 0)
        for (index, value) in sorted.enumerated() {
            run = index > 0 && sorted[index - 1] == value ? run + 1 : 1
            if run > most { (best, most) = (value, run) }
        }
        return best
    }
}
