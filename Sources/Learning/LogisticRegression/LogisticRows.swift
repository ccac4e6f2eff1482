import CVectorLoops
import LinearAlgebra

/// Rows, their classes and weights, rearranged for the innermost loops: cut into panels, in each of which the rows lie
/// side by side in the lanes of vectors.
///
/// The loops read the rows as they lie. BLAS would rearrange them anew for each product, and every fit makes hundreds.
struct LogisticRows: Sendable {
    /// The number of rows.
    let count: Int

    /// The parameters of one output: a coefficient for each column and, if there is one, the intercept.
    let width: Int

    /// The rows as they came.
    private let source: Matrix
    private let hasIntercept: Bool

    /// Panel after panel, column by column; after the columns, one of ones if there is an intercept.
    ///
    /// Nil if each panel is rearranged when it is asked for.
    private let design: ElementBuffer<Double>?

    /// The class and the weight of each row, and zeros for what pads the last panel.
    private let codes: [Int32]
    private let weights: [Double]

    /// The rows of a panel: many, so that each block of slopes is begun seldom, but so few that they stay in the
    /// second-level cache.
    ///
    /// A whole number of tiles, and for most widths no power of two, at which all columns fall on the same lines of the
    /// cache.
    let panelHeight: Int

    /// The panels.
    var panels: Range<Int> { 0..<(count + panelHeight - 1) / panelHeight }

    /// Rearranges the rows once, or each panel whenever it is asked for: that takes no memory, and no more time where
    /// descents are short.
    init(_ source: Matrix, codes: [Int32], weights: [Double], hasIntercept: Bool, rearrangedOnce: Bool) {
        precondition(
            source.rows == codes.count && source.rows == weights.count,
            "every row needs a class and a weight")
        let tile = Int(TRELLIS_TILE)
        let paddedCount = (source.rows + tile - 1) / tile * tile
        let padding = paddedCount - source.rows
        self.source = source
        self.hasIntercept = hasIntercept
        count = source.rows
        width = source.columns + (hasIntercept ? 1 : 0)
        panelHeight = tile * min(14, max(6, 131_072 / max(1, width) / tile))
        self.codes = codes + Array(repeating: 0, count: padding)
        self.weights = weights + Array(repeating: 0, count: padding)
        design = rearrangedOnce ? ElementBuffer(count: paddedCount * width) : nil
        guard let design else { return }
        for panel in panels { rearrange(panel, into: design.start + range(of: panel).lowerBound * width) }
    }

    /// Writes a panel's rows, and zeros for what pads them.
    private func rearrange(_ panel: Int, into target: UnsafeMutablePointer<Double>) {
        let rows = range(of: panel)
        source.rows(rows).withUnsafeValues {
            trellis_pack(
                $0.baseAddress, rows.count, source.columns, hasIntercept, paddedHeight(of: panel), target)
        }
    }

    /// The rows of a panel.
    func range(of panel: Int) -> Range<Int> {
        panel * panelHeight..<min((panel + 1) * panelHeight, count)
    }

    /// Calls `body` with a panel.
    func withPanel<Result>(_ panel: Int, _ body: (inout trellis_panel) -> Result) -> Result {
        let start = range(of: panel).lowerBound
        let height = paddedHeight(of: panel)
        let own = design == nil ? ElementBuffer<Double>(count: height * width) : nil
        if let own { rearrange(panel, into: own.start) }
        guard let elements = own?.start ?? design.map({ $0.start + start * width }) else {
            preconditionFailure("a panel was rearranged")
        }
        return codes.withUnsafeBufferPointer { codes in
            weights.withUnsafeBufferPointer { weights in
                guard let codes = codes.baseAddress, let weights = weights.baseAddress else {
                    preconditionFailure("a panel has rows")
                }
                defer { withExtendedLifetime((design, own)) {} }
                var panel = trellis_panel(
                    design: elements, codes: codes + start, weights: weights + start, rows: height,
                    columns: width)
                return body(&panel)
            }
        }
    }

    private func paddedHeight(of panel: Int) -> Int {
        let tile = Int(TRELLIS_TILE)
        return (range(of: panel).count + tile - 1) / tile * tile
    }
}
