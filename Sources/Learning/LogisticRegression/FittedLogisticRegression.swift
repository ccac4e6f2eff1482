import LinearAlgebra

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A fitted ``LogisticRegression``.
public struct FittedLogisticRegression: FittedClassifier, Equatable {
    /// Labels, decision values and probabilities.
    public static let predictionKinds: PredictionKinds = [.labels, .decisionFunction, .probabilities]

    /// The class codes in the training data, ascending.
    public let classes: [Int32]

    /// The weight of each column: one row for two classes, where positive values favour the second; otherwise a row for
    /// each class.
    public let coefficients: Matrix

    /// The intercept for each row of ``coefficients``; 0 without intercepts.
    public let intercepts: [Double]

    /// The number of solver iterations.
    public let iterations: Int

    /// Warnings about early termination or an objective without a minimum.
    public let warnings: [String]

    /// The number of columns in the training data.
    public var featureCount: Int { coefficients.columns }

    /// Throws unless the coefficients and intercepts have a row for each class, or one for two classes.
    public func validate() throws {
        try requireClasses(classes)
        let count = classes.count == 2 ? 1 : classes.count
        try require(
            coefficients.rows == count,
            "\(classes.count) classes require \(count) rows of coefficients, not \(coefficients.rows)")
        try require(
            intercepts.count == count,
            "\(classes.count) classes require \(count) intercepts, not \(intercepts.count)")
    }

    /// Predicts classes, decision values and probabilities.
    ///
    /// The decision values are log-odds; with more than two classes, they are log-odds up to a constant.
    ///
    /// - Complexity: O(rows × columns × classes).
    /// - Throws: ``LearningError/columnCounts(expected:found:)``, ``LearningError/predictionUnavailable(step:kinds:advice:)``,
    ///   ``LearningError/overflow(step:row:rows:)`` for a row whose score exceeds a double.
    public func predict(_ x: Matrix, kinds: PredictionKinds) throws -> Predictions {
        try checkColumns(of: x)
        try check(kinds)
        return try predictions(x.timesTransposed(coefficients), columns: 0..<coefficients.rows, kinds)
    }

    /// Throws ``LearningError/predictionUnavailable(step:kinds:advice:)`` for kinds that the model does not provide.
    func check(_ kinds: PredictionKinds) throws {
        guard Self.predictionKinds.isSuperset(of: kinds) else {
            throw LearningError.predictionUnavailable(
                step: LogisticRegression.kind, kinds: kinds.subtracting(Self.predictionKinds))
        }
    }

    /// Returns the predictions from the rows' products with the coefficients, in the given columns of a matrix.
    ///
    /// - Throws: ``LearningError/overflow(step:row:rows:)`` if a score is not finite.
    func predictions(
        _ products: Matrix, columns: Range<Int>, _ kinds: PredictionKinds
    ) throws -> Predictions {
        let scores = products.columns(columns).shifted(by: intercepts.map(-))
        try scores.checkFinite(from: LogisticRegression.kind)
        var predictions = Predictions(classes: classes)
        if kinds.contains(.labels) { predictions.codes = winners(products, columns) }
        if kinds.contains(.decisionFunction) { predictions.decisionFunction = scores }
        if kinds.contains(.probabilities) { predictions.probabilities = probabilities(scores) }
        return predictions
    }

    /// Returns the class with the highest score of each row, the first in a tie.
    private func winners(_ products: Matrix, _ columns: Range<Int>) -> [Int32] {
        precondition(
            intercepts.count == columns.count && !columns.isEmpty && columns.upperBound <= products.columns,
            "\(columns) of \(products.columns) columns require as many intercepts, not \(intercepts.count)")
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
            "scores of \(scores.columns) columns do not match \(classes.count) classes")
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
