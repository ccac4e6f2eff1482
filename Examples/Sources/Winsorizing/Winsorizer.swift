import Trellis

/// A transformer that clips outliers: values of a column beyond the quantiles `share` and `1 - share` become these
/// quantiles.
public struct Winsorizer: Transformer {
    /// The fraction of the values on each side that are clipped: at least 0 and less than 0.5.
    public var share = 0.05

    /// The name on the command line and in task keys.
    public static let kind = "winsorizer"

    /// A one-sentence description.
    public static let summary = "Clips values beyond two quantiles of their column."

    /// The list of parameters.
    public static let parameters: [Parameter<Winsorizer>] = [
        Parameter("share", \.share, "fraction of the values on each side to clip", .atLeast(0))
    ]

    /// Creates a winsorizer that clips a twentieth of the values on each side.
    public init() {}

    /// Finds the two quantiles of each column.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> FittedWinsorizer {
        guard share < 0.5 else {
            throw LearningError.fitFailed(
                step: Self.kind, reason: "share is \(share); expected less than 0.5")
        }
        let columns = (0..<x.columns).map { column in (0..<x.rows).map { x[$0, column] }.sorted() }
        let offset = Int(share * Double(x.rows - 1))
        return FittedWinsorizer(
            lower: columns.map { $0[offset] }, upper: columns.map { $0[x.rows - 1 - offset] })
    }
}
