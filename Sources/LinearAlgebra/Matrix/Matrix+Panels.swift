/// Matrices that are made a panel of rows at a time, so that what they are made through stays in the cache.
extension Matrix {
    /// The height of the panels of rows in which large products are computed.
    package static let panelHeight = 11 * RowProduct.tile

    /// A matrix each panel of whose rows `panel` makes.
    ///
    /// The panels spread over the cores if nothing else runs and the work, so many additions and multiplications in all,
    /// is worth it.
    package init(
        rows: Int, columns: Int, operations: Int, panel: @Sendable (_ rows: Range<Int>) -> Matrix
    ) {
        self.init(rows: rows, columns: columns) { elements in
            nonisolated(unsafe) let target = elements  // each panel writes rows of its own
            BLASThreads.forEachPanel(of: rows, height: Self.panelHeight, operations: operations) { range in
                let made = panel(range)
                guard made.rows == range.count && made.columns == columns else {
                    fatalError("a panel has the matrix's columns")
                }
                made.withUnsafeValues { values in
                    let place = range.lowerBound * columns..<range.upperBound * columns
                    _ = target[place].initialize(fromContentsOf: values)
                }
            }
        }
    }
}
