import Machine

/// Matrices that are computed in panels of rows, so that intermediate results stay in the cache.
extension Matrix {
    /// The number of rows of a panel of a large product.
    package static let panelHeight = 11 * RowProduct.tile

    /// Creates a matrix from panels of rows.
    ///
    /// The panels are computed on several cores if no other task is running and there is enough work.
    ///
    /// - Parameters:
    ///   - rows: The number of rows.
    ///   - columns: The number of columns.
    ///   - operations: The total number of additions and multiplications.
    ///   - panel: Returns the rows in a given range.
    package init(
        rows: Int, columns: Int, operations: Int, panel: @Sendable (_ rows: Range<Int>) -> Matrix
    ) {
        self.init(rows: rows, columns: columns) { elements in
            nonisolated(unsafe) let target = elements  // each panel writes its own rows
            Cores.forEachPanel(of: rows, height: Self.panelHeight, operations: operations) { range in
                let made = panel(range)
                guard made.rows == range.count && made.columns == columns else {
                    fatalError("a panel must have the requested shape")
                }
                made.withUnsafeValues { values in
                    let place = range.lowerBound * columns..<range.upperBound * columns
                    _ = target[place].initialize(fromContentsOf: values)
                }
            }
        }
    }
}
