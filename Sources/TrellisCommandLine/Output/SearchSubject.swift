import Reporting
import Trellis

/// What was searched, as far as reports show it.
protocol SearchSubject: Sendable {
    /// The pipeline with its fixed parameters.
    var pipeline: Pipeline { get }

    /// A description of the folds.
    var folds: String { get }

    /// A description of the outer folds of a nested cross-validation; nil for none.
    var outerFolds: String? { get }

    /// Whether the standard branches of columns were put before the steps, because the table needs them.
    var hasAddedColumns: Bool { get }

    /// Whether a strategy chose the candidates.
    var isAdaptive: Bool { get }

    /// The name of the resource of which a strategy uses a part.
    var resourceName: String { get }

    /// The rule that selects the best candidate.
    var choice: SearchOptions.Choice { get }

    /// The size and digest of the data.
    var dataDescription: SearchDocument.DataDescription { get }

    /// Where the data come from.
    var source: Report.Source { get }

    /// A description of the data; nil without one.
    var tableDescription: TableDescription? { get }

    /// The rows and targets; nil if they are not in memory.
    var dataset: Dataset? { get }
}

extension PreparedSearch: SearchSubject {
    var pipeline: Pipeline { search.pipeline }
    var outerFolds: String? { outer.map { "\($0)" } }
    var isAdaptive: Bool { adaptive != nil }
    var choice: SearchOptions.Choice { search.choice }
    var tableDescription: TableDescription? { description }
    var dataset: Dataset? { data }

    var dataDescription: SearchDocument.DataDescription {
        .init(
            rows: data.features.rows, features: data.features.columns,
            classes: data.target.labels?.classes.count, weights: weightColumn, digest: "\(data.digest)")
    }
}
