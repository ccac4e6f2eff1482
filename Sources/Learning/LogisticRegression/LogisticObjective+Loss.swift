import CVectorLoops
import LinearAlgebra
import Machine

extension LogisticObjective {
    /// The loss of some rows at several points, with its derivatives.
    struct Loss: Sendable {
        /// The loss at each point.
        var values: [Double]

        /// The derivatives, point after point.
        var gradients: [Double]
    }

    /// The loss of a part of the rows.
    private struct PartOfLoss: Sendable {
        /// The loss at each point.
        var values: [Double]

        /// The derivatives.
        var gradients: LogisticParameters

        mutating func add(_ other: PartOfLoss) {
            values.add(other.values)
            gradients.add(other.gradients)
        }
    }

    /// Returns the loss of all rows at several points.
    ///
    /// With more than two classes, only the differences of scores matter. The last class's score is therefore fixed at
    /// 0, and the other scores are computed relative to it. The derivatives by the classes' scores add up to 0, and so
    /// do those by their parameters, so the last class's derivatives follow from the others. This saves one class's
    /// part of the products.
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

    /// Returns the parameters of all classes but the last, minus those of the last.
    private func lessLastClass(_ point: [Double]) -> [Double] {
        let free = parameterCount - width
        return (0..<free).map { point[$0] - point[free + $0 % width] }
    }

    /// The number of outputs whose scores and derivatives are computed: all, or all classes but the last.
    private var freeOutputs: Int { outputs == 1 ? 1 : outputs - 1 }

    /// Returns the loss of all rows at consecutive points, each with the parameters of the free outputs.
    private func sumOfLosses(at points: [Double], count: Int) -> Loss {
        let runs = rows.panels.runs
        let parts = stride(from: 0, to: runs.count, by: runsInPart).map {
            $0..<min($0 + runsInPart, runs.count)
        }
        let parameters = rows.split(points, batch: pointsAtOnce(of: count) * freeOutputs)
        let operations = 4 * rows.count * (parameters.dense.count + (rows.encoded == nil ? 0 : 16 * count))
        var sum = PartOfLoss(
            values: Array(repeating: 0, count: count),
            gradients: LogisticParameters(
                dense: Array(repeating: 0, count: parameters.dense.count),
                tables: Array(repeating: 0, count: parameters.tables.count)))
        // Parts are added in row order on any number of cores, so the sum is the same to the bit.
        for first in stride(from: 0, to: parts.count, by: Self.partsAtOnce) {
            let some = parts[first..<min(first + Self.partsAtOnce, parts.count)]
            let losses = Cores.map(some.count, operations: operations * some.count / parts.count) {
                loss(at: parameters, count: count, runs: some[first + $0])
            }
            for loss in losses { sum.add(loss) }
        }
        return Loss(
            values: sum.values,
            gradients: rows.merged(sum.gradients, batch: pointsAtOnce(of: count) * freeOutputs))
    }

    /// The number of runs computed on one core, one after the other: enough rows that adding up the tables of the parts
    /// takes little time.
    private var runsInPart: Int {
        guard let encoded = rows.encoded else { return 4 }
        return max(4, 2 * encoded.tableRows / rows.panels.runHeight)
    }

    /// Returns how many of some points are computed together.
    ///
    /// With two classes, the points share the products with the rows. With more classes, a single point has enough
    /// outputs for fast products.
    private func pointsAtOnce(of count: Int) -> Int { outputs == 1 ? count : 1 }

    /// The number of parts whose losses are in memory at a time.
    private static var partsAtOnce: Int { 64 }

