import Learning

/// The features that the first steps of a pipeline read: the whole table, or the columns of each branch.
struct FeatureSources: Sendable {
    /// The columns of each branch; nil if there are no branches.
    let layout: ColumnLayout?

    /// The source of the table, or those of the branches.
    let sources: [FeatureSource]

    /// Creates the sources of a table.
    init(_ features: Features, _ layout: ColumnLayout?) {
        self.layout = layout
        sources =
            layout?.branches.map { FeatureSource(features: features.columns(at: $0.columns)) }
            ?? [FeatureSource(features: features)]
    }

    /// Creates the sources of the rows that a pipeline reads.
    ///
    /// - Throws: `LearningError` if the columns do not match the branches of the pipeline.
    init(of pipeline: Pipeline, _ data: Dataset) throws {
        self.init(data.features, try pipeline.columns.map { try $0.layout(for: data) })
    }

    /// The number of rows.
    var rows: Int { sources[0].features.rows }
}
