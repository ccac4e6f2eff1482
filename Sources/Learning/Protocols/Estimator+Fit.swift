import LinearAlgebra

/// Rows that can be fitted to, as far as they are checked before.
package protocol FittedRows {
    /// The number of rows.
    var rows: Int { get }

    /// The number of columns.
    var columns: Int { get }

    /// The first element, row by row, that is NaN or infinite, or nil if all are finite.
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
    /// Checks parameters and data, then learns from n rows and their n targets.
    ///
    /// - Throws: ``LearningError`` where a parameter is out of range, the rows and the targets differ in number,
    ///   there are none, or an element is NaN or infinite; and what the estimator's own fit throws.
    public func fit(_ x: Matrix, to target: Target, in context: FitContext = FitContext()) throws -> Model {
        try check(x, target)
        return try LearningError.naming(Self.kind) { try fit(checked: x, target, in: context) }
    }

    /// Throws what ``fit(_:to:in:)`` throws for parameters and data that cannot be fitted.
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

    /// Throws also what a classifier throws for a target of values, or of one class.
    package func checkForSharedFit(_ x: some FittedRows, _ target: Target) throws {
        try check(x, target)
        guard self is any Classifier else { return }
        _ = try Self.classes(of: target)
    }

    /// The labels of a target in which two classes occur.
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
    /// Learns from a target of labels; refuses one of values, and one in which fewer than two classes occur.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> Model {
        try fit(checked: x, Self.classes(of: target), in: context)
    }
}

extension Regressor {
    /// Learns from a target of values; refuses one of labels.
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
    /// Throws ``LearningError/columnCounts(expected:found:)`` unless `x` has the columns the model was fitted to.
    public func checkColumns(of x: Matrix) throws {
        guard x.columns == featureCount else {
            throw LearningError.columnCounts(expected: featureCount, found: x.columns)
        }
    }
}

extension FittedClassifier {
    /// The code of the class of each row.
    public func predict(_ x: Matrix) throws -> [Int32] {
        try predict(x, kinds: .labels).codes ?? []
    }
}