    /// Returns the loss of the rows of some runs at consecutive points.
    private func loss(at points: LogisticParameters, count: Int, runs: Range<Int>) -> PartOfLoss {
        let together = pointsAtOnce(of: count)
        let ofPoint = freeOutputs * rows.denseWidth
        let ofTable = points.tables.count / max(1, count / together)
        var loss = PartOfLoss(
            values: Array(repeating: 0, count: count),
            gradients: LogisticParameters(
                dense: Array(repeating: 0, count: points.dense.count),
                tables: Array(repeating: 0, count: points.tables.count)))
        var copies = [Double](repeating: 0, count: ofTable * (rows.encoded?.copies ?? 0))
        withRoom(for: together * outputs * rows.panels.runHeight) { residuals in
            withRoom(for: together * ofPoint * Int(TRELLIS_LANES)) { slopes in
                for first in stride(from: 0, to: count, by: together) {
                    let parameters = first * ofPoint..<(first + together) * ofPoint
                    let tables = first / together * ofTable..<(first / together + 1) * ofTable
                    slopes.initialize(repeating: 0, count: parameters.count * Int(TRELLIS_LANES))
                    for run in runs {
                        gatherScores(points.tables[tables], run, together * freeOutputs, residuals)
                        rows.withRun(run) { panels in
                            addLoss(
                                of: &panels, at: points.dense[parameters],
                                to: &loss.values[first..<first + together], residuals)
                            trellis_add_slopes(&panels, residuals, together * freeOutputs, slopes)
                        }
                        guard let encoded = rows.encoded else { continue }
                        copies.withUnsafeMutableBufferPointer { copies in
                            guard let start = copies.baseAddress else { return }
                            encoded.scatter(
                                rows.panels.range(ofRun: run), residuals, outputs: together * freeOutputs,
                                into: start)
                        }
                    }
                    addCopies(&copies, to: &loss.gradients.tables, tables)
                    loss.gradients.dense[parameters].withUnsafeMutableBufferPointer {
                        trellis_sum_lanes(slopes, parameters.count, $0.baseAddress)
                    }
                }
            }
        }
        return loss
    }

    /// Adds copies of tables to a range of the sums, and sets them to 0.
    private func addCopies(_ copies: inout [Double], to sums: inout [Double], _ range: Range<Int>) {
        sums.withUnsafeMutableBufferPointer { sums in
            copies.withUnsafeMutableBufferPointer { copies in
                for start in stride(from: 0, to: copies.count, by: max(1, range.count)) {
                    for index in 0..<range.count { sums[range.lowerBound + index] += copies[start + index] }
                }
                copies.update(repeating: 0)
            }
        }
    }

    /// Writes the scores that the blocks of encoded rows contribute for a run.
    private func gatherScores(
        _ tables: ArraySlice<Double>, _ run: Int, _ count: Int, _ scores: UnsafeMutablePointer<Double>
    ) {
        guard let encoded = rows.encoded else { return }
        tables.withUnsafeBufferPointer { tables in
            guard let start = tables.baseAddress else { return }
            encoded.gather(rows.panels.range(ofRun: run), start, outputs: count, into: scores)
        }
    }

    /// Adds a run's loss at each point; there is one point if there are more than two classes.
    ///
    /// Replaces the residuals by the derivatives by the scores of all outputs.
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

    /// Returns the probability of each output for each row: rows × outputs.
    func probabilities(at point: [Double]) -> Matrix {
        let parameters = rows.split(outputs == 1 ? point : lessLastClass(point), batch: freeOutputs)
        return Matrix(rows: rows.count, columns: outputs) { target in
            withRoom(for: outputs * rows.panels.runHeight) { residuals in
                for run in rows.panels.runs {
                    gatherScores(parameters.tables[...], run, freeOutputs, residuals)
                    let height = rows.withRun(run) { panels in
                        var losses: ArraySlice = [0.0]
                        addLoss(of: &panels, at: parameters.dense[...], to: &losses, residuals)
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

    /// Calls `body` with uninitialised memory for `count` elements, aligned for vectors.
    private func withRoom(for count: Int, _ body: (UnsafeMutablePointer<Double>) -> Void) {
        withUnsafeTemporaryAllocation(
            byteCount: count * MemoryLayout<Double>.stride, alignment: MemoryLayout<SIMD8<Double>>.alignment
        ) { bytes in
            guard let start = bytes.bindMemory(to: Double.self).baseAddress else { return }
            body(start)
        }
    }
}
