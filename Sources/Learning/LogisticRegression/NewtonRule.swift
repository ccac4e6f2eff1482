import LinearAlgebra

/// Newton's method: each step solves with the second derivatives, by Cholesky.
///
/// A dozen steps reach full precision whatever the scale of the columns, but each takes O(rows × parameters²
/// + parameters³).
struct NewtonRule: DescentRule {
    let objective: LogisticObjective

    /// The rows again, one after the other.
    let design: Matrix
    let penalty: Double

    /// The rows taken at a time, so that the weighted copies of them stay small.
    private static let panelHeight = 1024

    mutating func direction(from here: LogisticObjective.Evaluation) throws -> [Double] {
        var hessian = secondDerivatives(objective.probabilities(at: here.point))
        let diagonal = (0..<hessian.rows).map { hessian[$0, $0] > 0 ? hessian[$0, $0] : 1 }
        if objective.outputs > 1 { fixCommonShift(&hessian, diagonal) }
        let right = Matrix(rows: hessian.rows, columns: 1, values: here.gradient.map(-))
        // Where columns depend on each other and nothing is penalised, the matrix is singular, but not the problem:
        // the gradient has no part in its null space. A little more on the diagonal keeps out of that space.
        var damping = 1e-12
        while damping < 1 {
            for index in 0..<hessian.rows { hessian[index, index] += damping * diagonal[index] }
            if let factor = try? Cholesky(hessian) { return factor.solve(right).values }
            damping *= 100
        }
        return zip(here.gradient, diagonal).map { -$0 / $1 }
    }

    func firstStep(along direction: [Double]) -> Double { 1 }

    mutating func didStep(
        from old: LogisticObjective.Evaluation, to new: LogisticObjective.Evaluation, slope: Double
    ) {}

    mutating func restart() -> Bool { false }

    var goesByDerivatives: Bool { true }

    /// Lifts the matrix on the one space in which it has no need to be definite: the same shift of the
    /// parameters of every class changes no probability.
    ///
    /// The gradient, and so the solution, has no part in that space.
    private func fixCommonShift(_ hessian: inout Matrix, _ diagonal: [Double]) {
        let (outputs, width) = (objective.outputs, objective.width)
        for column in 0..<width {
            let lift = (0..<outputs).reduce(0) { $0 + diagonal[$1 * width + column] } / Double(outputs)
            for row in 0..<outputs {
                for other in 0..<outputs { hessian[row * width + column, other * width + column] += lift }
            }
        }
    }

    /// The second derivatives, whose block (k, l) is `Σ weight p_k (δ_kl - p_l) x xᵀ`, and the penalty's.
    private func secondDerivatives(_ probabilities: Matrix) -> Matrix {
        let (outputs, width) = (objective.outputs, objective.width)
        var hessian = Matrix(rows: outputs * width, columns: outputs * width)
        for start in stride(from: 0, to: design.rows, by: Self.panelHeight) {
            let panel = start..<min(start + Self.panelHeight, design.rows)
            if outputs > 1 {
                let products = scaledRows(panel, probabilities, of: 0..<outputs) { $0 }.crossProducts()
                hessian.add(products, times: -1, skippingBlocksOf: width)
            }
            // p (1 - p) by itself, not as p - p², which would cancel where a class is all but certain.
            for output in 0..<outputs {
                let products = scaledRows(panel, probabilities, of: output..<output + 1) {
                    ($0 * (1 - $0)).squareRoot()
                }.crossProducts()
                hessian.add(products, toBlockAt: output * width)
            }
        }
        for output in 0..<outputs {
            for column in 0..<design.columns {
                hessian[output * width + column, output * width + column] += penalty
            }
        }
        return hessian
    }

    /// For each row of a panel and each of some outputs, the row times the square root of its weight and a
    /// factor that depends on the output's probability: side by side, panel × (outputs × width).
    private func scaledRows(
        _ panel: Range<Int>, _ probabilities: Matrix, of outputs: Range<Int>, by factor: (Double) -> Double
    ) -> Matrix {
        let (width, columns) = (objective.width, design.columns)
        return Matrix(rows: panel.count, columns: outputs.count * width) { target in
            design.withUnsafeValues { design in
                probabilities.withUnsafeValues { probabilities in
                    guard var to = target.baseAddress, let start = design.baseAddress else { return }
                    for row in panel {
                        let from = start + row * columns
                        let root = objective.rows.weight(of: row).squareRoot()
                        for output in outputs {
                            let scale = root * factor(probabilities[row * objective.outputs + output])
                            for column in 0..<columns {
                                (to + column).initialize(to: scale * from[column])
                            }
                            if objective.rows.hasIntercept { (to + columns).initialize(to: scale) }
                            to += width
                        }
                    }
                }
            }
        }
    }
}

extension Matrix {
    /// Adds a multiple of a matrix of this shape to this square one, but for the blocks on its diagonal.
    fileprivate mutating func add(_ other: Matrix, times factor: Double, skippingBlocksOf side: Int) {
        let columns = columns
        withUnsafeMutableValues { target in
            other.withUnsafeValues { source in
                for row in 0..<columns {
                    let block = row / side * side
                    for column in 0..<block {
                        target[row * columns + column] += factor * source[row * columns + column]
                    }
                    for column in block + side..<columns {
                        target[row * columns + column] += factor * source[row * columns + column]
                    }
                }
            }
        }
    }

    /// Adds a smaller square matrix to the block on the diagonal that begins at a row.
    fileprivate mutating func add(_ other: Matrix, toBlockAt start: Int) {
        let columns = columns
        withUnsafeMutableValues { target in
            other.withUnsafeValues { source in
                for row in 0..<other.rows {
                    let offset = (start + row) * columns + start
                    for column in 0..<other.columns {
                        target[offset + column] += source[row * other.columns + column]
                    }
                }
            }
        }
    }
}
