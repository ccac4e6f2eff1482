import Learning

/// The summary that a step is fitted to, of rows in chunks.
struct ChunkedSummaryKind: Sendable {
    let type: any MergeableSummary.Type
    var detail: SummaryDetail

    /// The kind of the summary of a step; nil for a step that needs more than a summary whose size does not depend on the
    /// number of rows.
    ///
    /// - Parameters:
    ///   - estimator: The step.
    ///   - content: What its rows contain.
    init?(of estimator: any Estimator, reading content: FeatureContent) {
        if let estimator = estimator as? any SummaryEstimator, estimator.usesSummary,
            !estimator.summaryType.growsWithRows
        {
            let type = estimator.summaryType
            if type is any ColumnSummary.Type || content.isEmpty {
                self.init(type: type, detail: estimator.summaryDetail)
                return
            }
        }
        guard estimator is any TotalsEstimator else { return nil }
        self.init(type: ColumnTotals.self, detail: .columns)
    }

    private init(type: any MergeableSummary.Type, detail: SummaryDetail) {
        (self.type, self.detail) = (type, detail)
    }

    /// Whether the summary is of columns of any kind, and needs no origin.
    var isOfColumns: Bool { type is any ColumnSummary.Type }
}
