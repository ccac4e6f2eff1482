import LinearAlgebra

/// Features, the target of each of their rows and, optionally, its weight.
public struct Dataset: Sendable {
    /// The features: a row for each example, a column for each feature.
    public let features: Features

    /// The names of the columns, in order.
    public let featureNames: [String]

    /// The target of each row.
    public let target: Target

    /// The target's name.
    public let targetName: String

    /// The weight of each row, at least 0; nil if all rows have the same weight.
    ///
    /// A weight of 2 has the effect of the row occurring twice, in fits and in scores. Splitters ignore weights.
    public let weights: [Double]?

    /// Creates a dataset from features and a target with the same number of rows.
    ///
    /// The features are a `Matrix`, in which NaN is a missing cell, or a ``FeatureTable``. Names of columns default to
    /// `x0`, `x1`, ….
    ///
    /// - Throws: ``LearningError/rowCounts(features:targets:)`` if the numbers of rows differ;
    ///   ``LearningError/featureNameCount(names:columns:)`` if the number of names is not that of the columns;
    ///   ``LearningError/weightCount(weights:rows:)`` or ``LearningError/invalidWeight(row:value:)`` for weights that are
    ///   not a finite number of at least 0 for each row.
    public init(
        features: some FeaturesConvertible, featureNames: [String]? = nil, target: Target,
        targetName: String = "target", weights: [Double]? = nil
    ) throws {
        let features = features.features.expanded
        guard features.rows == target.count else {
            throw LearningError.rowCounts(features: features.rows, targets: target.count)
        }
        let names = featureNames ?? (0..<features.columns).map { "x\($0)" }
        guard names.count == features.columns else {
            throw LearningError.featureNameCount(names: names.count, columns: features.columns)
        }
        if let weights { try RowWeights.check(weights, rows: features.rows) }
        self.init(checked: features, names, target, targetName, weights)
    }

    /// Creates a dataset from parts that are known to agree.
    private init(
        checked features: Features, _ names: [String], _ target: Target, _ targetName: String,
        _ weights: [Double]?
    ) {
        self.features = features
        featureNames = names
        self.target = target
        self.targetName = targetName
        self.weights = weights
    }

    /// The features as a matrix.
    ///
    /// - Throws: ``LearningError/unsupportedColumn(step:column:kind:)`` if a column is not of numbers.
    public var matrix: Matrix {
        get throws {
            guard let matrix = features.matrix else {
                throw LearningError.unsupportedColumn(of: features.table, in: "matrix")
            }
            return matrix
        }
    }

    /// The number of rows.
    public var rowCount: Int { features.rows }

    /// Returns the rows at the given indices, in their order; an index may occur several times.
    ///
    /// - Precondition: Each index is that of a row.
    /// - Complexity: O(indices × columns).
    public func rows(at indices: [Int]) -> Dataset {
        Dataset(
            checked: features.rows(at: indices), featureNames, target.rows(at: indices), targetName,
            weights?.rows(at: indices))
    }
}
