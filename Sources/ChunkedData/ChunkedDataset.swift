import ChunkedMatrices
import Learning

/// Rows in chunks with their targets, and the names of the columns.
///
/// The rows are computed or read chunk by chunk, and may take more memory than there is.
///
/// ```swift
/// let trips = try ChunkedTable(csv: "trips-*.csv")
/// let data = try await trips.dataset(target: "tip", for: .regression, on: ThreadedScheduler())
/// ```
public struct ChunkedDataset: Sendable {
    /// The features: a row for each example, a column for each feature.
    public let features: ChunkedFeatures

    /// The target of each row.
    public let target: ChunkedTarget

    /// The names of the columns.
    public let featureNames: [String]

    /// The name of the target.
    public let targetName: String

    /// Creates a dataset of numbers.
    ///
    /// - Parameters:
    ///   - features: The rows, all of whose numbers are finite.
    ///   - target: The target of each row, in one column with as many rows.
    ///   - featureNames: The name of each column; by default `x0`, `x1` and so on.
    ///   - targetName: The name of the target.
    /// - Throws: `ChunkedMatricesError.otherShape` for a target of another shape; `LearningError.featureNameCount`.
    public init(
        features: ChunkedMatrix, target: ChunkedTarget, featureNames: [String]? = nil,
        targetName: String = "target"
    ) throws {
        try self.init(
            features: ChunkedFeatures(features), target: target, featureNames: featureNames,
            targetName: targetName)
    }

    /// Creates a dataset.
    ///
    /// - Parameters:
    ///   - features: The features.
    ///   - target: The target of each row, in one column with as many rows.
    ///   - featureNames: The name of each column; by default `x0`, `x1` and so on.
    ///   - targetName: The name of the target.
    /// - Throws: `ChunkedMatricesError.otherShape` for a target of another shape; `LearningError.featureNameCount`.
    public init(
        features: ChunkedFeatures, target: ChunkedTarget, featureNames: [String]? = nil,
        targetName: String = "target"
    ) throws {
        let column = target.column
        guard column.rows == features.rows, column.columns == 1 else {
            throw ChunkedMatricesError.otherShape(
                rows: column.rows, columns: column.columns, expectedRows: features.rows, expectedColumns: 1)
        }
        let names = featureNames ?? (0..<features.columns).map { "x\($0)" }
        guard names.count == features.columns else {
            throw LearningError.featureNameCount(names: names.count, columns: features.columns)
        }
        (self.features, self.target) = (features, target)
        (self.featureNames, self.targetName) = (names, targetName)
    }

    /// The number of rows.
    public var rowCount: Int { features.rows }
}
