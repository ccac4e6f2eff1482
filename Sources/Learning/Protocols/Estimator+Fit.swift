import LinearAlgebra

/// Rows of training data, in a form that can be checked before a fit.
package protocol FittedRows {
    /// The number of rows.
    var rows: Int { get }

    /// The number of columns.
    var columns: Int { get }

    /// The first NaN or infinite element, in row order; nil if all elements are finite.
    var firstNonFiniteElement: (row: Int, column: Int, value: Double)? { get }
}

extension Matrix: FittedRows {
    package var firstNonFiniteElement: (row: Int, column: Int, value: Double)? {
        firstNonFinite.map { ($0.row, $0.column, self[$0.row, $0.column]) }
    }
}

extension RowPanels: FittedRows {
    package var firstNonFiniteElement: (row: Int, column: Int, value: Double)? {
        sumOfSquares.isFinite ? nil : matrix.firstNonFiniteElement
    }
}

extension Estimator {
    /// Checks the parameters and the data, then fits the estimator to n rows and their n targets.
    ///
    /// - Throws: ``LearningError`` if a parameter is out of range, if the numbers of rows and targets differ, if there
    ///   are no rows, or if an element is NaN or infinite; the errors of the fit itself.
    public func fit(_ x: Matrix, to target: Target, in context: FitContext = FitContext()) throws -> Model {
        try context.onCores {
            try check(x, target)
            return try LearningError.naming(Self.kind) { try fit(checked: x, target, in: context) }
        }
    }

    /// Throws the errors of ``fit(_:to:in:)`` for invalid parameters and data.
    package func check(_ x: some FittedRows, _ target: Target) throws {
        try validate()
        guard x.rows == target.count else {
            throw LearningError.rowCounts(features: x.rows, targets: target.count)
        }
        guard x.rows > 0, x.columns > 0 else { throw LearningError.noData(rows: x.rows, columns: x.columns) }
        if let (row, column, value) = x.firstNonFiniteElement {
            throw LearningError.notFinite(step: Self.kind, row: row, column: column, value: value)
        }
    }

    /// Also throws the errors of a classifier for a numeric target, or a target with a single class.
    package func checkForSharedFit(_ x: some FittedRows, _ target: Target) throws {
        try check(x, target)
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
