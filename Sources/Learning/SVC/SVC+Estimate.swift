extension SVC {
    /// Always false: kernels depend on distances and inner products, to which a small column contributes little.
    public var amplifiesSmallColumns: Bool { false }

    /// Estimates the kernel of all pairs of rows, and a solver that reads it about once per multiplier; probabilities
    /// require five more fits to four fifths of the rows.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        let (n, d) = (Double(rows), Double(columns))
        let solving = 4e-9 * (probability ? 1 + 5 * 0.64 : 1)
        return FitEstimate(
            seconds: 2e-5 + n * n * (solving + 7e-11 * d), modelBytes: 4 * rows * columns,
            workBytes: (probability ? 20 : 8) * rows * (rows + columns), outputColumns: 0)
    }
}
