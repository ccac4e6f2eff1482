import CVectorLoops
import LinearAlgebra

extension LogisticObjective {
    /// The loss at several points and its derivatives, of some of the rows.
    struct Loss: Sendable {
        /// For each point the loss.
        var values: [Double]

        /// The derivatives, point after point.
        var gradients: [Double]

        fileprivate mutating func add(_ other: Loss) {
            values.add(other.values)
            gradients.add(other.gradients)
        }
    }

    /// The loss of all rows.
    ///
    /// Of several classes, whose scores matter by their differences alone, the last one's score is held at 0 and the others'
    /// are computed less it; the derivatives by the classes' scores, and with them those by their parameters, add up to 0,
    /// and the last one's follow from the others'. That saves one class's part of the products.
    func loss(at points: [[Double]]) -> Loss {
        guard outputs > 1 else { return sumOfLosses(at: points.flatMap { $0 }, count: points.count) }
        var loss = sumOfLosses(at: points.flatMap(lessLastClass), count: points.count)
        let free = parameterCount - width
        loss.gradients = points.indices.flatMap { point in
            let others = loss.gradients[point * free..<(point + 1) * free]
            var last = [Double](repeating: 0, count: width)
            for (index, derivative) in others.enumerated() { last[index % width] -= derivative }
            return others + last
        }
        return loss
    }

    /// The parameters of all classes but the last, less those of the last.
    private func lessLastClass(_ point: [Double]) -> [Double] {
        let free = parameterCount - width
        return (0..<free).map { point[$0] - point[free + $0 % width] }
    }

    /// The outputs whose scores and derivatives are computed: all, or all classes but the last.
    private var freeOutputs: Int { outputs == 1 ? 1 : outputs - 1 }

    /// The loss of all rows at points, of so many parameters as the free outputs have, that stand one after the other.
    private func sumOfLosses(at points: [Double], count: Int) -> Loss {
        let runs = rows.panels.runs
        let parts = stride(from: 0, to: runs.count, by: Self.runsInPart).map {
            $0..<min($0 + Self.runsInPart, runs.count)
        }
        let operations = 4 * rows.count * points.count
        var sum = Loss(
            values: Array(repeating: 0, count: count), gradients: Array(repeating: 0, count: points.count))
        // In the order of the rows, whoever computed them: the sum is the same to the bit on any number of cores.
        for first in stride(from: 0, to: parts.count, by: Self.partsAtOnce) {
            let some = parts[first..<min(first + Self.partsAtOnce, parts.count)]
            let losses = BLASThreads.map(some.count, operations: operations * some.count / parts.count) {
                loss(at: points, count: count, runs: some[first + $0])
            }
            for loss in losses { sum.add(loss) }
        }
        return sum
    }

    /// The runs that are computed on one core, one after the other.
    private static var runsInPart: Int { 4 }

    /// So many parts' losses are held at a time.
    private static var partsAtOnce: Int { 64 }

    /// The loss of some runs' rows at points that stand one after the other.
    private func loss(at points: [Double], count: Int, runs: Range<Int>) -> Loss {
        // Points of two classes share the products with the rows. One of more classes has outputs enough by itself for
        // the products to be fast.
        let together = outputs == 1 ? count : 1
        let ofPoint = freeOutputs * rows.width
        var loss = Loss(
            values: Array(repeating: 0, count: count), gradients: Array(repeating: 0, count: points.count))
        withRoom(for: together * outputs * rows.panels.runHeight) { residuals in
            withRoom(for: together * ofPoint * Int(TRELLIS_LANES)) { slopes in
                for first in stride(from: 0, to: count, by: together) {
                    let parameters = first * ofPoint..<(first + together) * ofPoint
                    slopes.initialize(repeating: 0, count: parameters.count * Int(TRELLIS_LANES))
                    for run in runs {
                        rows.withRun(run) { panels in
                            addLoss(
                                of: &panels, at: points[parameters],
                                to: &loss.values[first..<first + together], residuals)
                            trellis_add_slopes(&panels, residuals, together * freeOutputs, slopes)
                        }
                    }
                    loss.gradients[parameters].withUnsafeMutableBufferPointer {
                        trellis_sum_lanes(slopes, parameters.count, $0.baseAddress)
                    }
                }
            }
        }
        return loss
    }

    /// Adds a run's loss at each of some points, of which there is one if there are more than two classes; the
    /// residuals become its derivatives by the scores of all outputs.
    private func addLoss(
        of panels: inout trellis_panels, at points: ArraySlice<Double>, to losses: inout ArraySlice<Double>,
        _ residuals: UnsafeMutablePointer<Double>
    ) {
        points.withUnsafeBufferPointer { points in
            losses.withUnsafeMutableBufferPointer { losses in
                if outputs == 1 {
                    trellis_logistic_loss(
                        &panels, points.baseAddress, losses.count, residuals, losses.baseAddress)
                } else {
                    trellis_softmax_loss(&panels, points.baseAddress, outputs, residuals, losses.baseAddress)
                }
            }
        }
    }

    /// For each row the probability of each output: rows × outputs.
    func probabilities(at point: [Double]) -> Matrix {
        let point = outputs == 1 ? point : lessLastClass(point)
        return Matrix(rows: rows.count, columns: outputs) { target in
            withRoom(for: outputs * rows.panels.runHeight) { residuals in
                for run in rows.panels.runs {
                    let height = rows.withRun(run) { panels in
                        var losses: ArraySlice = [0.0]
                        addLoss(of: &panels, at: point[...], to: &losses, residuals)
                        return panels.rows
                    }
                    for (index, row) in rows.panels.range(ofRun: run).enumerated() {
                        let (code, weight) = (rows.code(of: row), rows.weight(of: row))
                        for output in 0..<outputs {
                            // A residual is weight × (probability - 1 for the row's own class).
                            let isOwn = code == Int32(outputs == 1 ? 1 : output)
                            let ratio = residuals[output * height + index] / weight
                            target.initializeElement(
                                at: row * outputs + output,
                                to: weight == 0 ? 0.5 : ratio + (isOwn ? 1 : 0))
                        }
                    }
                }
            }
        }
    }

    /// Calls `body` with room for so many elements, aligned as vectors are, which hold nothing yet.
    private func withRoom(for count: Int, _ body: (UnsafeMutablePointer<Double>) -> Void) {
        withUnsafeTemporaryAllocation(
            byteCount: count * MemoryLayout<Double>.stride, alignment: MemoryLayout<SIMD8<Double>>.alignment
        ) { bytes in
            guard let start = bytes.bindMemory(to: Double.self).baseAddress else { return }
            body(start)
        }
    }
}
