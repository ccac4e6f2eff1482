import LinearAlgebra

/// A fitted ``QuantileTransformer``: the quantiles of each column.
public struct FittedQuantileTransformer: FittedTransformer, Equatable {
    /// The probabilities of the quantiles, ascending from 0 to 1.
    public let references: [Double]

    /// The quantiles of each column, ascending; empty for a column without any number.
    public let quantiles: [[Double]]

    let outputDistribution: QuantileTransformer.Distribution

    init(
        references: [Double], quantiles: [[Double]], outputDistribution: QuantileTransformer.Distribution
    ) {
        self.references = references
        self.quantiles = quantiles
        self.outputDistribution = outputDistribution
    }

    /// The number of columns in the training data.
    public var featureCount: Int { quantiles.count }

    /// The number of output columns, the same as ``featureCount``.
    public var outputCount: Int { quantiles.count }

    /// Throws unless each column has as many quantiles as there are probabilities.
    public func validate() throws {
        try require(!quantiles.isEmpty && !references.isEmpty, "there are no quantiles")
        for quantiles in quantiles where !quantiles.isEmpty {
            try require(
                quantiles.count == references.count,
                "\(references.count) probabilities require as many quantiles, not \(quantiles.count)")
        }
    }

    /// Maps each number to the distribution.
    ///
    /// - Complexity: O(rows × columns × log quantiles).
    public func transform(_ x: Matrix) throws -> Matrix {
        try checkColumns(of: x)
        return x.withUnsafeValues { source in
            Matrix(rows: x.rows, columns: x.columns) { target in
                for (column, quantiles) in quantiles.enumerated() {
                    let curve = QuantileCurve(quantiles, references)
                    for index in stride(from: column, to: source.count, by: x.columns) {
                        target.initializeElement(
                            at: index, to: curve.image(of: source[index], as: outputDistribution))
                    }
                }
            }
        }
    }
}

/// The cumulative distribution of a column, interpolated between its quantiles.
private struct QuantileCurve {
    /// The distance to the ends of the range, and the probability at which the normal distribution is cut off.
    private static let threshold = 1e-7

    /// The least and the greatest image in the normal distribution.
    private static let ends = (
        NormalDistribution.quantile(threshold - .ulpOfOne),
        NormalDistribution.quantile(1 - (threshold - .ulpOfOne))
    )

    private let quantiles: [Double]
    private let references: [Double]

    init(_ quantiles: [Double], _ references: [Double]) {
        (self.quantiles, self.references) = (quantiles, references)
    }

    /// Returns the image of a number; NaN for a missing one, or if there are no quantiles.
    func image(of value: Double, as distribution: QuantileTransformer.Distribution) -> Double {
        guard let low = quantiles.first, let high = quantiles.last, !value.isNaN else { return .nan }
        switch distribution {
        case .uniform:
            if value == low { return 0 }
            return value == high ? 1 : probability(of: value)
        case .normal:
            if value - Self.threshold < low { return Self.ends.0 }
            if value + Self.threshold > high { return Self.ends.1 }
            let probability = probability(of: value)
            guard probability > 0 else { return Self.ends.0 }
            guard probability < 1 else { return Self.ends.1 }
            return min(max(NormalDistribution.quantile(probability), Self.ends.0), Self.ends.1)
        }
    }

    /// The mean of the probabilities at both ends of a run of equal quantiles.
    private func probability(of value: Double) -> Double {
        quantiles.withUnsafeBufferPointer { quantiles in
            // The last quantile that is at most the value, and the first that is at least the value.
            let above = quantiles.countAtMost(value)
            let below = quantiles.countBelow(value)
            return 0.5
                * (interpolated(value, at: above - 1, quantiles)
                    + interpolated(value, before: below, quantiles))
        }
    }

    /// Interpolates upwards from a quantile, as `numpy.interp`.
    private func interpolated(_ value: Double, at index: Int, _ quantiles: UnsafeBufferPointer<Double>)
        -> Double
    {
        guard index >= 0 else { return references[0] }
        guard index + 1 < quantiles.count else { return references[references.count - 1] }
        if quantiles[index] == value { return references[index] }
        let slope = (references[index + 1] - references[index]) / (quantiles[index + 1] - quantiles[index])
        return slope * (value - quantiles[index]) + references[index]
    }

    /// Interpolates downwards from a quantile, as `numpy.interp` of the negative numbers.
    private func interpolated(_ value: Double, before index: Int, _ quantiles: UnsafeBufferPointer<Double>)
        -> Double
    {
        guard index < quantiles.count else { return references[references.count - 1] }
        guard index > 0 else { return references[0] }
        if quantiles[index] == value { return references[index] }
        let slope = (references[index] - references[index - 1]) / (quantiles[index] - quantiles[index - 1])
        return references[index] - slope * (quantiles[index] - value)
    }
}

extension UnsafeBufferPointer<Double> {
    /// Returns the number of elements that are less than a value, in an ascending list.
    fileprivate func countBelow(_ value: Double) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
