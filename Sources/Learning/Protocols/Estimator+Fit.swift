import LinearAlgebra

/// Rows of training data, in a form that can be checked before a fit.
package protocol FittedRows: Sendable {
    /// The number of rows.
    var rows: Int { get }

    /// The number of columns.
    var columnCount: Int { get }

    /// The first infinite element in row order, or the first NaN if the step does not accept missing numbers; nil if
    /// there is none.
    func firstInvalidElement(accepting content: FeatureContent) -> (row: Int, column: Int, value: Double)?
}

extension Matrix: FittedRows {
    package var columnCount: Int { columns }

    package func firstInvalidElement(
        accepting content: FeatureContent
    ) -> (row: Int, column: Int, value: Double)? {
        guard let first = firstNonFinite else { return nil }
        let place = content.contains(.missing) ? firstInfinite : first
        return place.map { ($0.row, $0.column, self[$0.row, $0.column]) }
    }
}

extension RowPanels: FittedRows {
    package var columnCount: Int { columns }

    package func firstInvalidElement(
        accepting content: FeatureContent
    ) -> (row: Int, column: Int, value: Double)? {
        sumOfSquares.isFinite ? nil : matrix.firstInvalidElement(accepting: content)
    }
}

extension FeatureTable: FittedRows {
    package var rows: Int { rowCount }

    package var columnCount: Int { columns.count }

    package func firstInvalidElement(
        accepting content: FeatureContent
    ) -> (row: Int, column: Int, value: Double)? {
        for (index, column) in columns.enumerated() {
            if let row = column.firstInfinite, let numbers = column.numbers {
                return (row, index, numbers[row])
            }
        }
        return nil
    }
}

extension Estimator {
    /// Checks the parameters and the data, then fits the estimator to n rows and their n targets.
    ///
    /// - Parameters:
    ///   - x: The rows.
    ///   - target: Their targets.
    ///   - weights: The weight of each row; nil for the same weight. The estimator must use weights (``usesWeights``).
    ///   - context: The environment of the fit; its weights are replaced.
    /// - Throws: ``LearningError`` if a parameter is out of range, if the numbers of rows and targets differ, if there
    ///   are no rows, if an element is infinite, if the step does not accept a missing cell or the kind of a column, or
    ///   if a weight is invalid; the errors of the fit itself.
    public func fit(
        _ x: some FeaturesConvertible, to target: Target, weights: [Double]? = nil,
        in context: FitContext = FitContext()
    ) throws -> Model {
        let context = context.with(weights)
        return try context.onCores {
            switch x.features {
            case .matrix(let x):
                try check(x, target, weights)
                return try LearningError.naming(Self.kind) { try fit(checked: x, target, in: context) }
            case .table(let x):
                try check(x, target, weights)
                return try LearningError.naming(Self.kind) { try fit(checked: x, target, in: context) }
            case .encoded(let x):
                guard readsCodes else {
                    return try fit(x.matrix, to: target, weights: weights, in: context)
                }
                return try LearningError.naming(Self.kind) {
                    let model: any FittedModel
                    if let transformer = self as? any EncodedRowsTransformer {
                        try check(x, target, weights)
                        model = try transformer.fit(checked: x, target, in: context)
                    } else if let reader = self as? any EncodedRowsEstimator {
                        model = try reader.fit(checked: x, target, in: context)
                    } else {
                        preconditionFailure("\(Self.self) does not read codes")
                    }
                    guard let model = model as? Model else {
                        preconditionFailure("\(Self.self) is fitted to a \(Model.self)")
                    }
                    return model
                }
            }
        }
    }

    /// Throws the errors of ``fit(_:to:weights:in:)`` for invalid parameters and data.
    package func check(_ x: some FittedRows, _ target: Target, _ weights: [Double]?) throws {
        try validate()
        guard weights == nil || Self.usesWeights else {
            throw LearningError.weightsNotUsed(step: Self.kind)
        }
        guard x.rows == target.count else {
            throw LearningError.rowCounts(features: x.rows, targets: target.count)
        }
        guard x.rows > 0, x.columnCount > 0 else {
            throw LearningError.noData(rows: x.rows, columns: x.columnCount)
        }
        _ = try RowWeights.total(weights, rows: x.rows)
        if let (row, column, value) = x.firstInvalidElement(accepting: Self.accepts) {
            throw LearningError.notFinite(step: Self.kind, row: row, column: column, value: value)
        }
    }

    /// Also throws the errors of a classifier for a numeric target, or a target with a single class.
    package func checkForSharedFit(_ x: some FittedRows, _ target: Target, _ weights: [Double]?) throws {
        try check(x, target, weights)
        guard self is any Classifier else { return }
        _ = try Self.classes(of: target)
    }

    /// Returns the labels of a target with at least two classes.
    fileprivate static func classes(of target: Target) throws -> Labels {
        guard case .labels(let labels) = target else {
            throw LearningError.wrongTarget(step: kind, expected: .classification)
        }
        let present = labels.presentCodes
        guard present.count > 1 else {
            throw LearningError.oneClass(step: kind, name: present.first.map { labels.classes[Int($0)] })
        }
        return labels
    }
}

extension Classifier {
    /// Fits the classifier; throws for a numeric target, or one with fewer than two classes.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> Model {
        try fit(checked: x, Self.classes(of: target), in: context)
    }
}

extension Regressor {
    /// Fits the regressor; throws for a target of labels.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> Model {
        guard case .values(let values) = target else {
            throw LearningError.wrongTarget(step: Self.kind, expected: .regression)
        }
        if let row = values.firstIndex(where: { !$0.isFinite }) {
            throw LearningError.targetNotFinite(row: row, value: values[row])
        }
        return try fit(checked: x, values, in: context)
    }
}

extension FittedModel {
    /// Throws ``LearningError/columnCounts(expected:found:)`` unless `x` has as many columns as the training data.
    public func checkColumns(of x: Matrix) throws {
        guard x.columns == featureCount else {
            throw LearningError.columnCounts(expected: featureCount, found: x.columns)
        }
    }
}

extension FittedClassifier {
    /// Returns the predicted class code of each row.
    public func predict(_ x: Matrix) throws -> [Int32] {
        try predict(x, kinds: .labels).codes ?? []
    }
}
