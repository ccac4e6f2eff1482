import Machine

extension Cores {
    /// Calls `body` for each panel of `height` rows of `0..<rows`, as `forEach(_:operations:_:)` does.
    static func forEachPanel(
        of rows: Int, height: Int = Matrix.panelHeight, operations: Int,
        _ body: @Sendable (Range<Int>) -> Void
    ) {
        forEach((rows + height - 1) / height, operations: operations) { index in
            body(index * height..<min(rows, (index + 1) * height))
        }
    }
}
