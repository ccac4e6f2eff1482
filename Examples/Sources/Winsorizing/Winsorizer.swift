import Trellis

/// Pulls outliers in: in each column, values beyond the quantiles `share` and `1 - share` become those quantiles.
public struct Winsorizer: Transformer {
    /// The share of the values on each side that are pulled in: at least 0, and less than a half.
    public var share = 0.05

    /// What the command line and task keys call it.
    public static let kind = "winsorizer"

    /// What it does.
    public static let summary = "Pulls values beyond two quantiles of their column in to these."

    /// Its one parameter.
    public static let parameters: [Parameter<Winsorizer>] = [
        Parameter("share", \.share, "the share of the values on each side that are pulled in", .atLeast(0))
    ]

    /// A twentieth of the values on each side.
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
