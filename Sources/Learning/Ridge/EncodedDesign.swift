import LinearAlgebra

/// Encoded rows minus the means of their columns.
///
/// The dense columns are centred. Those of blocks are not: their products are numbers of rows, from which the products of
/// the means are subtracted. Both are exact up to the rounding of one subtraction, because the variance of a column of 0
/// and 1 is at least 1 / rows of its mean.
struct EncodedDesign: CentredDesign {
    /// The rows, of which the dense columns are centred.
    let x: EncodedRows

    /// The means that were subtracted from the dense columns; 0 for columns of blocks, and without centring.
    private let denseMeans: [Double]

    /// The means of the columns of blocks; 0 for dense columns, and without centring.
    private let means: [Double]

    private let isCentred: Bool

    /// Creates the rows of a fit with or without an intercept.
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` for `step` if a column's sum overflows.
    init(_ x: EncodedRows, isCentred: Bool, for step: String) throws {
        self.isCentred = isCentred
        var (denseMeans, means) = ([Double](repeating: 0, count: x.columns), [Double]())
        means = denseMeans
        guard isCentred else {
            (self.x, self.denseMeans, self.means) = (x, denseMeans, means)
            return
        }
        var dense = x.dense
        if !x.denseColumns.isEmpty {
            let centred = try CentredColumns(dense, for: step)
            for (index, column) in x.denseColumns.enumerated() {
                denseMeans[column] = centred.means[index] + centred.residuals[index]
            }
            dense = centred.rows()
        }
        for block in x.blocks {
            for (index, count) in x.counts(of: block).enumerated() {
                means[block.start + index] = count / Double(x.rows)
            }
        }
        self.x = EncodedRows(
            rows: x.rows, columns: x.columns, dense: dense, denseColumns: x.denseColumns, blocks: x.blocks)
        (self.denseMeans, self.means) = (denseMeans, means)
    }

    var isWide: Bool { x.columns > x.rows }

    var fitsRows: Bool { x.rows * x.columns <= Self.mostElements }

    var fitsProducts: Bool { isWide ? fitsRows : x.columns * x.columns <= Self.mostElements }

    /// The maximum number of elements of a matrix, which takes 4 GB.
    static let mostElements = 1 << 29

    func rows() -> Matrix { isCentred ? x.matrix.shifted(by: means) : x.matrix }

    func crossProducts() -> Matrix {
        var products = x.crossProducts()
        guard isCentred else { return products }
        let count = Double(x.rows)
        products.withUnsafeMutableValues { [means] products in
            for row in means.indices where means[row] != 0 {
                for column in means.indices {
                    products[row * means.count + column] -= count * means[row] * means[column]
                }
            }
        }
        return products
    }

    func transposedTimes(_ vector: [Double]) -> [Double] {
        let sum = vector.reduce(0, +)
        return zip(x.transposedTimes(vector), means).map { $0 - $1 * sum }
    }

    func lengths(along vectors: Matrix) -> [Double] {
        let offsets = vectors.times(means)
        var squares = [Double](repeating: 0, count: vectors.rows)
        for start in stride(from: 0, to: x.rows, by: 512) {
            let part = x.rows(start..<min(start + 512, x.rows)).timesTransposed(vectors)
            part.withUnsafeValues { values in
                for row in 0..<part.rows {
                    for vector in squares.indices {
                        let product = values[row * squares.count + vector] - offsets[vector]
                        squares[vector] += product * product
                    }
                }
            }
        }
        return squares.map { $0.squareRoot() }
    }

    func roundingError(largest: Double) -> Double { Double(max(x.rows, x.columns)) * .ulpOfOne * largest }

    func intercept(_ weights: [Double], targetMean: Double) -> Double {
        let ofDense = zip(denseMeans, weights).reduce(targetMean) { $0 - $1.0 * $1.1 }
        return zip(means, weights).reduce(ofDense) { $0 - $1.0 * $1.1 }
    }

    /// Returns the intercept of a model, of which the intercept for the rows with centred dense columns is known.
    func intercept(_ weights: [Double], ofCentredRows intercept: Double) -> Double {
        zip(denseMeans, weights).reduce(intercept) { $0 - $1.0 * $1.1 }
    }
}
