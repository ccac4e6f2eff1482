import LinearAlgebra

/// A fitted ``PCA``: the mean and the principal axes.
public struct FittedPCA: FittedTransformer, Equatable {
    /// The mean of each column.
    public let mean: [Double]

    /// The principal axes, one per row, with unit length and decreasing variance: ``outputCount`` × ``featureCount``.
    ///
    /// The element of each axis with the largest absolute value is positive.
    public let components: Matrix

    /// The variance along each component, with the number of rows minus one as divisor.
    public let explainedVariance: [Double]

    /// The variance along every axis of the data, kept or not, in decreasing order.
    package let spectrum: [Double]

    /// The number of training rows.
    private let rows: Int

    /// Whether scores are divided by their standard deviation.
    private let whiten: Bool

    init(
        mean: [Double], components: Matrix, explainedVariance: [Double], spectrum: [Double], rows: Int,
        whiten: Bool
    ) {
        self.mean = mean
        self.components = components
        self.explainedVariance = explainedVariance
        self.spectrum = spectrum
        self.rows = rows
        self.whiten = whiten
    }

    /// The number of columns in the training data.
    public var featureCount: Int { mean.count }

    /// The number of components.
    public var outputCount: Int { components.rows }

    /// Throws unless the components have as many columns as the mean, and each has a variance in the spectrum.
    public func validate() throws {
        try require(
            components.columns == mean.count,
            "\(mean.count) means require components with as many columns, not \(components.columns)")
        try require(outputCount > 0 && rows > 0, "\(outputCount) components of \(rows) rows")
        try require(
            explainedVariance.count == outputCount,
            "\(outputCount) components require as many variances, not \(explainedVariance.count)")
        try require(
            spectrum.count >= outputCount,
            "\(outputCount) components require a spectrum of at least as many axes, not \(spectrum.count)")
    }

    /// The fraction of the total variance along each component; 0 if there is no variance.
    public var explainedVarianceRatio: [Double] {
        let total = spectrum.reduce(0, +)
        return explainedVariance.map { total > 0 ? $0 / total : 0 }
    }

    /// The singular values of the centred rows, for the components.
    public var singularValues: [Double] {
        explainedVariance.map { ($0 * Double(rows - 1)).squareRoot() }
    }

    /// The mean variance along the discarded axes; 0 if none are discarded.
    ///
    /// This is the noise of probabilistic PCA: Bishop, "Pattern Recognition and Machine Learning", equation 12.46.
    public var noiseVariance: Double {
        let rest = spectrum[outputCount...]
        return rest.isEmpty ? 0 : rest.reduce(0, +) / Double(rest.count)
    }

    /// Maps each row x to `(x - mean) componentsᵀ`, divided by the standard deviations if whitening: n ×
    /// ``outputCount``.
    ///
    /// The transform is one matrix product and centres only a few rows at a time. Along an axis without variance, such
    /// as the last of as many axes as rows, the rounding error of a score is replaced by 0, so that a later scaler does
    /// not amplify it.
    public func transform(_ x: Matrix) throws -> Matrix {
        try checkColumns(of: x)
        // Subtract the mean first: for rows with a large offset, the product would keep the offset's rounding error.
        let divisors = whiten ? deviations : nil
        let none = [Double](repeating: 0, count: outputCount)
        return Matrix(
            rows: x.rows, columns: outputCount, operations: x.count * outputCount
        ) { panel in
            let centred = x.rows(panel).shifted(by: mean)
            let scores = withoutRounding(centred.timesTransposed(components), of: centred)
            return divisors.map { scores.shifted(by: none, dividedBy: $0) } ?? scores
        }
    }

    /// Replaces the scores along axes without variance, which are rounding errors, by 0.
    private func withoutRounding(_ scores: Matrix, of centred: Matrix) -> Matrix {
        let rounding = Double(max(rows, featureCount)) * .ulpOfOne
        let least = rounding * rounding * (explainedVariance.first ?? 0)
        guard let first = explainedVariance.firstIndex(where: { $0 <= least }) else { return scores }
        let (lengths, width) = (centred.squaredRowNorms.map { $0.squareRoot() }, scores.columns)
        var scores = scores
        scores.withUnsafeMutableValues { values in
            for (row, length) in lengths.enumerated() {
                for index in row * width + first..<(row + 1) * width
                where abs(values[index]) <= rounding * length { values[index] = 0 }
            }
        }
        return scores
    }

    /// The components, divided by the standard deviations if whitening.
    var scaledComponents: Matrix {
        whiten ? components.scaledRows(by: deviations.map { 1 / $0 }) : components
    }

    /// The standard deviation along each component, at least ε to avoid a division by zero, as in scikit-learn.
    private var deviations: [Double] { explainedVariance.map { max($0.squareRoot(), .ulpOfOne) } }

    /// Returns the model that a fit of the first `count` components produces, to the bit.
    package func restricted(toFirst count: Int) -> FittedPCA {
        guard count >= 1 && count <= outputCount else {
            fatalError("cannot restrict \(outputCount) components to the first \(count)")
        }
        return FittedPCA(
            mean: mean, components: components.rows(0..<count),
            explainedVariance: Array(explainedVariance[..<count]), spectrum: spectrum, rows: rows,
            whiten: whiten)
    }
}
