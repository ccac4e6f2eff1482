import LinearAlgebra

/// A summary of columns of any kind, whose cells may be missing.
///
/// It needs no origin, and is neither mapped by an affine step nor weighted. A step is fitted to it if no other step of its
/// pipeline or branch is before.
public protocol ColumnSummary: MergeableSummary {
    /// Summarises n rows.
    init(of x: FeatureTable)
}

extension ColumnSummary {
    /// Summarises n rows of numbers.
    public init(of x: Matrix, _ target: Target, about origin: Origin, detail: SummaryDetail) {
        self.init(of: FeatureTable(x))
    }
}
