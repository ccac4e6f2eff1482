/// Divides the numbers of each column into bins.
///
/// A number on the edge of two bins belongs to the upper one; numbers beyond the training rows belong to the first or the
/// last bin. A constant column has one bin, and so does a column whose edges are all within 1e-8. Semantics of
/// scikit-learn's `KBinsDiscretizer`, without its subsample of large data. If several clusters of k-means lose all their
/// numbers at once, they take the farthest numbers in the order of their distances, which is not always the case there.
///
/// ```swift
/// let model = try KBinsDiscretizer(nBins: 4, encode: .ordinal).fit(x, to: target)
/// ```
public struct KBinsDiscretizer: Transformer {
    /// The representation of bins.
    public enum Encoding: String, Sendable, Codable, CaseIterable, ParameterConvertible {
        /// A column of 0 and 1 for each bin.
        case onehotDense = "onehot-dense"
        /// The index of the bin, from 0.
        case ordinal
    }

    /// The widths of bins.
    public enum Strategy: String, Sendable, Codable, CaseIterable, ParameterConvertible {
        /// Equal widths.
        case uniform
        /// Equal numbers of rows.
        case quantile
        /// The rows of a bin are those nearest to one of the centres of a clustering by k-means.
        case kmeans
    }

    /// The computation of quantiles between two numbers, with the names of NumPy.
    public enum QuantileMethod: String, Sendable, Codable, CaseIterable, ParameterConvertible {
        /// A number of the column, or the mean of two of them.
        case averagedInvertedCDF = "averaged_inverted_cdf"
        /// Linear interpolation.
        case linear
    }

    /// The number of bins of each column, at least 2.
    ///
    /// Defaults to 5.
    public var nBins: Int

    /// The representation of bins.
    ///
    /// Defaults to columns of 0 and 1.
    public var encode: Encoding

    /// The widths of bins.
    ///
    /// Defaults to equal numbers of rows.
    public var strategy: Strategy

    /// The computation of quantiles, for the strategy ``Strategy/quantile``.
    public var quantileMethod: QuantileMethod

    /// Creates a discretizer with the given parameters.
    public init(
        nBins: Int = 5, encode: Encoding = .onehotDense, strategy: Strategy = .quantile,
        quantileMethod: QuantileMethod = .averagedInvertedCDF
    ) {
        self.nBins = nBins
        self.encode = encode
        self.strategy = strategy
        self.quantileMethod = quantileMethod
    }

    /// Creates a discretizer into five bins with equal numbers of rows.
    public init() { self.init(nBins: 5) }

    /// The kind: `k-bins-discretizer`.
    public static let kind = "k-bins-discretizer"

    /// Always true: quantiles and the centres of clusters are weighted.
    public static let usesWeights = true

    /// A one-sentence description of the step.
    public static let summary = "Divides the numbers of each column into bins."

    /// Fewer bins.
    public static let simplicity: [SimplerValues] = [.smaller("n_bins")]

    /// `n_bins`, `encode`, `strategy` and `quantile_method`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("n_bins", \.nBins, "number of bins of each column", .atLeast(2)),
        Parameter("encode", \.encode, "representation of bins"),
        Parameter("strategy", \.strategy, "widths of bins"),
        Parameter("quantile_method", \.quantileMethod, "computation of quantiles between two numbers"),
    ]

    /// Estimates sorting each column, or a few dozen passes of k-means.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        let cells = Double(rows) * Double(columns)
        return FitEstimate(
            seconds: 1e-5 + cells * (strategy == .kmeans ? 5e-8 * Double(nBins) : 1e-7),
            modelBytes: 8 * columns * nBins, workBytes: 32 * rows,
            outputColumns: encode == .ordinal ? columns : columns * nBins)
    }
}
