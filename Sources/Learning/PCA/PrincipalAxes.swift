import LinearAlgebra

/// The principal axes of centred rows: their directions, and the sum of squares along each.
///
/// **Which factorisation.** The eigenvectors of the smaller of two products: with at least as many rows as
/// columns the columns' cross-products, whose eigenvectors are the axes; else the rows' inner products, whose
/// eigenvectors give the axes by one more product with the rows.
///
/// **Accuracy.** Squaring the data squares its condition: an eigenvalue carries an error of about ε λ₁, which
/// drowns axes whose λ is not well above that. Axes not above 10⁻⁶ λ₁ (``accurate``) are therefore taken from singular
/// values: the others keep nine digits.
/// With more rows than columns the rows are first projected on just those axes, which the eigenvectors still
/// separate from the others, so that the matrix to decompose is thin.
///
/// **Nesting.** The axes above 10⁻⁶ λ₁ are the same whether or not others are wanted, and the others are the
/// same however many of them are: the first k of many are, to the bit, those of a fit of k.
struct PrincipalAxes {
    /// The part of the largest eigenvalue above which those of products are accurate.
    static let accurate = 1e-6

    /// The directions, a row each, of length one; in each the element largest in absolute value is positive.
    let directions: Matrix

    /// The sum of squares along each of ``directions``, largest first.
    let sumsOfSquares: [Double]

    /// The sum of squares along every axis, `min(rows, columns)` of them, as the first factorisation gave
    /// them.
    let spectrum: [Double]

    /// The first axes of rows about their mean, as many as `count` makes of the spectrum.
    ///
    /// O(rows × columns × min(rows, columns)).
    ///
    /// - Throws: `LinearAlgebraError`; what `count` throws.
    init(of x: Matrix, about mean: [Double], count: (_ spectrum: [Double]) throws -> Int) throws {
        let isWide = x.columns > x.rows
        let centred = isWide ? x.shifted(by: mean) : nil
        let eigen = try SymmetricEigen(centred?.innerProducts() ?? x.crossProducts(about: mean))
        spectrum = eigen.values.map { max(0, $0) }
        let wanted = try count(spectrum)
        let floor = Self.accurate * (spectrum.first ?? 0)
        let accurate = spectrum.firstIndex { $0 <= floor } ?? spectrum.count

        // All the accurate ones are multiplied, for a product of fewer rows may round otherwise.
        let ofProducts = eigen.vectors.rows(0..<accurate)
        var directions = (centred.map { ofProducts.times($0).withUnitRows() } ?? ofProducts)
            .rows(0..<min(wanted, accurate))
        var sumsOfSquares = Array(spectrum[..<min(wanted, accurate)])
        if wanted > accurate {
            let rest = accurate..<wanted
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

    /// The first axes of rows of which the cross-products about their mean are known; nil if an axis is wanted that
    /// only the rows themselves tell accurately.
    init?(ofProducts products: Matrix, count: (_ spectrum: [Double]) throws -> Int) throws {
        let eigen = try SymmetricEigen(products)
        spectrum = eigen.values.map { max(0, $0) }
        let wanted = try count(spectrum)
        guard let least = spectrum.prefix(wanted).last,
            least > Self.accurate * (spectrum.first ?? 0)
        else { return nil }
        sumsOfSquares = Array(spectrum[..<wanted])
        directions = eigen.vectors.rows(0..<wanted).withPositivePeaks()
    }

    /// The singular values and axes of wide rows in a range of places.
    private static func axes(of centred: Matrix, _ places: Range<Int>) throws -> ([Double], Matrix) {
        let decomposition = try SingularValues(centred)
        return (Array(decomposition.values[places]), decomposition.right.rows(places))
    }

    /// The first singular values and axes within the space that is spanned by the rows of `basis`.
    private static func axes(of centred: Matrix, within basis: Matrix, _ count: Int) throws -> (
        [Double], Matrix
    ) {
        let decomposition = try SingularValues(centred.timesTransposed(basis))
        return (Array(decomposition.values[..<count]), decomposition.right.times(basis).rows(0..<count))
    }
}

extension Matrix {
    /// The rows of this matrix and, below them, those of another of the same width.
    fileprivate func followed(by other: Matrix) -> Matrix {
        Matrix(rows: rows + other.rows, columns: columns, values: values + other.values)
    }

    /// Each row divided by its length.
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

    /// Each row, or its negative, such that its element largest in absolute value (the first such) is
    /// positive.
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
