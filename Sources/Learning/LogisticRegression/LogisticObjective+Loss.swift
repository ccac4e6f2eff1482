import CVectorLoops
import LinearAlgebra

extension LogisticObjective {
    /// The parameters of several points, as the products with the rows take them: a row for each output of each point.
    struct Points: Sendable {
        /// The number of points.
        let count: Int

        /// The coefficients: (points × outputs) × columns.
        let coefficients: Matrix

        /// The intercepts, 0 where there are none.
        let intercepts: [Double]

        init(of points: [[Double]], for objective: LogisticObjective) {
            let (columns, width) = (objective.design.columns, objective.width)
            count = points.count
            let starts = points.indices.flatMap { point in
                (0..<objective.outputs).map { (point, $0 * width) }
            }
            coefficients = Matrix(rows: starts.count, columns: columns) { elements in
                for (row, (point, start)) in starts.enumerated() {
                    for column in 0..<columns {
                        elements.initializeElement(
                            at: row * columns + column, to: points[point][start + column])
                    }
                }
            }
            intercepts = starts.map { objective.hasIntercept ? points[$0][$1 + columns] : 0 }
        }
    }

    /// The loss at several points and its derivatives, of some of the rows.
    struct Loss: Sendable {
        /// For each point the loss.
        var values: [Double]

        /// For each output of each point the derivatives by its coefficients, one after the other.
        var slopes: [Double]

        /// For each output of each point the derivative by its intercept.
        var interceptSlopes: [Double]

        fileprivate mutating func add(_ other: Loss) {
            values.add(other.values)
            slopes.add(other.slopes)
            interceptSlopes.add(other.interceptSlopes)
        }
    }

    /// The loss of all rows.
    func loss(at points: Points) -> Loss {
        let panels = panels(for: points)
        let operations = 4 * design.rows * design.columns * points.intercepts.count
        var sum = Loss(
            values: Array(repeating: 0, count: points.count),
            slopes: Array(repeating: 0, count: points.coefficients.count),
            interceptSlopes: Array(repeating: 0, count: points.intercepts.count))
        // In the order of the rows, whoever computed them: the sum is the same to the bit on any number of cores.
        for first in stride(from: 0, to: panels.count, by: Self.panelsAtOnce) {
            let some = panels[first..<min(first + Self.panelsAtOnce, panels.count)]
            let parts = BLASThreads.map(some.count, operations: operations * some.count / panels.count) {
                loss(at: points, panel: some[first + $0])
            }
            for part in parts { sum.add(part) }
        }
        return sum
    }

    /// So many panels' losses are held at a time.
    private static var panelsAtOnce: Int { 64 }

    /// From so many points on, lanes that stay empty cost less than reading the rows for each point.
    private static var leastPointsInLanes: Int { 4 }

    /// The rows cut so that a panel of the design and its scores both stay in the second-level cache.
    private func panels(for points: Points) -> [Range<Int>] {
        let height = min(1024, max(64, 32_768 / max(points.intercepts.count, design.columns) / 8 * 8))
        return stride(from: 0, to: design.rows, by: height).map { $0..<min($0 + height, design.rows) }
    }

    private func loss(at points: Points, panel: Range<Int>) -> Loss {
        if outputs == 1, points.count >= Self.leastPointsInLanes {
            return lossByLanes(at: points, panel: panel)
        }
        let (residuals, values, sums) = residuals(at: points, panel: panel)
        return Loss(
            values: values, slopes: residuals.combinations(of: design.rows(panel), byRow: outputs == 1),
            interceptSlopes: sums)
    }

