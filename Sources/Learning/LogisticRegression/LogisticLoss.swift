import LinearAlgebra

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The objective of logistic regression and its gradient: the weighted mean log loss plus ‖w‖² / (2 C Σ weights).
///
/// A point holds the coefficients, a row of them for two classes and else a row a class, then the intercepts.
struct LogisticLoss {
    private let x: Matrix
    private let features: Int
    /// Rows of coefficients: 1 for two classes.
    private let outputs: Int
    /// For each row of `x`, the index of its class among those that occur.
    private let truth: [Int]
    /// For each row of `x`, its part of the mean.
    private let shares: [Double]
    private let penalty: Double
    private let fitIntercept: Bool

    /// The objective on the rows of `x`.
    ///
    /// - Parameters:
    ///   - codes: a class code a row.
    ///   - classes: the codes that occur, ascending.
    ///   - weights: what the loss of a row counts, by code.
    ///   - inverseStrength: C; infinite for no penalty.
    init(
        x: Matrix, codes: [Int32], classes: [Int32], weights: [Double], inverseStrength: Double, fitIntercept: Bool
    ) {
        let indexOf = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
        let rowWeights = codes.map { weights[Int($0)] }
        let total = rowWeights.reduce(0, +)
        self.x = x
        features = x.columns
        outputs = classes.count == 2 ? 1 : classes.count
        truth = codes.map { indexOf[$0, default: 0] }
        shares = rowWeights.map { $0 / total }
        penalty = 1 / (inverseStrength * total)
        self.fitIntercept = fitIntercept
    }

    /// How many numbers a point has.
    var parameterCount: Int { outputs * (features + (fitIntercept ? 1 : 0)) }

    /// The coefficients, a row an output, and the intercepts of a point.
    func split(_ point: [Double]) -> (coefficients: Matrix, intercepts: [Double]) {
        let count = outputs * features
        let intercepts = fitIntercept ? Array(point[count...]) : [Double](repeating: 0, count: outputs)
        return (Matrix(rows: outputs, columns: features, values: Array(point[..<count])), intercepts)
    }

    /// Whether the objective has a value at a point.
    func isFinite(at point: [Double]) -> Bool {
        var gradient = [Double](repeating: 0, count: point.count)
        return evaluate(at: point, gradient: &gradient).isFinite && gradient.allSatisfy(\.isFinite)
    }

    /// The value at a point; writes the gradient.
    func evaluate(at point: [Double], gradient: inout [Double]) -> Double {
        let (coefficients, intercepts) = split(point)
        var scores = x.timesTransposed(coefficients)
        // Each row's scores give way to the derivative of its loss by them.
        let loss = outputs == 1 ? binary(&scores, intercepts[0]) : multinomial(&scores, intercepts)
        let slopes = scores.transposedTimes(x)
        let count = outputs * features
        slopes.withUnsafeValues { slopes in
            for index in 0..<count { gradient[index] = slopes[index] + penalty * point[index] }
        }
        if fitIntercept {
            for output in 0..<outputs { gradient[count + output] = 0 }
            scores.withUnsafeValues { scores in
                for index in scores.indices { gradient[count + index % outputs] += scores[index] }
            }
        }
        return loss + 0.5 * penalty * point[..<count].reduce(0) { $0 + $1 * $1 }
    }

    private func binary(_ scores: inout Matrix, _ intercept: Double) -> Double {
        scores.withUnsafeMutableValues { scores in
            var loss = 0.0
            for row in scores.indices {
                let score = scores[row] + intercept
                let small = exp(-abs(score))  // never overflows
                let chance = score >= 0 ? 1 / (1 + small) : small / (1 + small)
                let isGreater = truth[row] == 1
                loss += shares[row] * (log1p(small) + max(isGreater ? -score : score, 0))
                scores[row] = shares[row] * (chance - (isGreater ? 1 : 0))
            }
            return loss
        }
    }

    private func multinomial(_ scores: inout Matrix, _ intercepts: [Double]) -> Double {
        scores.withUnsafeMutableValues { scores in
            var loss = 0.0
            for row in truth.indices {
                let own = row * outputs..<(row + 1) * outputs
                var largest = -Double.infinity
                for index in own {
                    scores[index] += intercepts[index - own.lowerBound]
                    largest = max(largest, scores[index])
                }
                let right = scores[own.lowerBound + truth[row]]
                var sum = 0.0
                for index in own {
                    scores[index] = exp(scores[index] - largest)
                    sum += scores[index]
                }
                loss += shares[row] * (log(sum) + largest - right)
                for index in own { scores[index] *= shares[row] / sum }
                scores[own.lowerBound + truth[row]] -= shares[row]
            }
            return loss
        }
    }
}
