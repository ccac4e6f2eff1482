import LinearAlgebra

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What ``LogisticRegression`` learned.
public struct FittedLogisticRegression: FittedClassifier, Equatable {
    /// Classes, scores and probabilities.
    public static let predictionKinds: PredictionKinds = [.labels, .decisionFunction, .probabilities]

    /// The codes of the classes that occurred in training, ascending.
    public let classes: [Int32]

    /// The weight of each column: one row for two classes, in favour of the second; else a row for each
    /// class.
    public let coefficients: Matrix

    /// What is added to each weighted sum, one for each row of ``coefficients``; 0 if there are no
    /// intercepts.
    public let intercepts: [Double]

    /// The steps the solver took.
    public let iterations: Int

    /// That the solver stopped early or that there is no minimum, if so.
    public let warnings: [String]

    /// The number of columns it was fitted to.
    public var featureCount: Int { coefficients.columns }

    /// Throws unless there are as many rows of weights, and intercepts, as the classes take.
    public func validate() throws {
        try requireClasses(classes)
        let count = classes.count == 2 ? 1 : classes.count
        try require(
            coefficients.rows == count,
            "\(classes.count) classes need \(count) rows of coefficients, not \(coefficients.rows)")
        try require(
            intercepts.count == count,
            "\(classes.count) classes need \(count) intercepts, not \(intercepts.count)")
    }

    /// Tells the class, the scores (log-odds, up to a constant if there are more classes) and the
    /// probabilities.
    ///
    /// O(rows × columns × classes).
    ///
    /// - Throws: ``LearningError/columnCounts(expected:found:)``, ``LearningError/predictionUnavailable(step:wanted:)``,
    ///   ``LearningError/overflow(step:row:rows:)`` for a row whose score exceeds a double.
    public func predict(_ x: Matrix, kinds wanted: PredictionKinds) throws -> Predictions {
        try checkColumns(of: x)
        try check(wanted)
        return try predictions(x.timesTransposed(coefficients), columns: 0..<coefficients.rows, wanted)
    }

    /// Throws ``LearningError/predictionUnavailable(step:wanted:)`` for what such a model cannot tell.
    func check(_ wanted: PredictionKinds) throws {
        guard Self.predictionKinds.isSuperset(of: wanted) else {
            throw LearningError.predictionUnavailable(step: LogisticRegression.kind, wanted: "values")
        }
    }

    /// What the rows' products with the coefficients, which stand in some columns, come to.
    ///
    /// - Throws: ``LearningError/overflow(step:row:rows:)`` if a score is not finite.
    func predictions(
        _ products: Matrix, columns: Range<Int>, _ wanted: PredictionKinds
    ) throws -> Predictions {
        let scores = products.columns(columns).shifted(by: intercepts.map(-))
        try scores.checkFinite(from: LogisticRegression.kind)
        var predictions = Predictions(classes: classes)
        if wanted.contains(.labels) { predictions.codes = winners(products, columns) }
        if wanted.contains(.decisionFunction) { predictions.decisionFunction = scores }
        if wanted.contains(.probabilities) { predictions.probabilities = probabilities(scores) }
        return predictions
    }

    /// The class of each row's highest score, the first of equals.
    private func winners(_ products: Matrix, _ columns: Range<Int>) -> [Int32] {
        precondition(
            intercepts.count == columns.count && !columns.isEmpty && columns.upperBound <= products.columns,
            "\(columns) of \(products.columns) columns need as many intercepts, not \(intercepts.count)")
        return products.withUnsafeValues { values in
            intercepts.withUnsafeBufferPointer { intercepts in
                (0..<products.rows).map { row in
                    let start = row * products.columns + columns.lowerBound
                    var (best, greatest) = (0, values[start] + intercepts[0])
                    if columns.count == 1 { return classes[greatest > 0 ? 1 : 0] }
                    for index in 1..<columns.count {
                        let score = values[start + index] + intercepts[index]
                        if score > greatest { (best, greatest) = (index, score) }
                    }
                    return classes[best]
                }
            }
        }
    }

    private func probabilities(_ scores: Matrix) -> Matrix {
        precondition(
            max(2, scores.columns) == classes.count,
            "scores of \(scores.columns) columns are not those of \(classes.count) classes")
        return Matrix(rows: scores.rows, columns: classes.count) { target in
            for row in 0..<scores.rows {
                // Two classes are the softmax of 0 and the score.
                let ofRow = scores.columns == 1 ? [0, scores[row, 0]] : Array(scores[row: row])
                let greatest = ofRow.max() ?? 0
                let powers = ofRow.map { exp($0 - greatest) }
                let sum = powers.reduce(0, +)
                for (column, power) in powers.enumerated() {
                    target.initializeElement(at: row * classes.count + column, to: power / sum)
                }
            }
        }
    }
}
