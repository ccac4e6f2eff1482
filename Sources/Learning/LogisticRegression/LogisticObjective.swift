import LinearAlgebra

/// The mean loss that logistic regression minimises, of `outputs × width` parameters, and a penalty of some strength.
///
/// A point is a row of parameters for each output (one for two classes, else one for each class): a coefficient for
/// each column of the design and then, if there is one, the intercept, which bears no penalty.
struct LogisticObjective: Sendable {
    /// The rows.
    let design: Matrix

    /// Each row's class, counted from 0 among those that occur.
    let codes: [Int32]

    /// Each row's part of the total weight: they add up to 1.
    let weights: [Double]

    /// The rows of parameters: 1 for two classes.
    let outputs: Int

    /// Whether there are intercepts.
    let hasIntercept: Bool

    /// The parameters of one output.
    var width: Int { design.columns + (hasIntercept ? 1 : 0) }

    /// The parameters in all.
    var parameterCount: Int { outputs * width }

    /// Where the function is wanted: a point, and the strength λ of the penalty `λ / 2 ‖coefficients‖²` there.
    struct Request {
        var point: [Double]
        var penalty: Double
    }

    /// What is known of the function at a point.
    struct Evaluation {
        /// The point: output by output.
        var point: [Double]

        /// The loss and the penalty.
        var value: Double

        /// Its derivatives, in the order of the point.
        var gradient: [Double]
    }

    /// Evaluates the function and its derivatives at several points, reading the rows once for all of them.
    ///
    /// Two products with the design, O(rows × parameters × points). The panels of rows spread over the cores if nothing
    /// else runs.
    func evaluate(_ requests: [Request]) -> [Evaluation] {
        // Descents that differ in the penalty alone begin at one point, and try one point first.
        var distinct: [[Double]] = []
        let places = requests.map { request in
            if let place = distinct.firstIndex(of: request.point) { return place }
            distinct.append(request.point)
            return distinct.count - 1
        }
        let loss = loss(at: Points(of: distinct, for: self))
        return zip(requests, places).map { request, place in
            var gradient: [Double] = []
            gradient.reserveCapacity(parameterCount)
            for output in 0..<outputs {
                let row = place * outputs + output
                gradient += loss.slopes[row * design.columns..<(row + 1) * design.columns]
                if hasIntercept { gradient.append(loss.interceptSlopes[row]) }
            }
            var evaluation = Evaluation(point: request.point, value: loss.values[place], gradient: gradient)
            evaluation.penalise(request.penalty, width: width, columns: design.columns)
            return evaluation
        }
    }

    /// For each row the probability of each output: rows × outputs.
    func probabilities(at point: [Double]) -> Matrix {
        let points = Points(of: [point], for: self)
        let residuals = residuals(at: points, panel: 0..<design.rows).residuals
        // A residual is weight × (probability - 1 for the row's own class).
        return Matrix(
            (0..<design.rows).map { row in
                (0..<outputs).map { output in
                    let isOwn = codes[row] == Int32(outputs == 1 ? 1 : output)
                    return weights[row] == 0 ? 0.5 : residuals[output, row] / weights[row] + (isOwn ? 1 : 0)
                }
            })
    }
}

extension LogisticObjective.Evaluation {
    /// Adds the penalty of the first `columns` of every `width` parameters.
    fileprivate mutating func penalise(_ penalty: Double, width: Int, columns: Int) {
        for start in stride(from: 0, to: point.count, by: width) {
            for index in start..<start + columns {
                value += 0.5 * penalty * point[index] * point[index]
                gradient[index] += penalty * point[index]
            }
        }
    }
}
