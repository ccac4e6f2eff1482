import LinearAlgebra

/// Features, and the target of each of their rows.
public struct Dataset: Sendable {
    /// The features: a row for each example, a column for each feature.
    public let features: Features

    /// The names of the columns, in order.
    public let featureNames: [String]

    /// The target of each row.
    public let target: Target

    /// The target's name.
    public let targetName: String

    /// Creates a dataset from features and a target with the same number of rows.
    ///
    /// The features are a `Matrix`, in which NaN is a missing cell, or a ``FeatureTable``. Names of columns default to
    /// `x0`, `x1`, ….
    public init(
        features: some FeaturesConvertible, featureNames: [String]? = nil, target: Target,
        targetName: String = "target"
    ) {
        let features = features.features
        guard features.rows == target.count else {
            fatalError("the features have \(features.rows) rows, but the target has \(target.count)")
        }
        guard (featureNames.map { $0.count == features.columns } ?? true) else {
            fatalError("every column must have a name")
        }
        self.features = features
        self.featureNames = featureNames ?? (0..<features.columns).map { "x\($0)" }
        self.target = target
        self.targetName = targetName
    }

    /// The number of rows.
    public var rowCount: Int { features.rows }

    /// Returns the rows at the given indices, in their order; an index may occur several times.
    ///
    /// - Precondition: Each index is that of a row.
    /// - Complexity: O(indices × columns).
    public func rows(at indices: [Int]) -> Dataset {
        Dataset(
            features: features.rows(at: indices), featureNames: featureNames,
            target: target.rows(at: indices),
            targetName: targetName)
    }
}
