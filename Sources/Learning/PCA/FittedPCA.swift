import LinearAlgebra

/// What ``PCA`` learned: the mean and the principal axes.
public struct FittedPCA: FittedTransformer, Equatable {
    /// The mean of each column.
    public let mean: [Double]

    /// The principal axes, a row each, of length one, by falling variance: ``outputCount`` ×
    /// ``featureCount``.
    ///
    /// In each, the element largest in absolute value is positive.
    public let components: Matrix

    /// The variance along each component, with one less than the number of rows as divisor.
    public let explainedVariance: [Double]

    /// The variance along every axis the data have, kept or not, largest first.
    package let spectrum: [Double]

    /// The number of rows it was fitted to.
    private let rows: Int

    /// Whether scores are divided by their deviation.
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

    /// The number of columns it was fitted to.
    public var featureCount: Int { mean.count }

    /// The number of components.
    public var outputCount: Int { components.rows }

    /// Throws unless the components have the means' columns, and each has a variance, which is in the spectrum.
    public func validate() throws {
        try require(
            components.columns == mean.count,
            "\(mean.count) means need components of as many columns, not \(components.columns)")
        try require(outputCount > 0 && rows > 0, "\(outputCount) components of \(rows) rows")
        try require(
            explainedVariance.count == outputCount,
            "\(outputCount) components need as many variances, not \(explainedVariance.count)")
        try require(
            spectrum.count >= outputCount,
            "\(outputCount) components need a spectrum of at least as many axes, not \(spectrum.count)")
    }

    /// The part of the total variance that lies along each component; 0 for each if there is no variance.
    public var explainedVarianceRatio: [Double] {
        let total = spectrum.reduce(0, +)
        return explainedVariance.map { total > 0 ? $0 / total : 0 }
    }

    /// The singular values of the centred rows that go with the components.
    public var singularValues: [Double] {
        explainedVariance.map { ($0 * Double(rows - 1)).squareRoot() }
    }

    /// The mean variance along the axes left out, or 0 if none is.
    ///
    /// It is the noise of probabilistic PCA: Bishop, "Pattern Recognition and Machine Learning", equation
    /// 12.46.
    public var noiseVariance: Double {
        let rest = spectrum[outputCount...]
        return rest.isEmpty ? 0 : rest.reduce(0, +) / Double(rest.count)
    }

    /// Maps each row x to `(x - mean) componentsᵀ`, and divides by the deviations if whitening; n ×
    /// ``outputCount``.
    ///
    /// One matrix product; the centred rows exist only a few at a time. Along an axis without variance, such as the last
    /// of as many axes as rows, what rounding makes of a row's 0 is 0: a scaler would else make a signal of it.
    public func transform(_ x: Matrix) throws -> Matrix {
        try checkColumns(of: x)
        // The mean goes first: of rows of a large offset the product would else keep the offset's rounding.
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

    /// The scores of centred rows, without what is but rounding along the axes that have no variance.
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

    /// The components, divided by the deviations if whitening.
    var scaledComponents: Matrix {
        whiten ? components.scaledRows(by: deviations.map { 1 / $0 }) : components
    }

    /// The deviation along each component; axes without variance are kept from a division by zero as scikit-learn does
    /// it.
    private var deviations: [Double] { explainedVariance.map { max($0.squareRoot(), .ulpOfOne) } }

    /// The model that a fit of the first `count` components gives, to the bit.
    package func restricted(toFirst count: Int) -> FittedPCA {
        guard count >= 1 && count <= outputCount else {
            fatalError("no first \(count) of \(outputCount) components")
        }
        return FittedPCA(
            mean: mean, components: components.rows(0..<count),
            explainedVariance: Array(explainedVariance[..<count]), spectrum: spectrum, rows: rows,
            whiten: whiten)
    }
}
