extension Ridge {
    /// Whether `alpha` is less than 10⁻⁶.
    public var amplifiesSmallColumns: Bool { alpha < 1e-6 }

    /// Estimates one product of the data with itself, and a system of equations for the columns.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        let (n, d) = (Double(rows), Double(columns))
        let copy = columns > rows ? 8 * rows * columns : 0
        return FitEstimate(
            seconds: 2e-5 + 3e-9 * n * d + 1e-10 * (n * d * d + d * d * d), modelBytes: 8 * columns,
            workBytes: copy + 24 * min(rows, columns) * min(rows, columns), outputColumns: 0)
    }
}
