import LinearAlgebra

/// Rows minus the means of their columns, as the equations of ridge regression read them.
protocol CentredDesign {
    /// Whether there are more columns than rows.
    var isWide: Bool { get }

    /// Whether a matrix of all rows takes little enough memory.
    var fitsRows: Bool { get }

    /// Whether a matrix of the products takes little enough memory.
    var fitsProducts: Bool { get }

    /// Returns a copy of all centred rows.
    func rows() -> Matrix

    /// Returns the cross-products of the centred columns.
    func crossProducts() -> Matrix

    /// Returns the product of the transposed centred rows with a vector.
    func transposedTimes(_ vector: [Double]) -> [Double]

    /// Returns the lengths of the products of all centred rows with some vectors, which are the rows of a matrix.
    func lengths(along vectors: Matrix) -> [Double]

    /// The size of a singular value that may be a rounding error, given the largest.
    func roundingError(largest: Double) -> Double

    /// Returns the intercept of a model with the given weights and target mean.
    func intercept(_ weights: [Double], targetMean: Double) -> Double
}
