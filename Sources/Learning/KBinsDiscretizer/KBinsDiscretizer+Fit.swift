import LinearAlgebra

extension KBinsDiscretizer {
    /// The width up to which a bin is merged with the one below it.
    private static let smallestWidth = 1e-8

    /// Computes the edges of each column's bins.
    ///
    /// With weights, bins of equal numbers of rows become bins of equal total weights.
    ///
    /// - Complexity: O(rows × columns); O(rows × bins × columns) for each pass of k-means.
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if the range of a column overflows, or for interpolated
    ///   quantiles of rows with weights.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws
        -> FittedKBinsDiscretizer
    {
        try requireQuantiles(hasWeights: context.weights != nil)
        return try model(columns: x.columns, in: context) { column in
            try edges(of: x[column: column], at: column, in: context)
        }
    }

    private func model(
        columns: Int, in context: FitContext, edges: (_ column: Int) throws -> [Double]
    ) throws -> FittedKBinsDiscretizer {
        let inner = try (0..<columns).map { column in
            try context.checkCancellation()
            return Array(try edges(column).dropFirst().dropLast())
        }
        return FittedKBinsDiscretizer(innerEdges: inner, encode: encode)
    }

    /// Throws for interpolated quantiles of rows with weights.
    public func validate(for shape: FitShape) throws { try requireQuantiles(hasWeights: shape.hasWeights) }

    private func requireQuantiles(hasWeights: Bool) throws {
        guard !hasWeights || strategy != .quantile || quantileMethod == .averagedInvertedCDF else {
            throw LearningError.fitFailed(
                step: Self.kind,
                reason: "quantiles of rows with weights require quantile_method=averaged_inverted_cdf")
        }
    }

    /// The edges of the bins of a column; fewer than three for a single bin.
    private func edges(of cells: [Double], at column: Int, in context: FitContext) throws -> [Double] {
        let weights = context.weights
        // Rows of weight 0 limit quantiles, but no other bins, as in scikit-learn.
        let counted =
            if let weights, strategy != .quantile {
                zip(cells, weights).filter { $0.1 > 0 }.map(\.0)
            } else { cells }
        guard let low = counted.min(), let high = counted.max(), low < high else { return [] }
        try requireFinite(low, high, at: column)
        let uniform = [Double](from: low, to: high, count: nBins + 1)
        switch strategy {
        case .uniform: return uniform
        case .quantile:
            guard let weights else { return try edges(of: AscendingNumbers(of: cells), at: column) }
            let quantiles = WeightedQuantiles(of: cells, weights: weights)
            return withoutNarrow(levels.map(quantiles.averagedInverted))
        case .kmeans:
            let starts = zip(uniform, uniform.dropFirst()).map { ($0 + $1) * 0.5 }
            let centres = try LineClusters(of: cells, weights: weights, from: starts, in: context).centres
                .sorted()
            return withoutNarrow([low] + zip(centres, centres.dropFirst()).map { ($0 + $1) * 0.5 } + [high])
        }
    }

    /// The edges of bins of equal numbers of rows.
    private func edges(of numbers: AscendingNumbers, at column: Int) throws -> [Double] {
        guard let low = numbers.first, let high = numbers.last, low < high else { return [] }
        try requireFinite(low, high, at: column)
        return withoutNarrow(
            quantileMethod == .linear
                ? numbers.linear(percentages: levels) : numbers.averagedInverted(percentages: levels))
    }

    /// The percentages of rows below each edge.
    private var levels: [Double] { [Double](from: 0, to: 100, count: nBins + 1) }

    private func requireFinite(_ low: Double, _ high: Double, at column: Int) throws {
        guard (high - low).isFinite else {
            throw LearningError.fitFailed(
                step: Self.kind,
                reason: "column \(column) (counted from 0) cannot be divided: its range is \(low) to \(high)")
        }
    }

    private func withoutNarrow(_ edges: [Double]) -> [Double] {
        edges.indices.filter { $0 == 0 || edges[$0] - edges[$0 - 1] > Self.smallestWidth }.map { edges[$0] }
    }
}

extension KBinsDiscretizer: SummaryEstimator {
    /// Column statistics only.
    public static let detail = SummaryDetail.columns

    /// Whether the bins have equal numbers of rows; other edges need no sorted numbers.
    public var usesSummary: Bool { strategy == .quantile }

    /// Computes the edges of each column's bins, with the same result as a fit to rows without weights; nil for other bins
    /// than those of equal numbers of rows.
    ///
    /// - Complexity: O(bins × log² rows) a column.
    public func fit(_ summary: ColumnValues, in context: FitContext) throws -> FittedKBinsDiscretizer? {
        let columns = summary.numbers
        guard usesSummary, columns.count == summary.columns.count else { return nil }
        return try model(columns: columns.count, in: context) { try edges(of: columns[$0], at: $0) }
    }
}
