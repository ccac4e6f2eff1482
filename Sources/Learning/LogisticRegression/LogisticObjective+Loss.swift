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
    func loss(at points: [[Double]]) -> Loss {
        let panels = rows.panels
        let parts = stride(from: 0, to: panels.count, by: Self.panelsInPart).map {
            $0..<min($0 + Self.panelsInPart, panels.count)
        }
        let operations = 4 * rows.count * parameterCount * points.count
        let all = points.flatMap { $0 }
        var sum = Loss(
            values: Array(repeating: 0, count: points.count), gradients: Array(repeating: 0, count: all.count)
        )
        // In the order of the rows, whoever computed them: the sum is the same to the bit on any number of cores.
        for first in stride(from: 0, to: parts.count, by: Self.partsAtOnce) {
            let some = parts[first..<min(first + Self.partsAtOnce, parts.count)]
            let losses = BLASThreads.map(some.count, operations: operations * some.count / parts.count) {
                loss(at: all, count: points.count, panels: some[first + $0])
            }
            for loss in losses { sum.add(loss) }
        }
        return sum
    }

    /// The panels that are computed on one core, one after the other.
    private static var panelsInPart: Int { 4 }

    /// So many parts' losses are held at a time.
    private static var partsAtOnce: Int { 64 }

    /// The loss of some panels' rows at points that stand one after the other.
    private func loss(at points: [Double], count: Int, panels: Range<Int>) -> Loss {
        // Points of two classes share the products with the rows. One of more classes has outputs enough by itself for
        // the products to be fast.
        let together = outputs == 1 ? count : 1
        let scores = together * outputs
        var loss = Loss(
            values: Array(repeating: 0, count: count), gradients: Array(repeating: 0, count: points.count))
        withRoom(for: scores * rows.panelHeight) { residuals in
            withRoom(for: scores * rows.width * Int(TRELLIS_LANES)) { slopes in
                for first in stride(from: 0, to: count, by: together) {
                    let parameters = first * parameterCount..<(first + together) * parameterCount
                    slopes.initialize(repeating: 0, count: parameters.count * Int(TRELLIS_LANES))
                    for panel in panels {
                        rows.withPanel(panel) { panel in
                            addLoss(
                                of: &panel, at: points[parameters],
                                to: &loss.values[first..<first + together], residuals)
                            trellis_add_slopes(&panel, residuals, scores, slopes)
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

    /// Adds a panel's loss at each of some points, of which there is one if there are more than two classes; the
    /// residuals become its derivatives by the scores.
    private func addLoss(
        of panel: inout trellis_panel, at points: ArraySlice<Double>, to losses: inout ArraySlice<Double>,
        _ residuals: UnsafeMutablePointer<Double>
    ) {
        points.withUnsafeBufferPointer { points in
            losses.withUnsafeMutableBufferPointer { losses in
                if outputs == 1 {
                    trellis_logistic_loss(
                        &panel, points.baseAddress, losses.count, residuals, losses.baseAddress)
                } else {
                    trellis_softmax_loss(&panel, points.baseAddress, outputs, residuals, losses.baseAddress)
                }
            }
        }
    }

    /// For each row the probability of each output: rows × outputs.
    func probabilities(at point: [Double]) -> Matrix {
        Matrix(rows: rows.count, columns: outputs) { target in
            withRoom(for: outputs * rows.panelHeight) { residuals in
                for panel in rows.panels {
                    let height = rows.withPanel(panel) { panel in
                        var losses: ArraySlice = [0.0]
                        addLoss(of: &panel, at: point[...], to: &losses, residuals)
                        return panel.rows
                    }
                    for (index, row) in rows.range(of: panel).enumerated() {
                        for output in 0..<outputs {
                            // A residual is weight × (probability - 1 for the row's own class).
                            let isOwn = codes[row] == Int32(outputs == 1 ? 1 : output)
                            let ratio = residuals[output * height + index] / weights[row]
                            target.initializeElement(
                                at: row * outputs + output,
                                to: weights[row] == 0 ? 0.5 : ratio + (isOwn ? 1 : 0))
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
