import LinearAlgebra

/// The principal axes of centred rows: their directions, and the sum of squares along each.
///
/// **Which factorisation.** With at least as many rows as columns, the axes are the eigenvectors of the
/// columns' cross-products: one pass over the rows, then work that depends on the columns only. With more
/// columns than rows they are the right singular vectors of the rows.
///
/// **Accuracy.** Squaring the data squares its condition: an eigenvalue carries an error of about ε λ₁, which
/// drowns axes whose λ is not well above that. The axes below √ε λ₁, which the eigenvectors still separate
/// from the others, are therefore found anew: the rows are projected on just those, which loses nothing, and
/// the singular vectors of that thin matrix turn them into place.
///
/// **Nesting.** None of this looks at how many axes are wanted until the last line, and the axes above √ε λ₁
/// do not change when the others are found anew, so the first k of many are, to the bit, those of a fit of k.
struct PrincipalAxes {
    /// The directions, a row each, of length one; in each the element largest in absolute value is positive.
    let directions: Matrix

    /// The sum of squares along each of ``directions``, largest first.
    let sumsOfSquares: [Double]

    /// The sum of squares along every axis, `min(rows, columns)` of them, as the first factorisation gave
    /// them.
    let spectrum: [Double]

    /// The first axes of the rows of a centred matrix, as many as `count` makes of the spectrum.
    ///
    /// O(rows × columns² + columns³), or with more columns than rows O(rows² × columns).
    ///
    /// - Throws: `LinearAlgebraError`; what `count` throws.
    init(of centred: Matrix, count: (_ spectrum: [Double]) throws -> Int) throws {
        if centred.columns > centred.rows {
            let decomposition = try SingularValues(centred)
            spectrum = decomposition.values.map { $0 * $0 }
            let wanted = try count(spectrum)
            sumsOfSquares = Array(spectrum[..<wanted])
            directions = decomposition.right.rows(0..<wanted).withPositivePeaks()
            return
        }
        let eigen = try SymmetricEigen(centred.crossProducts())
        spectrum = eigen.values.map { max(0, $0) }
        let wanted = try count(spectrum)
        let floor = Double.ulpOfOne.squareRoot() * (spectrum.first ?? 0)
        let accurate = spectrum.firstIndex { $0 <= floor } ?? spectrum.count
        if wanted <= accurate {
            sumsOfSquares = Array(spectrum[..<wanted])
            directions = eigen.vectors.rows(0..<wanted).withPositivePeaks()
        } else {
            let rest = eigen.vectors.rows(accurate..<spectrum.count)
            let turn = try SingularValues(centred.timesTransposed(rest))
            let turned = turn.right.times(rest)
            sumsOfSquares = Array((spectrum[..<accurate] + turn.values.map { $0 * $0 })[..<wanted])
            directions = Matrix(
                rows: wanted, columns: centred.columns,
                values: eigen.vectors.rows(0..<accurate).values + turned.rows(0..<wanted - accurate).values
            ).withPositivePeaks()
        }
    }
}

extension Matrix {
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
