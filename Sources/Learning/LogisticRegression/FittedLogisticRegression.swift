import LinearAlgebra

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What logistic regression learned: the log-odds of the classes as linear functions of the features.
public struct FittedLogisticRegression: FittedClassifier, Equatable {
    /// Classes, decision values and probabilities.
    public static let responses: Responses = [.labels, .decision, .probabilities]

    /// The codes of the classes that occurred in training, ascending.
    public let classes: [Int32]

    /// A row of coefficients for two classes, those of the greater; else a row a class.
    public let coefficients: Matrix

    /// The constant terms, beside the rows of ``coefficients``; 0 if none were fitted.
    public let intercepts: [Double]

    /// How many iterations the solver took.
    public let iterations: Int

    /// That the solver did not converge, if so.
    public let warnings: [String]

    /// The number of columns.
    public var featureCount: Int { coefficients.columns }

    /// Tells of each row its class, its log-odds (a column a class if there are more than two) or its probabilities.
    public func respond(to x: Matrix, with wanted: Responses) throws -> Predictions {
        try checkColumns(of: x)
        var scores = x.timesTransposed(coefficients)
        scores.withUnsafeMutableValues { scores in
            for index in scores.indices { scores[index] += intercepts[index % intercepts.count] }
        }
        var predictions = Predictions(classes: classes)
        if wanted.contains(.labels) { predictions.codes = codes(scores) }
        if wanted.contains(.decision) { predictions.decision = scores }
        if wanted.contains(.probabilities) { predictions.probabilities = softmax(scores) }
        return predictions
    }

    private func codes(_ scores: Matrix) -> [Int32] {
        (0..<scores.rows).map { row in
            if scores.columns == 1 { return classes[scores[row, 0] > 0 ? 1 : 0] }
            var best = 0
            for column in 1..<scores.columns where scores[row, column] > scores[row, best] { best = column }
            return classes[best]
        }
    }

    private func softmax(_ scores: Matrix) -> Matrix {
        var chances = Matrix(rows: scores.rows, columns: classes.count)
        for row in 0..<scores.rows {
            if scores.columns == 1 {
                let small = exp(-abs(scores[row, 0]))
                let (likely, unlikely) = (1 / (1 + small), small / (1 + small))
                chances[row, 0] = scores[row, 0] >= 0 ? unlikely : likely
                chances[row, 1] = scores[row, 0] >= 0 ? likely : unlikely
            } else {
                let largest = scores[row: row].reduce(-.infinity, max)
                let powers = scores[row: row].map { exp($0 - largest) }
                let sum = powers.reduce(0, +)
                for (column, power) in powers.enumerated() { chances[row, column] = power / sum }
            }
        }
        return chances
    }
}

extension FittedLogisticRegression {
    /// The probability of each class in ``classes`` for each row.
    public func probabilities(_ x: Matrix) throws -> Matrix {
        try respond(to: x, with: .probabilities).probabilities ?? Matrix(rows: 0, columns: classes.count)
    }
}
