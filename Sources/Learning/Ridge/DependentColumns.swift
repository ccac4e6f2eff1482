import LinearAlgebra

/// The equations of ridge regression for columns of which some are exact combinations of others.
///
/// The products of such columns have eigenvalues of 0, apart from rounding. Singular values would be the usual remedy,
/// but take far longer than the eigenvectors of the products. Those are accurate if there is a gap between the
/// eigenvalues of 0 and the others, and if the rows, multiplied by the eigenvectors of the former, are 0 to rounding.
struct DependentColumns {
    private let values: [Double]
    private let vectors: Matrix

    /// The relative size of an eigenvalue that rounding may have made of 0.
    private static let negligible = 1e-9

    /// The minimum relative size of the other eigenvalues.
    private static let least = 1e-7

    /// Decomposes the products of columns; nil if the columns are not exactly dependent, or nearly dependent otherwise.
    ///
    /// - Complexity: O(columns³ + rows × columns × dependencies).
    init?(_ x: any CentredDesign, _ products: Matrix) {
        guard let eigen = try? SymmetricEigen(products), let largest = eigen.values.first, largest > 0
        else { return nil }
        let rank = eigen.values.count { $0 > Self.negligible * largest }
        guard rank < eigen.values.count, eigen.values[rank - 1] >= Self.least * largest else { return nil }
        let null = eigen.vectors.rows(rank..<eigen.values.count)
        guard x.lengths(along: null).allSatisfy({ $0 <= x.roundingError(largest: largest.squareRoot()) })
        else { return nil }
        values = Array(eigen.values.prefix(rank))
        vectors = eigen.vectors.rows(0..<rank)
    }

    /// Returns the weights of the shortest length.
    ///
    /// - Parameter right: The products of the columns with the values.
    func solution(_ right: [Double], alpha: Double) -> [Double] {
        let scaled = zip(vectors.times(right), values).map { $0 / ($1 + alpha) }
        return vectors.transposedTimes(scaled)
    }
}
