/// The principal components of the rows of a matrix, computed when they are needed.
public struct PrincipalComponents: Sendable {
    /// The means of the columns, 1 × columns.
    public let means: ChunkedMatrix

    /// The components in rows, count × columns, by descending variance; the largest number of each is positive.
    public let components: ChunkedMatrix

    /// The variance along each component, 1 × count, with rows − 1 as the divisor.
    public let variances: ChunkedMatrix

    /// The rows in the coordinates of the components, rows × count.
    public let scores: ChunkedMatrix
}

extension ChunkedMatrix {
    /// Returns the principal components of the rows, as scikit-learn's `PCA`, by a singular value decomposition.
    ///
    /// - Parameter count: The number of components.
    /// - Precondition: The count is from 1 to min(rows, columns).
    /// - Complexity: O(rows × columns²).
    public func principalComponents(_ count: Int) -> PrincipalComponents {
        precondition(
            count >= 1 && count <= min(rows, columns),
            "the number of components must be from 1 to \(min(rows, columns)), not \(count)")
        let means = mean(.byColumn)
        let centred = self - means
        let (_, s, vt) = centred.singularValueDecomposition()
        let components = vt.rows(0..<count)
        return PrincipalComponents(
            means: means, components: components,
            variances: s.columns(0..<count).map(.square) / Double(max(1, rows - 1)),
            scores: centred.times(components.transposed))
    }
}
