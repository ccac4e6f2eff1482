extension LogisticRegression {
    /// True without a penalty.
    public var amplifiesSmallColumns: Bool { penalty == .none }

    /// Some tens of passes over the data, which are arranged in panels.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        FitEstimate(
            seconds: 2e-5 + 1e-7 * Double(rows) * Double(columns), modelBytes: 80 * columns,
            workBytes: 8 * rows * (columns + 3), outputColumns: 0)
    }

}
