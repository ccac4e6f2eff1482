import LinearAlgebra

/// Encoded rows minus the means of their columns, multiplied by the square roots of their weights.
///
/// The dense columns are centred. Those of blocks are only shifted to be 0 where they have no code: their products are
/// numbers of rows, from which the products of the means are subtracted. Both are exact up to the rounding of one
/// subtraction, because the variance of a column of 0 and 1 is at least 1 / rows of its mean.
struct EncodedDesign: CentredDesign {
    /// The rows, of which the dense columns are centred, and the columns of blocks are 0 where they have no code.
    let x: EncodedRows

    /// The weight of each row; nil for 1.
    let weights: [Double]?

    /// The square root of each weight; nil for 1.
    private let roots: [Double]?

    /// The total weight.
    private let total: Double

    /// What was subtracted from each column: the mean of a dense column, and the value of a column of a block where it has
    /// no code; 0 without centring.
    private let shifts: [Double]

    /// The means of the columns of blocks after that; 0 for dense columns, and without centring.
    private let means: [Double]

    private let isCentred: Bool

    /// Creates the rows of a fit with or without an intercept.
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` for `step` if a column's sum overflows.
    /// - Precondition: Rows that are not centred are 0 where they have no code (``EncodedRows/hasZeros``).
    init(_ x: EncodedRows, weights: [Double]? = nil, isCentred: Bool, for step: String) throws {
        self.isCentred = isCentred
        self.weights = weights
        roots = weights?.map { $0.squareRoot() }
        let total = weights?.reduce(0, +) ?? Double(x.rows)
        self.total = total
        var means = [Double](repeating: 0, count: x.columns)
        guard isCentred else {
            precondition(x.hasZeros, "rows that are not centred must be 0 where they have no code")
            (self.x, shifts, self.means) = (x, means, means)
            return
        }
        var shifts = x.zeros
        var dense = x.dense
        if !x.denseColumns.isEmpty {
            let centred =
                try weights.map { try CentredColumns(dense, weights: $0, total: total, for: step) }
                ?? CentredColumns(dense, for: step)
            for (index, column) in x.denseColumns.enumerated() {
                shifts[column] = centred.means[index] + centred.residuals[index]
            }
            dense = centred.rows()
        }
        for block in x.blocks {
            let factors = block.factors
            for (index, count) in x.counts(of: block, weights: weights).enumerated() {
                means[block.start + index] = count / total * (factors?[index] ?? 1)
            }
        }
        self.x = EncodedRows(
            rows: x.rows, columns: x.columns, dense: dense, denseColumns: x.denseColumns, blocks: x.blocks
        ).subtractingZeros()
        (self.shifts, self.means) = (shifts, means)
    }

    var isWide: Bool { x.columns > x.rows }

    var fitsRows: Bool { x.rows * x.columns <= Self.mostElements }

    var fitsProducts: Bool { isWide ? fitsRows : x.columns * x.columns <= Self.mostElements }

    /// The maximum number of elements of a matrix, which takes 4 GB.
    static let mostElements = 1 << 29

    func rows() -> Matrix {
        (isCentred ? x.matrix.shifted(by: means) : x.matrix).scaledRows(by: roots)
    }

    func crossProducts() -> Matrix {
        var products = x.crossProducts(weights: weights)
        guard isCentred else { return products }
        products.withUnsafeMutableValues { [means, total] products in
            for row in means.indices where means[row] != 0 {
                for column in means.indices {
                    products[row * means.count + column] -= total * means[row] * means[column]
                }
            }
        }
        return products
    }

    func transposedTimes(_ vector: [Double]) -> [Double] {
        let vector = roots?.times(vector) ?? vector
        let sum = vector.reduce(0, +)
        return zip(x.transposedTimes(vector), means).map { $0 - $1 * sum }
    }

    func lengths(along vectors: Matrix) -> [Double] {
        let offsets = vectors.times(means)
        var squares = [Double](repeating: 0, count: vectors.rows)
        for start in stride(from: 0, to: x.rows, by: 512) {
            let range = start..<min(start + 512, x.rows)
            let part = x.rows(range).timesTransposed(vectors)
            part.withUnsafeValues { values in
                for row in 0..<part.rows {
                    let weight = weights?[start + row] ?? 1
                    for vector in squares.indices {
                        let product = values[row * squares.count + vector] - offsets[vector]
                        squares[vector] += weight * product * product
                    }
                }
            }
        }
        return squares.map { $0.squareRoot() }
    }

    func roundingError(largest: Double) -> Double { Double(max(x.rows, x.columns)) * .ulpOfOne * largest }

    func intercept(_ weights: [Double], targetMean: Double) -> Double {
        let ofShifts = zip(shifts, weights).reduce(targetMean) { $0 - $1.0 * $1.1 }
        return zip(means, weights).reduce(ofShifts) { $0 - $1.0 * $1.1 }
    }

    /// Returns the intercept of a model, of which the intercept for ``x`` is known.
    func intercept(_ weights: [Double], ofShiftedRows intercept: Double) -> Double {
        zip(shifts, weights).reduce(intercept) { $0 - $1.0 * $1.1 }
    }
}
