extension PCA {
    /// Whether the scores are whitened.
    public var amplifiesSmallColumns: Bool { whiten }

    /// Estimates one product of the data with itself and an eigendecomposition of the smaller side.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        let (n, d) = (Double(rows), Double(columns))
        let side = min(n, d)
        let kept = if case .count(let count) = nComponents { min(count, columns) } else { columns }
        return FitEstimate(
            seconds: 2e-5 + 1.5e-9 * n * d + 5e-11 * n * d * side + 2e-9 * side * side * side,
            modelBytes: 8 * columns * (kept + 1),
            workBytes: 24 * min(rows, columns) * min(rows, columns)
                + (columns > rows ? 8 * rows * columns : 0),
            outputColumns: kept)
    }
}
