/// The mean loss that logistic regression minimises, of `outputs × width` parameters, and a penalty of some strength.
///
/// A point is a row of parameters for each output (one for two classes, else one for each class): a coefficient for
/// each column of the rows and then, if there is one, the intercept, which bears no penalty.
struct LogisticObjective: Sendable {
    /// The rows, their classes and weights, which add up to 1.
    let rows: LogisticRows

    /// The rows of parameters: 1 for two classes.
    let outputs: Int

    /// The parameters of one output.
    var width: Int { rows.width }

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
    /// Two products with the rows, O(rows × parameters × points). The panels of rows spread over the cores if nothing
    /// else runs.
    func evaluate(_ requests: [Request]) -> [Evaluation] {
        // Descents that differ in the penalty alone begin at one point, and try one point first.
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
            evaluation.penalise(request.penalty, width: width, columns: rows.panels.columns)
            return evaluation
        }
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