    /// The derivatives of the loss by the scores of a panel's rows, a row for each output of each point; for each point
    /// the loss, and for each output of each the sum of the derivatives.
    func residuals(
        at points: Points, panel: Range<Int>
    ) -> (residuals: Matrix, values: [Double], sums: [Double]) {
        var scores = points.coefficients.productsWithRows(of: design.rows(panel), byRow: outputs == 1)
        var values = [Double](repeating: 0, count: points.count)
        var sums = [Double](repeating: 0, count: points.count * outputs)
        var room = [Double](repeating: 0, count: outputs * Int(TRELLIS_LANES))
        withRows(panel) { rows in
            scores.withUnsafeMutableValues { scores in
                guard let start = scores.baseAddress else { return }
                for point in 0..<points.count {
                    let own = start + point * outputs * panel.count
                    let first = point * outputs
                    if outputs == 1 {
                        values[point] = trellis_logistic_loss(
                            own, rows, points.intercepts[point], &sums[point])
                    } else {
                        values[point] = trellis_softmax_loss(
                            own, rows, outputs, Array(points.intercepts[first..<first + outputs]), &room)
                        for output in 0..<outputs { sums[first + output] = room[output] }
                    }
                }
            }
        }
        return (scores, values, sums)
    }

    /// The loss of two classes, the points side by side in the lanes of vectors.
    ///
    /// A product with few points would spend more time on rearranging the rows for BLAS than on multiplying them.
    private func lossByLanes(at points: Points, panel: Range<Int>) -> Loss {
        let (columns, lanes) = (design.columns, Int(TRELLIS_LANES))
        var loss = Loss(
            values: Array(repeating: 0, count: points.count),
            slopes: Array(repeating: 0, count: points.coefficients.count),
            interceptSlopes: Array(repeating: 0, count: points.count))
        for first in stride(from: 0, to: points.count, by: lanes) {
            let some = min(lanes, points.count - first)
            var (coefficients, slopes) = (LaneBuffer(columns), LaneBuffer(columns))
            var (intercepts, sums, values) = (LaneBuffer(1), LaneBuffer(1), LaneBuffer(1))
            points.coefficients.withUnsafeValues { all in
                for lane in 0..<some {
                    for column in 0..<columns {
                        coefficients[column, lane] = all[(first + lane) * columns + column]
                    }
                    intercepts[0, lane] = points.intercepts[first + lane]
                }
            }
            withRows(panel) { rows in
                design.rows(panel).withUnsafeValues { design in
                    trellis_logistic_points(
                        design.baseAddress, columns, rows, coefficients.elements, intercepts.elements,
                        &slopes.elements, &sums.elements, &values.elements)
                }
            }
            for lane in 0..<some {
                loss.values[first + lane] = values[0, lane]
                loss.interceptSlopes[first + lane] = sums[0, lane]
                for column in 0..<columns {
                    loss.slopes[(first + lane) * columns + column] = slopes[column, lane]
                }
            }
        }
        return loss
    }

    /// Calls `body` with the classes and weights of a panel's rows.
    private func withRows(_ panel: Range<Int>, _ body: (trellis_rows) -> Void) {
        codes.withUnsafeBufferPointer { codes in
            weights.withUnsafeBufferPointer { weights in
                guard let codes = codes.baseAddress, let weights = weights.baseAddress else { return }
                body(
                    trellis_rows(
                        codes: codes + panel.lowerBound, weights: weights + panel.lowerBound,
                        count: panel.count))
            }
        }
    }
}

/// Vectors of one element for each lane.
private struct LaneBuffer {
    var elements: [Double]

    init(_ vectors: Int) { elements = Array(repeating: 0, count: vectors * Int(TRELLIS_LANES)) }

    subscript(vector: Int, lane: Int) -> Double {
        get { elements[vector * Int(TRELLIS_LANES) + lane] }
        set { elements[vector * Int(TRELLIS_LANES) + lane] = newValue }
    }
}

extension Matrix {
    /// Each row's inner product with each row of another matrix.
    ///
    /// Row by row they are products with a vector, for which BLAS need not rearrange the other matrix.
    fileprivate func productsWithRows(of other: Matrix, byRow: Bool) -> Matrix {
        guard byRow else { return timesTransposed(other) }
        return Matrix(
            rows: rows, columns: other.rows, values: (0..<rows).flatMap { other.times(self[row: $0]) })
    }

    /// The sums of another matrix's rows, each times an element of each row of this.
    fileprivate func combinations(of other: Matrix, byRow: Bool) -> [Double] {
        byRow ? (0..<rows).flatMap { other.transposedTimes(self[row: $0]) } : times(other).values
    }
}
