import LinearAlgebra

/// A transformer that is fitted to typed columns.
///
/// Implement ``Estimator/fit(checked:_:in:)-(FeatureTable,_,_)``; a matrix is passed as columns of numbers.
public protocol TableTransformer: Transformer where Model: FittedTableTransformer {}

/// A fitted transformer of typed columns.
///
/// Implement ``FittedTransformer/transform(_:)-(FeatureTable)``; a matrix is passed as columns of numbers.
public protocol FittedTableTransformer: FittedTransformer {}

extension TableTransformer {
    /// Columns of any kind.
    public static var accepts: FeatureContent { .columns }

    /// Fits the step to a matrix, as columns of numbers.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> Model {
        try fit(checked: FeatureTable(x), target, in: context)
    }
}

extension FittedTableTransformer {
    /// Transforms a matrix, as columns of numbers.
    ///
    /// - Throws: The errors of the step; ``LearningError/unsupportedColumn(step:column:kind:)`` if the result is not of
    ///   numbers.
    public func transform(_ x: Matrix) throws -> Matrix {
        let features = try transform(FeatureTable(x))
        guard let matrix = features.matrix else {
            throw LearningError.unsupportedColumn(of: features.table, in: "\(Self.self)")
        }
        return matrix
    }

    /// Throws unless `x` has the columns of the training data: their number and kinds.
    public func checkKinds(of x: FeatureTable, _ kinds: [ColumnKind]) throws {
        guard x.columns.count == kinds.count else {
            throw LearningError.columnCounts(expected: kinds.count, found: x.columns.count)
        }
        for (column, kind) in kinds.enumerated() where x.columns[column].kind != kind {
            throw LearningError.columnKind(column: column, found: x.columns[column].kind, expected: kind)
        }
    }
}
