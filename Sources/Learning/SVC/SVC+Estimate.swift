extension SVC {
    /// Always false: kernels depend on distances and inner products, to which a small column contributes little.
    public var amplifiesSmallColumns: Bool { false }

    /// Estimates the kernel of all pairs of rows, and a solver that reads it about once per multiplier.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        let (n, d) = (Double(rows), Double(columns))
        return FitEstimate(
            seconds: 2e-5 + n * n * (4e-9 + 7e-11 * d), modelBytes: 4 * rows * columns,
            workBytes: 8 * rows * (rows + columns), outputColumns: 0)
    }
}
