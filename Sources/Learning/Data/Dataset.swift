import LinearAlgebra

/// A table made ready for learning: a matrix of features and, for each of its rows, the target.
public struct Dataset: Sendable {
    /// A row an example, a column a feature.
    public let features: Matrix

    /// The columns' names, in their order.
    public let featureNames: [String]

    /// What each row is to be mapped to.
    public let target: Target

    /// The target's name.
    public let targetName: String

    /// Features and their target, of the same number of rows; columns without names are called `x0`, `x1`, ….
    public init(
        features: Matrix, featureNames: [String]? = nil, target: Target, targetName: String = "target"
    ) {
        guard features.rows == target.count else {
            fatalError("\(features.rows) rows, but \(target.count) targets")
        }
        guard (featureNames.map { $0.count == features.columns } ?? true) else {
            fatalError("every column needs a name")
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
