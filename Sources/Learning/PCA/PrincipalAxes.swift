import LinearAlgebra

/// The principal axes of centred rows: the directions, and the sum of squares along each.
///
/// **Factorisation.** The eigenvectors of the smaller of two products. With at least as many rows as columns, the
/// eigenvectors of the columns' cross-products are the axes. Otherwise, the eigenvectors of the rows' inner products
/// yield the axes by one more product with the rows.
///
/// **Accuracy.** Squaring the data squares its condition: an eigenvalue has an error of about ε λ₁, which hides axes
/// whose λ is not well above it. Axes not above 10⁻⁶ λ₁ (`SymmetricEigen.leastAccurate`) are therefore computed from singular values; the
/// others keep nine digits. With more rows than columns, the rows are first projected on just those axes, which the
/// eigenvectors still separate from the others, so that the matrix to decompose is thin.
///
/// **Nesting.** The axes above 10⁻⁶ λ₁ do not depend on whether others are requested, and the others do not depend on
/// their number: the first k of many axes are, to the bit, those of a fit of k.
struct PrincipalAxes {
    /// The directions, one per row, with unit length; the element with the largest absolute value is positive.
    let directions: Matrix

    /// The sum of squares along each of ``directions``, in decreasing order.
    let sumsOfSquares: [Double]

    /// The sum of squares along all `min(rows, columns)` axes, from the first factorisation.
    let spectrum: [Double]

    /// Computes the first axes of the centred rows; `count` returns their number from the spectrum.
    ///
    /// - Complexity: O(rows × columns × min(rows, columns)).
    /// - Throws: `LinearAlgebraError`; the errors of `count`.
    init(of x: Matrix, about mean: [Double], count: (_ spectrum: [Double]) throws -> Int) throws {
        let isWide = x.columns > x.rows
        let centred = isWide ? x.shifted(by: mean) : nil
        let eigen = try SymmetricEigen(centred?.innerProducts() ?? x.crossProducts(about: mean))
        spectrum = eigen.values.map { max(0, $0) }
        let keptCount = try count(spectrum)
        let floor = SymmetricEigen.leastAccurate * (spectrum.first ?? 0)
        let accurate = spectrum.firstIndex { $0 <= floor } ?? spectrum.count

        // Multiply all accurate axes, because a product of fewer rows may round differently.
        let ofProducts = eigen.vectors.rows(0..<accurate)
        var directions = (centred.map { ofProducts.times($0).withUnitRows() } ?? ofProducts)
            .rows(0..<min(keptCount, accurate))
        var sumsOfSquares = Array(spectrum[..<min(keptCount, accurate)])
        if keptCount > accurate {
            let rest = accurate..<keptCount
            let (values, axes) =
                try centred.map { try Self.axes(of: $0, rest) }
                ?? Self.axes(
                    of: x.shifted(by: mean), within: eigen.vectors.rows(accurate..<spectrum.count), rest.count
                )
            sumsOfSquares += values.map { $0 * $0 }
            directions = directions.followed(by: axes)
        }
        self.sumsOfSquares = sumsOfSquares
        self.directions = directions.withPositivePeaks()
    }

    /// Computes the first axes of rows from their centred cross-products; nil if an axis requires the rows themselves
    /// for accuracy.
    init?(ofProducts products: Matrix, count: (_ spectrum: [Double]) throws -> Int) throws {
        let eigen = try SymmetricEigen(products)
        spectrum = eigen.values.map { max(0, $0) }
        let keptCount = try count(spectrum)
        guard let least = spectrum.prefix(keptCount).last,
            least > SymmetricEigen.leastAccurate * (spectrum.first ?? 0)
        else { return nil }
        sumsOfSquares = Array(spectrum[..<keptCount])
        directions = eigen.vectors.rows(0..<keptCount).withPositivePeaks()
    }

    /// Returns the singular values and axes of wide rows in a range of indices.
    private static func axes(of centred: Matrix, _ places: Range<Int>) throws -> ([Double], Matrix) {
        let decomposition = try SingularValues(centred)
        return (Array(decomposition.values[places]), decomposition.right.rows(places))
    }

    /// Returns the first singular values and axes within the row space of `basis`.
    private static func axes(of centred: Matrix, within basis: Matrix, _ count: Int) throws -> (
        [Double], Matrix
    ) {
        let decomposition = try SingularValues(centred.timesTransposed(basis))
        return (Array(decomposition.values[..<count]), decomposition.right.times(basis).rows(0..<count))
    }
}

extension Matrix {
    /// Returns the rows of this matrix followed by those of another matrix of the same width.
    fileprivate func followed(by other: Matrix) -> Matrix {
        Matrix(rows: rows + other.rows, columns: columns, values: values + other.values)
    }

    /// Returns each row divided by its length.
    fileprivate func withUnitRows() -> Matrix {
        var result = self
        result.withUnsafeMutableValues { values in
            for start in stride(from: 0, to: values.count, by: columns) {
                let range = start..<start + columns
                let length = range.reduce(0) { $0 + values[$1] * values[$1] }.squareRoot()
                for index in range { values[index] /= length }
            }
        }
        return result
    }

    /// Returns each row, negated if its element with the largest absolute value (the first such) is negative.
    fileprivate func withPositivePeaks() -> Matrix {
        var result = self
        result.withUnsafeMutableValues { values in
            for row in 0..<rows {
                let range = row * columns..<(row + 1) * columns
                guard let peak = range.max(by: { abs(values[$0]) < abs(values[$1]) }), values[peak] < 0 else {
                    continue
                }
                for index in range { values[index] = -values[index] }
            }
        }
        return result
    }
}
