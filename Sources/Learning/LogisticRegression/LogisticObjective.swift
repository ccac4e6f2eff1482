import LinearAlgebra

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The function that logistic regression minimises, of `outputs × width` parameters.
///
/// A point is a row of parameters for each output (one for two classes, else one for each class): a
/// coefficient for each column of the design.
struct LogisticObjective: Sendable {
    /// The rows: centred columns and, if there is an intercept, a column of ones at the end.
    let design: Matrix

    /// Each row's class, counted from 0 among those that occur.
    let codes: [Int32]

    /// Each row's part of the total weight: they add up to 1.
    let weights: [Double]

    /// The rows of parameters: 1 for two classes.
    let outputs: Int

    /// How many columns bear the penalty: all but that of the intercept.
    let penalisedColumns: Int

    /// The strength of the penalty λ: `λ / 2 ‖coefficients‖²` is added to the mean loss.
    let penalty: Double

    /// What was subtracted from each penalised column of the rows as given.
    let means: [Double]

    /// The number of columns of the design, and so the parameters of one output.
    var width: Int { design.columns }

    /// What is known of the function at a point.
    struct Evaluation {
        /// The point: output by output.
        var point: [Double]

        /// The objective.
        var value: Double

        /// Its derivatives, in the order of the point.
        var gradient: [Double]

        /// For each row the probability of each output: rows × outputs.
        var probabilities: Matrix
    }

    /// Evaluates the objective and its derivatives at a point, by two products with the design.
    func evaluate(at point: [Double]) -> Evaluation {
        var (probabilities, residuals, value, gradient): (Matrix, Matrix, Double, [Double])
        if outputs == 1 {
            // Products with a vector, which BLAS reads memory faster for than for a matrix of one column.
            probabilities = Matrix(rows: design.rows, columns: 1, values: design.times(point))
            residuals = probabilities
            value = binaryLoss(&probabilities, &residuals)
            gradient = design.transposedTimes(residuals.values)
        } else {
            probabilities = design.timesTransposed(Matrix(rows: outputs, columns: width, values: point))
            residuals = probabilities
            value = softmaxLoss(&probabilities, &residuals)
            gradient = residuals.transposedTimes(design).values
        }
        for output in 0..<outputs {
            for column in 0..<penalisedColumns {
                let index = output * width + column
                value += 0.5 * penalty * point[index] * point[index]
                gradient[index] += penalty * point[index]
            }
        }
        return Evaluation(point: point, value: value, gradient: gradient, probabilities: probabilities)
    }

    /// The largest derivative in absolute value, with respect to the parameters of the columns as they were
    /// given.
    func gradientSize(_ gradient: [Double]) -> Double {
        var largest = 0.0
        for start in stride(from: 0, to: gradient.count, by: width) {
            let ofIntercept = penalisedColumns < width ? gradient[start + penalisedColumns] : 0
            largest = max(largest, abs(ofIntercept))
            for column in 0..<penalisedColumns {
                largest = max(largest, abs(gradient[start + column] + means[column] * ofIntercept))
            }
        }
        return largest
    }

    /// The loss of two classes; scores become probabilities of the second, and residuals its derivatives.
    private func binaryLoss(_ scores: inout Matrix, _ residuals: inout Matrix) -> Double {
        var loss = 0.0
        scores.withUnsafeMutableValues { scores in
            residuals.withUnsafeMutableValues { residuals in
                for row in scores.indices {
                    let score = scores[row]
                    let isSecond = codes[row] == 1
                    // exp of a negative number only, so that nothing overflows.
                    let small = exp(-abs(score))
                    let probability = (score >= 0 ? 1 : small) / (1 + small)
                    loss += weights[row] * (log1p(small) + max(score, 0) - (isSecond ? score : 0))
                    // For the second class p - 1 is computed as the negative of the other's probability.
                    let otherProbability = (score >= 0 ? small : 1) / (1 + small)
                    scores[row] = probability
                    residuals[row] = weights[row] * (isSecond ? -otherProbability : probability)
                }
            }
        }
        return loss
    }

    /// The loss of more classes; scores become the classes' probabilities, and residuals the derivatives.
    private func softmaxLoss(_ scores: inout Matrix, _ residuals: inout Matrix) -> Double {
        var loss = 0.0
        scores.withUnsafeMutableValues { scores in
            residuals.withUnsafeMutableValues { residuals in
                for row in codes.indices {
                    let start = row * outputs
                    let end = start + outputs
                    let code = start + Int(codes[row])
                    var greatest = scores[start]
                    for index in start..<end { greatest = max(greatest, scores[index]) }
                    let own = scores[code] - greatest
                    var sum = 0.0
                    for index in start..<end {
                        scores[index] = exp(scores[index] - greatest)
                        sum += scores[index]
                    }
                    loss += weights[row] * (log(sum) - own)
                    for index in start..<end {
                        scores[index] /= sum
                        residuals[index] = weights[row] * scores[index]
                    }
                    residuals[code] -= weights[row]
                }
            }
        }
        return loss
    }
}
