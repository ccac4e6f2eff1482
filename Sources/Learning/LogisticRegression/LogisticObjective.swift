/// The objective of logistic regression: the mean loss as a function of `outputs × width` parameters, plus a penalty.
///
/// A point has a row of parameters for each output: one output for two classes, otherwise one for each class. A row has
/// a coefficient for each column and, with `fit_intercept`, an intercept, which is not penalised.
struct LogisticObjective: Sendable {
    /// The rows with their classes and weights; the weights add up to 1.
    let rows: LogisticRows

    /// The number of rows of parameters: 1 for two classes.
    let outputs: Int

    /// The number of parameters of one output.
    var width: Int { rows.width }

    /// The total number of parameters.
    var parameterCount: Int { outputs * width }

    /// A point to evaluate, and the strength λ of the penalty `λ / 2 ‖coefficients‖²`.
    struct Request {
        var point: [Double]
        var penalty: Double
    }

    /// The function's value and gradient at a point.
    struct Evaluation {
        /// The point, output by output.
        var point: [Double]

        /// The loss plus the penalty.
        var value: Double

        /// The derivatives, in the order of the point.
        var gradient: [Double]
    }

    /// Evaluates the function and its derivatives at several points, reading the rows once for all points.
    ///
    /// Computes two products with the rows, spread over the cores if they are idle.
    ///
    /// - Complexity: O(rows × parameters × points).
    func evaluate(_ requests: [Request]) -> [Evaluation] {
        // Descents that differ only in the penalty start at the same point and try the same first step.
        var distinct: [[Double]] = []
        let places = requests.map { request in
            if let place = distinct.firstIndex(of: request.point) { return place }
            distinct.append(request.point)
            return distinct.count - 1
        }
        let loss = loss(at: distinct)
        return zip(requests, places).map { request, place in
            var evaluation = Evaluation(
                point: request.point, value: loss.values[place],
                gradient: Array(loss.gradients[place * parameterCount..<(place + 1) * parameterCount]))
            evaluation.penalise(request.penalty, width: width, columns: rows.columns)
            return evaluation
        }
    }
}

extension LogisticObjective.Evaluation {
    /// Adds the penalty on the first `columns` of every `width` parameters.
    mutating func penalise(_ penalty: Double, width: Int, columns: Int) {
        for start in stride(from: 0, to: point.count, by: width) {
            for index in start..<start + columns {
                value += 0.5 * penalty * point[index] * point[index]
                gradient[index] += penalty * point[index]
            }
        }
    }
}
