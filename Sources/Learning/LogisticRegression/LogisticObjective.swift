import CVectorLoops
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
    /// Two products with the design, O(rows × parameters × points).
    func evaluate(_ requests: [Request]) -> [Evaluation] {
        let columns = design.columns
        let points = requests.map { Matrix(rows: outputs, columns: width, values: $0.point) }
        let coefficients = Matrix(
            rows: requests.count * outputs, columns: columns,
            values: points.flatMap { point in (0..<outputs).flatMap { point[row: $0].prefix(columns) } })
        let intercepts = points.map(intercepts)
        var losses = [Double](repeating: 0, count: requests.count)
        var slopes = [Double](repeating: 0, count: coefficients.values.count)
        var interceptSlopes = intercepts.map { [Double](repeating: 0, count: $0.count) }
        for panel in panels(for: coefficients.rows) {
            let rows = design.rows(panel)
            var scores = coefficients.productsWithRows(of: rows)
            let parts = replaceByResiduals(&scores, of: panel, intercepts)
            for (index, part) in parts.enumerated() {
                losses[index] += part.loss
                for output in 0..<outputs { interceptSlopes[index][output] += part.sums[output] }
            }
            let part = scores.combinations(of: rows)
            for index in part.indices { slopes[index] += part[index] }
        }
        return requests.indices.map { index in
            var gradient: [Double] = []
            gradient.reserveCapacity(parameterCount)
            for output in 0..<outputs {
                let start = (index * outputs + output) * columns
                gradient += slopes[start..<start + columns]
                if hasIntercept { gradient.append(interceptSlopes[index][output]) }
            }
            var evaluation = Evaluation(
                point: requests[index].point, value: losses[index], gradient: gradient)
            evaluation.penalise(requests[index].penalty, width: width, columns: columns)
            return evaluation
        }
    }

    /// For each row the probability of each output: rows × outputs.
    func probabilities(at point: [Double]) -> Matrix {
        let parameters = Matrix(rows: outputs, columns: width, values: point)
        let coefficients = Matrix((0..<outputs).map { Array(parameters[row: $0].prefix(design.columns)) })
        var scores = coefficients.productsWithRows(of: design)
        _ = replaceByResiduals(&scores, of: 0..<design.rows, [intercepts(of: parameters)])
        // A residual is weight × (probability - 1 for the row's own class).
        return Matrix(
            (0..<design.rows).map { row in
                (0..<outputs).map { output in
                    let isOwn = codes[row] == Int32(outputs == 1 ? 1 : output)
                    return weights[row] == 0 ? 0.5 : scores[output, row] / weights[row] + (isOwn ? 1 : 0)
                }
            })
    }

    /// The intercept of each output, 0 where there are none.
    private func intercepts(of parameters: Matrix) -> [Double] {
        (0..<outputs).map { hasIntercept ? parameters[$0, design.columns] : 0 }
    }

    /// The rows cut so that a panel of the design and its scores both stay in the second-level cache.
    private func panels(for scores: Int) -> [Range<Int>] {
        let height = min(1024, max(64, 32_768 / max(scores, design.columns) / 8 * 8))
        return stride(from: 0, to: design.rows, by: height).map { $0..<min($0 + height, design.rows) }
    }

    /// Turns scores, a row for each output of each point, into the derivatives of the loss by them; returns for each
    /// point the loss and the sums of the derivatives.
    private func replaceByResiduals(
        _ scores: inout Matrix, of panel: Range<Int>, _ intercepts: [[Double]]
    ) -> [(loss: Double, sums: [Double])] {
        scores.withUnsafeMutableValues { scores in
            codes.withUnsafeBufferPointer { codes in
                weights.withUnsafeBufferPointer { weights in
                    guard let start = scores.baseAddress, let codes = codes.baseAddress,
                        let weights = weights.baseAddress
                    else { return [] }
                    let rows = trellis_rows(
                        codes: codes + panel.lowerBound, weights: weights + panel.lowerBound,
                        count: panel.count)
                    return intercepts.enumerated().map { index, intercepts in
                        var sums = [Double](repeating: 0, count: outputs * Int(TRELLIS_LANES))
                        let own = start + index * outputs * panel.count
                        let loss =
                            outputs == 1
                            ? trellis_logistic_loss(own, rows, intercepts[0], &sums)
                            : trellis_softmax_loss(own, rows, outputs, intercepts, &sums)
                        return (loss, sums)
                    }
                }
            }
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

extension Matrix {
    /// Each row's inner product with each row of another matrix.
    ///
    /// One row goes by products with a vector, for which BLAS need not rearrange the other matrix.
    fileprivate func productsWithRows(of other: Matrix) -> Matrix {
        rows == 1
            ? Matrix(rows: 1, columns: other.rows, values: other.times(values)) : timesTransposed(other)
    }

    /// The sums of another matrix's rows, each times an element of each row of this.
    fileprivate func combinations(of other: Matrix) -> [Double] {
        rows == 1 ? other.transposedTimes(values) : times(other).values
    }
}
