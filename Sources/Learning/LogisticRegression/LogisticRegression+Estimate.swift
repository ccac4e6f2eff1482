extension LogisticRegression {
    /// Whether there is no penalty.
    public var amplifiesSmallColumns: Bool { penalty == .none }

    /// Estimates some tens of passes over the data, which is copied to panels.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        FitEstimate(
            seconds: 2e-5 + 1e-7 * Double(rows) * Double(columns), modelBytes: 80 * columns,
            workBytes: 8 * rows * (columns + 3), outputColumns: 0)
    }

}
